// En el controlador de salas - usando endpoint unificado
for (const jugador of jugadoresEnSala) {
  const response = await fetch("/api/transacciones/procesar-automatica", {
    method: "POST",
    headers: {
      Authorization: `Bearer ${systemToken}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify({
      jugadorId: jugador._id,
      tipo: "credito",
      categoria: "reembolso",
      monto: precioEntrada,
      descripcion: `Reembolso por cancelación de sala: ${sala.nombre}`,
      referenciaExterna: { salaId: sala._id },
      metadata: {
        procesadoPor: "sistema",
        tipoOperacion: "cancelacion_sala",
      },
    }),
  });
}
