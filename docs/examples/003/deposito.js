// Desde el frontend/bot
const response = await fetch("/api/transacciones/solicitud", {
  method: "POST",
  headers: {
    Authorization: `Bearer ${token}`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
    jugadorId: "64f...",
    tipo: "credito",
    categoria: "deposito",
    monto: 10000,
    descripcion: "Depósito via Pago Móvil",
    metodoPago: "pago_movil",
  }),
});
