// En el controlador de juegos - usando endpoint unificado
const premios = [5000, 3000, 1000]; // Premios por posición

for (const [index, jugadorId] of ganadoresOrdenados.entries()) {
  const response = await fetch("/api/transacciones/procesar-automatica", {
    method: "POST",
    headers: {
      Authorization: `Bearer ${systemToken}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify({
      jugadorId,
      tipo: "credito",
      categoria: "premio_juego",
      monto: premios[index],
      descripcion: `Premio por posición ${index + 1} en ${juegoNombre}`,
      referenciaExterna: { juegoId, posicion: index + 1 },
      metadata: {
        procesadoPor: "sistema",
        tipoOperacion: "distribucion_premio",
      },
    }),
  });
}
