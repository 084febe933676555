//! Clients: their orders, their points, and what the desk's own batches say.

use insta::assert_snapshot;
use serde_json::json;

use super::{CASHIERS, HERE};
use crate::desk::PENDING;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::person::Person;
use crate::support::world::World;

const CLIENTS: &str = "transacciones-clientes";
const TERMS: &[(&str, &str)] = &[
    ("CAMBISTA__CLIENTS__DESK_CUT_PERCENT", "50"),
    ("CAMBISTA__CLIENTS__POINTS_PER_USD", "2"),
];

/// Types a command with a picture in the same message, and sees the reply, if there is one.
async fn sends(person: Person<'_>, content: &str, bytes: &[u8]) -> String {
    person.types_with_capture("dm", content, bytes).await;
    person.sees_last("dm").await
}

on_sqlite! {
    async fn a_client_reads_an_order_from_its_capture_to_its_points(test_db: TestDb) {
        let world = World::demo_at_hand_with(&test_db, TERMS).await;
        let (owner, maria, cajero) = (world.person("superusuario"), world.person("maria"), world.person("cajero1"));
        world.person("cajero2").says("dm", "!ocupado").await;
        assert_snapshot!(maria.sees("dm", "!puntos").await, @"
        ┌ Sus puntos
        │ Saldo: **0 PTS**
        │ Últimos movimientos: Todavía no hay movimientos: cada dólar enviado da puntos.
        ");
        assert_snapshot!(sends(maria, "!t 100 p Ana 0102", b"too early").await, @"Ahora no se reciben transferencias de clientes, y no se guardó nada. Escríbala otra vez más tarde con la misma captura.");
        owner.says(CLIENTS, "!start batch PEN VES").await;
        assert_snapshot!(maria.sees_last(CLIENTS).await, @"Se reciben transferencias de PEN a VES. Escriba aquí o por mensaje directo, con la captura de su pago adjunta: `!t 100 p María 0102-1234`. Por mensaje directo nadie más lee sus datos.");
        assert_snapshot!(owner.sees_last(CASHIERS).await, @"
        Batch abierto. Envíe con `!t 100 p`.
        ┌ la mesa-cuentas · batch 1
        │ Revendedor: la mesa
        │ Cuenta Receptora: Cuenta Soles · Saldo: 0,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 0,00 Bs
        │ Cantidad enviada en $: 0,000 $
        │ Transferencias: Hechas: 0 · Pendientes: 0
        │ Abierto: <t:1795176000:R>
        ");
        assert_snapshot!(maria.sees_refused("dm", &["!t 100 p", "!start batch"]).await, @"
        > !t 100 p
        Falta la captura de su pago. Adjúntela al mismo mensaje: `!t 100 p María 0102-1234` con la imagen.

        > !start batch
        Los batches los abren y cierran los revendedores en su canal. Su rol es *cliente*. Lo que usted puede hacer: `!ayuda`.
        ");
        assert_snapshot!(maria.sees_refused(HERE, &["!t 100 p"]).await, @"
        > !t 100 p
        Sus transferencias se escriben en <#transacciones-clientes> o por mensaje directo al bot, con la captura de su pago adjunta: `!t 100 p María 0102-1234`.
        ");
        assert_snapshot!(maria.sees_refused(CLIENTS, &["!batch", "!c 10 2"]).await, @"
        > !batch
        Ese batch es de otra persona. Un revendedor ve el suyo con `!batch` en su canal.

        > !c 10 2
        Los batches los abren y cierran los revendedores en su canal. Su rol es *cliente*. Lo que usted puede hacer: `!ayuda`.
        ");
        assert_snapshot!(sends(maria, "!t 100 p Ana 0102", b"maria paid").await, @"
        Su orden **1**: asignada, espera el pago.
        ┌ Orden 1
        │ Monto: 900,00 Bs
        │ Comisión: 2,70 Bs
        │ Total a pagar: **902,70 Bs**
        │ Beneficiario: `Ana 0102`
        │ Recibido: 100,00 S/ a tasa 9
        │ Cliente: maria
        │ Cajero: cajero1 · Banesco
        │ Estado: asignada, espera el pago
        │ Captura: no
        │ Espera desde: <t:1795176000:R>
        │ Captura del cliente: sí
        [Cancelar orden]
        ");
        assert_snapshot!(cajero.sees_card("dm", 1).await, @"
        Orden **1**: **responda a este mensaje con la captura** del pago y pulse **Listo**. Si no se puede pagar, **Cancelar**.
        ┌ Orden 1
        │ Monto: 900,00 Bs
        │ Comisión: 2,70 Bs
        │ Total a pagar: **902,70 Bs**
        │ Beneficiario: `Ana 0102`
        │ Recibido: 100,00 S/ a tasa 9
        │ Cliente: maria
        │ Cajero: cajero1 · Banesco
        │ Estado: asignada, espera el pago
        │ Captura: no
        │ Espera desde: <t:1795176000:R>
        │ Captura del cliente: sí
        [Listo] [Cancelar]
        {cliente-1.png}
        ");
        assert_snapshot!(cajero.sees_card(PENDING, 1).await, @"
        Orden **1** asignada a **cajero1**. Con **Tomar** la paga otro cajero.
        ┌ Orden 1
        │ Monto: 900,00 Bs
        │ Comisión: 2,70 Bs
        │ Total a pagar: **902,70 Bs**
        │ Beneficiario: `Ana 0102`
        │ Recibido: 100,00 S/ a tasa 9
        │ Cliente: maria
        │ Cajero: cajero1 · Banesco
        │ Estado: asignada, espera el pago
        │ Captura: no
        │ Espera desde: <t:1795176000:R>
        │ Captura del cliente: sí
        [Tomar]
        ");
        assert_snapshot!(sends(maria, "!t 50 p Ana 0102", b"maria paid").await, @"Esa captura ya pagó otra orden: cada transferencia lleva la captura de su propio pago.");
        let order = cajero.order("dm", 1).await;
        let sent = cajero.replies_with_capture("dm", &order, b"maria paid").await;
        assert_snapshot!(world.shown(&cajero.reply_to("dm", &sent).await).await, @"Esa es la captura con que el cliente pagó la orden **1**, no la de su pago. Envíe la captura del pago que usted hizo.");
        cajero.pays(1).await;
        assert_snapshot!(maria.sees_card("dm", 1).await, @"
        Su orden **1**: pagada.
        ┌ Orden 1
        │ Monto: 900,00 Bs
        │ Comisión: 2,70 Bs
        │ Total a pagar: **902,70 Bs**
        │ Beneficiario: `Ana 0102`
        │ Recibido: 100,00 S/ a tasa 9
        │ Cliente: maria
        │ Cajero: cajero1 · Banesco
        │ Estado: pagada
        │ Captura: sí
        │ Terminó: <t:1795176000:R>
        │ Captura del cliente: sí
        ");
        assert_snapshot!(maria.sees_last("dm").await, @"
        ✅ Su orden **1** está pagada: 900,00 Bs. Esta es la captura. Pagada a:
        `Ana 0102`
        {orden-1.png}
        ");
        assert_snapshot!(owner.sees_last(CASHIERS).await, @"
        ✅ Orden **1** pagada
        ┌ la mesa-cuentas · batch 1
        │ Revendedor: la mesa
        │ Cuenta Receptora: Cuenta Soles · Saldo: 100,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 902,70 Bs
        │ Cantidad enviada en $: 23,755 $
        │ Transferencias: Hechas: 1 · Pendientes: 0
        │ Precio de equilibrio del USDT: 4,2096 PEN/USDT — comprando más barato hay ganancia, más caro hay pérdida
        │ Abierto: <t:1795176000:R>
        ");
        assert_snapshot!(maria.sees_each("dm", &["!puntos", "!orden 1"]).await, @"
        > !puntos
        ┌ Sus puntos
        │ Saldo: **46 PTS**
        │ Últimos movimientos: <t:1795176000:d> <t:1795176000:T> — +46 PTS · orden 1

        > !orden 1
        ┌ Orden 1
        │ <t:1795176000:d> <t:1795176000:T> — hecha, espera cajero · por maria
        │ <t:1795176000:d> <t:1795176000:T> — asignada a cajero1 · por la mesa
        │ <t:1795176000:d> <t:1795176000:T> — captura recibida, falta confirmar · por cajero1
        │ <t:1795176000:d> <t:1795176000:T> — pagada · por cajero1
        │ Monto: 900,00 Bs
        │ Comisión: 2,70 Bs
        │ Total a pagar: **902,70 Bs**
        │ Beneficiario: `Ana 0102`
        │ Recibido: 100,00 S/ a tasa 9
        │ Cliente: maria
        │ Cajero: cajero1 · Banesco
        │ Estado: pagada
        │ Captura: sí
        │ Terminó: <t:1795176000:R>
        │ Captura del cliente: sí
        ");
        assert_snapshot!(owner.sees(CLIENTS, "!c 100 26").await, @"Anotado. Aquí leen los clientes: las cifras están en el canal de los cajeros.");
        assert_snapshot!(owner.sees_last(CASHIERS).await, @"
        Batch cerrado
        ┌ la mesa-cuentas · batch 1 cerrado
        │ Revendedor: la mesa
        │ Cuenta Receptora: Cuenta Soles · Saldo: 100,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 902,70 Bs
        │ Cantidad $ USD: 26,00 $
        │ Precio del USDT: 3,8462 PEN/USDT
        │ Cantidad enviada en $: 23,75 $
        │ Resultado:
        │   Ganancia generada en el batch = 2,25 $
        │   Parte de la mesa (50 % de lo que queda) = 1,12 $
        │   Ganancia Cajero cajero1 = 1,13 $
        ");
        assert_snapshot!(maria.sees_last(CLIENTS).await, @"Por ahora no se reciben más transferencias de PEN a VES.");
        world.closes_clean().await;
    }

    async fn a_clients_order_that_cannot_be_paid_is_told_to_them(test_db: TestDb) {
        let world = World::demo_at_hand_with(&test_db, TERMS).await;
        let (owner, maria, cajero) = (world.person("superusuario"), world.person("maria"), world.person("cajero1"));
        world.person("cajero2").says("dm", "!ocupado").await;
        owner.says(CLIENTS, "!start batch PEN VES").await;
        sends(maria, "!t 50 p Ana 0102", b"maria paid").await;
        let form = cajero.presses(&cajero.order("dm", 1).await, "Cancelar").await;
        cajero.submits(&form, json!({ "text": "cuenta cerrada" })).await;
        assert_snapshot!(maria.sees_last("dm").await, @"❌ Su orden **1** no se pudo pagar: «cuenta cerrada». Su pago sigue sin usarse: escríbala de nuevo con `!t` y la misma captura, o pida la devolución a un admin.");
        sends(maria, "!t 60 p Luis 0414", b"maria paid again").await;
        let own = maria.order("dm", 2).await;
        assert_snapshot!(maria.sees_pressed(&own, "Cancelar orden").await, @"
        (only for whoever asked)
        Orden **2** cancelada antes de pagarse. No se movió dinero.
        ");
        assert_snapshot!(maria.sees_again(&own).await, @"
        Su orden **2**: cancelada antes de pagarse.
        ┌ Orden 2
        │ Monto: 540,00 Bs
        │ Comisión: 1,62 Bs
        │ Total a pagar: **541,62 Bs**
        │ Beneficiario: `Luis 0414`
        │ Recibido: 60,00 S/ a tasa 9
        │ Cliente: maria
        │ Cajero: cajero1 · Banesco
        │ Estado: cancelada antes de pagarse
        │ Captura: no
        │ Terminó: <t:1795176000:R>
        │ Captura del cliente: sí
        ");
        // Typed where others read, it shows them nothing but that it is there.
        maria.types_with_capture(CLIENTS, "!t 70 p Eva 0412", b"maria paid a third time").await;
        assert_snapshot!(maria.sees_found(CLIENTS, "Orden **3** de").await, @"Orden **3** de **maria**: asignada, espera el pago. Lo demás va por mensaje directo; si no le llega, abra sus mensajes directos y vea `/orden 3`.");
        cajero.pays(3).await;
        assert_snapshot!(maria.sees_found(CLIENTS, "Orden **3** de").await, @"Orden **3** de **maria**: pagada. Lo demás va por mensaje directo; si no le llega, abra sus mensajes directos y vea `/orden 3`.");
        owner.says(CLIENTS, "!revertir 3 el banco lo devolvió").await;
        assert_snapshot!(maria.sees_last("dm").await, @"↩️ Su orden **3** fue revertida por **superusuario**: «el banco lo devolvió». Ya no cuenta como pagada, y sus puntos salen de su saldo. Si tiene dudas, hable con un admin.");
        assert_snapshot!(maria.sees("dm", "!puntos").await, @"
        ┌ Sus puntos
        │ Saldo: **0 PTS**
        │ Últimos movimientos:
        │   <t:1795176000:d> <t:1795176000:T> — -32 PTS · orden 3 revertida
        │   <t:1795176000:d> <t:1795176000:T> — +32 PTS · orden 3
        ");
        assert_snapshot!(sends(maria, "!t 100 12 Sol 0416", b"maria paid much").await, @"La tasa 12 está lejos de la publicada, 9: se admite de 8,55 a 9,45. La transferencia espera a un superusuario: solicitud **1**. Si la aprueba sale como la escribió; en 30 minutos vence. Le aviso por mensaje directo.");
        assert_snapshot!(owner.sees_last("solicitudes").await, @"
        (rings superusuario)
        <@superusuario> Solicitud **1** de **maria**: por decidir.
        ┌ Solicitud 1: tasa
        │ Persona: **maria** · <@maria>
        │ Estado: por decidir
        │ Pedida: <t:1795176000:R>
        │ Recibido: 100,00 S/
        │ Tasa pedida: 12
        │ Tasa publicada: 9
        │ A enviar: 1.200,00 Bs
        │ A la publicada: 900,00 Bs
        │ Diferencia: +33,33 % · se envían 7,89 $ de más
        │ Comisión: 3,60 Bs
        │ Batch: 1
        │ Beneficiario: `Sol 0416`
        │ Vence: <t:1795177800:R>
        [Aprobar] [Rechazar]
        ");
        assert_snapshot!(owner.sees(CLIENTS, "!endbatch").await, @"Anotado. Aquí leen los clientes: las cifras están en el canal de los cajeros.");
        assert_snapshot!(owner.sees_last(CASHIERS).await, @"
        Batch cerrado
        ┌ la mesa-cuentas · batch 1 cerrado
        │ Se cerró sin transferencias pagadas: no hay nada que repartir.
        ");
        world.closes_clean().await;
    }
}
