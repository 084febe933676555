//! The worked example as its people read it from beginning to end.

use insta::assert_snapshot;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::person::Person;
use crate::support::world::World;

/// All that somebody sees in a channel, oldest first: who wrote it, and what.
async fn transcript(person: Person<'_>, channel: &str) -> Vec<String> {
    let mut told = Vec::new();
    for message in person.reads(channel).await {
        let author = message.0["author"]["username"].as_str().unwrap_or_default().to_owned();
        told.push(format!("{author}:\n{}", person.world().shown(&message).await));
    }
    told
}

on_both_engines! {
    async fn the_worked_example_reads_as_written_here(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p María Pérez 0102-1234").await;
        cajero.pays(1).await;
        // The role and the account were given before the desk opened, and either may be told first.
        let direct = transcript(cajero, "dm").await;
        assert_snapshot!(direct[2..].join("\n\n"), @"
        cambista:
        Orden **1**: pagada. Gracias.
        ┌ Orden 1
        │ Monto: 900,00 Bs
        │ Comisión: 2,70 Bs
        │ Total a pagar: **902,70 Bs**
        │ Beneficiario:
        │   `María Pérez 0102-1234`
        │   `0102-1234`
        │ Recibido: 100,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: pagada
        │ Captura: sí
        │ Terminó: <t:1795176000:R>

        cajero1:
        (rings cambista)
        {captura.png}

        cambista:
        Captura recibida para la orden **1**. Pulse **Listo** en esa orden para confirmar el pago.
        [Listo]

        cambista:
        (only for whoever asked)
        Orden **1** pagada: 902,70 Bs salieron de su cuenta. Gracias.
        ");
        david.says(CHANNEL, "!t 100 9.2").await;
        cajero.pays(2).await;
        david.says(CHANNEL, "!c 200 52.63").await;
        assert_snapshot!(transcript(david, CHANNEL).await.join("\n\n"), @"
        cambista:
        (rings david)
        <@david> Este es su canal: solo lo ven usted, los cajeros y la mesa. Abra un batch con `!start batch` y envíe con `!t 100 p`.

        david:
        !start batch

        cambista:
        Batch abierto. Envíe con `!t 100 p`.
        ┌ david-cuentas · batch 1
        │ Revendedor: david
        │ Cuenta Receptora: Cuenta Soles · Saldo: 0,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 0,00 Bs
        │ Cantidad enviada en $: 0,000 $
        │ Transferencias: Hechas: 0 · Pendientes: 0
        │ Abierto: <t:1795176000:R>

        david:
        !t 100 p María Pérez 0102-1234

        cambista:
        Orden **1**: pagada.
        ┌ Orden 1
        │ Monto: 900,00 Bs
        │ Comisión: 2,70 Bs
        │ Total a pagar: **902,70 Bs**
        │ Beneficiario:
        │   `María Pérez 0102-1234`
        │   `0102-1234`
        │ Recibido: 100,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: pagada
        │ Captura: sí
        │ Terminó: <t:1795176000:R>

        cambista:
        ✅ Orden **1** pagada
        ┌ david-cuentas · batch 1
        │ Revendedor: david
        │ Cuenta Receptora: Cuenta Soles · Saldo: 100,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 902,70 Bs
        │ Cantidad enviada en $: 23,755 $
        │ Transferencias: Hechas: 1 · Pendientes: 0
        │ Precio de equilibrio del USDT: 4,2096 PEN/USDT — comprando más barato hay ganancia, más caro hay pérdida
        │ Abierto: <t:1795176000:R>
        {orden-1.png}

        david:
        !t 100 9.2

        cambista:
        Orden **2**: pagada.
        ┌ Orden 2
        │ Monto: 920,00 Bs
        │ Comisión: 2,76 Bs
        │ Total a pagar: **922,76 Bs**
        │ Beneficiario: —
        │ Recibido: 100,00 S/ a tasa 9,2
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: pagada
        │ Captura: sí
        │ Terminó: <t:1795176000:R>

        cambista:
        ✅ Orden **2** pagada
        ┌ david-cuentas · batch 1
        │ Revendedor: david
        │ Cuenta Receptora: Cuenta Soles · Saldo: 200,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 1.825,46 Bs
        │ Cantidad enviada en $: 48,038 $
        │ Transferencias: Hechas: 2 · Pendientes: 0
        │ Precio de equilibrio del USDT: 4,1633 PEN/USDT — comprando más barato hay ganancia, más caro hay pérdida
        │ Abierto: <t:1795176000:R>
        {orden-2.png}

        david:
        !c 200 52.63

        cambista:
        Batch cerrado
        ┌ david-cuentas · batch 1 cerrado
        │ Revendedor: david
        │ Cuenta Receptora: Cuenta Soles · Saldo: 200,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 1.825,46 Bs
        │ Cantidad $ USD: 52,63 $
        │ Precio del USDT: 3,8001 PEN/USDT
        │ Cantidad enviada en $: 48,03 $
        │ Resultado:
        │   Ganancia generada en el batch = 4,60 $
        │   Cut del reseller (40 %) david = 1,84 $
        │   Ganancia Cajero cajero1 = 2,76 $
        ");
        world.closes_clean().await;
    }
}
