// Desde cualquier cliente autenticado (bot, frontend, etc.)
const response = await fetch("/api/transacciones/procesar-automatica", {
  method: "POST",
  headers: {
    Authorization: `Bearer ${token}`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
    jugadorId: "68ab54e05475d8a12e468add",
    tipo: "debito",
    categoria: "entrada_sala",
    monto: 1000,
    descripcion: "Pago entrada a Sala de Ludo",
    referenciaExterna: {
      salaId: "675a1b2c3d4e5f6789abcdef",
    },
    metadata: {
      ipOrigen: "bot-telegram",
      dispositivoOrigen: "telegram-bot",
    },
  }),
});

const resultado = await response.json();

if (resultado.exito) {
  console.log(`Transacción exitosa: ${resultado.transaccion.referencia}`);
  console.log(`Nuevo saldo: ${resultado.saldoNuevo} centavos`);
} else {
  console.error(`Error: ${resultado.mensaje}`);
}
