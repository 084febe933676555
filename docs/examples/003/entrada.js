// En el bot de Telegram usando BackendAPI
const resultadoPago = await api.procesarPagoEntrada(
  jugadorId,
  precioEntrada,
  salaId
);

if (resultadoPago.exito) {
  // Unir jugador a la sala
  await api.joinSala(salaId, jugadorId);

  // Notificar al usuario
  await bot.sendMessage(
    chatId,
    `✅ Pago procesado exitosamente!\n` +
      `💰 Entrada: ${(precioEntrada / 100).toLocaleString("es-VE")} Bs\n` +
      `💳 Saldo restante: ${(resultadoPago.saldoNuevo / 100).toLocaleString(
        "es-VE"
      )} Bs\n` +
      `📋 Referencia: ${resultadoPago.transaccion.referencia}`
  );
}
