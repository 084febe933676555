//! Earnings leave the desk.

use insta::assert_snapshot;
use serde_json::json;

use super::{ALERTS, HERE, REQUESTS, two_paid};
use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::world::World;

const PAYOUTS: &str = "request-retiro";
/// The worked example gains 4.60 $; the demo's minimum is more.
const LITTLE: [(&str, &str); 1] = [("CAMBISTA__PAYOUTS__MINIMUM_USD", "1")];

/// The message that shows a payout to superusers.
async fn request(world: &World, number: i64) -> Message {
    let title = format!("Solicitud {number}: retiro");
    world.person("superusuario").finds(REQUESTS, &title).await
}

/// A superuser pays it, with a capture.
pub(super) async fn pays(world: &World, number: i64) {
    let owner = world.person("superusuario");
    let bytes = format!("payout {number}");
    owner
        .replies_with_capture(REQUESTS, &request(world, number).await, bytes.as_bytes())
        .await;
    let paid = owner.presses(&request(world, number).await, "Pagado").await;
    paid.says(&[" pagado: "]);
}

on_sqlite! {
    async fn what_was_earned_is_asked_for_and_paid(test_db: TestDb) {
        let world = World::demo_at_hand_with(&test_db, &LITTLE).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        two_paid(&world).await;
        david.says(CHANNEL, "!c 200 52.63").await;
        let asked = david.is_told(PAYOUTS, "!request-retiro").await;
        let form = david.presses(&asked, "Retirar").await;
        assert_snapshot!(world.shown_answer(&form).await, @"
        Form: Retirar ganancias
          Cuánto, en $ (vacío: todo lo disponible) · hint: Por ejemplo: 50 · optional
          Dónde pagarle (vacío: donde la última vez) · hint: Por ejemplo: Binance ID 123456 · optional
        ");
        assert_snapshot!(david.sees(PAYOUTS, "!request-retiro 1,50 Binance ID 123456").await, @"
        (by direct message)
        Retiro **1** pedido: **1,50 $** a «Binance ID 123456». Ese dinero quedó apartado y un superusuario lo paga; le llegará la captura por mensaje directo. Le quedan 0,34 $ disponibles.
        ");
        let shown = request(&world, 1).await;
        assert_snapshot!(world.shown(&shown).await, @"
        (rings superusuario)
        <@superusuario> Solicitud **1** de **david**: pague, **responda a este mensaje con la captura** y pulse **Pagado**. Si no se paga, **Rechazar**.
        ┌ Solicitud 1: retiro
        │ Persona: **david** · <@david>
        │ Estado: por decidir
        │ Pedida: <t:1795176000:R>
        │ Monto: **1,50 $**
        │ Pagar a:
        │   `Binance ID 123456`
        │   `123456`
        │ Ganancias: 0,34 $ disponibles · 1,50 $ retenidos · 0,00 $ ya retirados
        │ Historial: `!ganancias @david`
        │ Captura: no
        [Pagado] [Rechazar]
        ");
        assert_snapshot!(owner.sees_pressed_in_vain(&shown, "Pagado").await, @"
        (only for whoever asked)
        Falta la captura del retiro **1**. Responda al mensaje de la solicitud con la captura del pago y pulse **Pagado** otra vez.
        ");
        let sent = owner.replies_with_capture(REQUESTS, &shown, b"paid to david").await;
        assert_snapshot!(world.shown(&owner.reply_to(REQUESTS, &sent).await).await, @"Captura recibida para el retiro **1**. Pulse **Pagado** en esa solicitud para confirmar el pago.");
        assert_snapshot!(owner.sees_again(&shown).await, @"
        <@superusuario> Solicitud **1** de **david**: la captura está. Pulse **Pagado** para confirmar el pago.
        ┌ Solicitud 1: retiro
        │ Persona: **david** · <@david>
        │ Estado: por decidir
        │ Pedida: <t:1795176000:R>
        │ Monto: **1,50 $**
        │ Pagar a:
        │   `Binance ID 123456`
        │   `123456`
        │ Ganancias: 0,34 $ disponibles · 1,50 $ retenidos · 0,00 $ ya retirados
        │ Historial: `!ganancias @david`
        │ Captura: sí
        [Pagado] [Rechazar]
        ");
        assert_snapshot!(owner.sees_pressed(&shown, "Pagado").await, @"
        (only for whoever asked)
        Retiro **1** pagado: 1,50 $ salieron de las ganancias de **david**. Se lo dije por mensaje directo, con la captura.
        ");
        assert_snapshot!(owner.sees_again(&shown).await, @"
        Solicitud **1** de **david**: aprobada.
        ┌ Solicitud 1: retiro
        │ Persona: **david** · <@david>
        │ Estado: aprobada
        │ Pedida: <t:1795176000:R>
        │ Monto: **1,50 $**
        │ Pagar a:
        │   `Binance ID 123456`
        │   `123456`
        │ Ganancias: 0,34 $ disponibles · 0,00 $ retenidos · 1,50 $ ya retirados
        │ Historial: `!ganancias @david`
        │ Captura: sí
        │ Decidida: <t:1795176000:R> · por superusuario
        ");
        assert_snapshot!(david.sees_last("dm").await, @"
        ✅ Su retiro **1** está pagado: **1,50 $** a «Binance ID 123456». Lo que le queda: `!ganancias`.
        {retiro-1.png}
        ");
        assert_snapshot!(david.sees("dm", "!ganancias").await, @"
        ┌ Ganancias de david
        │ Ganancias ahora: 0,34 $
        │ Retenido en retiros: 0,00 $
        │ Disponible: **0,34 $**
        │ Pagado hasta hoy: 1,50 $
        │ Por mes (últimos 12): noviembre 2026: 1,84 $
        │ Últimos batches que las hicieron: Batch **1** · <t:1795176000:d> · revendedor · 1,84 $
        [Retirar]
        ");

        cajero.says("dm", "!retiro todo Banesco 0102-1234").await;
        let shown = request(&world, 2).await;
        let sent = owner.replies_with_capture(REQUESTS, &shown, b"paid to david").await;
        assert_snapshot!(world.shown(&owner.reply_to(REQUESTS, &sent).await).await, @"⚠️ **Esta misma captura ya se usó en el retiro 1.** Quedó anotada para el retiro **2**. Si se equivocó de archivo, responda otra vez con la captura correcta antes de pulsar **Pagado**.");
        assert_snapshot!(owner.sees_last(ALERTS).await, @"
        (rings superusuario)
        <@superusuario> ⚠️ La captura del retiro **2** es la misma que la de **el retiro 1**: es el mismo archivo. Mire las dos antes de pulsar **Pagado**.
        ");
        let form = owner.presses(&shown, "Rechazar").await;
        let done = owner.submits(&form, json!({ "text": "esa cuenta no existe" })).await;
        assert_snapshot!(world.shown_answer(&done).await, @"
        (only for whoever asked)
        Solicitud **2** (retiro) de **cajero1** rechazada. Se lo dije por mensaje directo.
        ");
        assert_snapshot!(owner.sees_again(&shown).await, @"
        Solicitud **2** de **cajero1**: rechazada.
        ┌ Solicitud 2: retiro
        │ Persona: **cajero1** · <@cajero1>
        │ Estado: rechazada
        │ Pedida: <t:1795176000:R>
        │ Monto: **2,76 $**
        │ Pagar a:
        │   `Banesco 0102-1234`
        │   `0102-1234`
        │ Ganancias: 2,76 $ disponibles · 0,00 $ retenidos · 0,00 $ ya retirados
        │ Historial: `!ganancias @cajero1`
        │ Captura: sí
        │ Decidida: <t:1795176000:R> · por superusuario
        │ Motivo: esa cuenta no existe
        ");
        assert_snapshot!(cajero.sees_last("dm").await, @"❌ Su solicitud **2** (retiro) fue rechazada: «esa cuenta no existe». El dinero está otra vez disponible: `!ganancias`.");
        assert_snapshot!(owner.sees_each(HERE, &["!revertir retiro 1 el banco lo rechazó", "!revertir retiro 1 otra vez", "!revertir retiro 9 no hay"]).await, @"
        > !revertir retiro 1 el banco lo rechazó
        (by direct message)
        Retiro **1** deshecho: ya no está pagado. 1,50 $ volvieron a **david**.

        > !revertir retiro 1 otra vez
        El retiro **1** ya lo deshizo **superusuario**, <t:1795176000:R>. Véalo con `!solicitud 1`.

        > !revertir retiro 9 no hay
        La solicitud **9** no es un retiro pagado. Véala con `!solicitud 9`.
        ");
        assert_snapshot!(david.sees_last("dm").await, @"↩️ Un movimiento suyo se deshizo por **superusuario**: «el banco lo rechazó»: 1,50 $ volvieron a sus ganancias. Véalo con `!ganancias`.");
        assert_snapshot!(owner.sees_again(&request(&world, 1).await).await, @"
        Solicitud **1** de **david**: deshecha.
        ┌ Solicitud 1: retiro
        │ Persona: **david** · <@david>
        │ Estado: deshecha
        │ Pedida: <t:1795176000:R>
        │ Monto: **1,50 $**
        │ Pagar a:
        │   `Binance ID 123456`
        │   `123456`
        │ Ganancias: 1,84 $ disponibles · 0,00 $ retenidos · 0,00 $ ya retirados
        │ Historial: `!ganancias @david`
        │ Captura: sí
        │ Decidida: <t:1795176000:R> · por superusuario
        ");
        world.closes_clean().await;
    }

    async fn what_cannot_be_paid_out_is_refused_with_its_own_sentence(test_db: TestDb) {
        let world = World::demo_with(&test_db, &LITTLE).await;
        two_paid(&world).await;
        let (david, maria) = (world.person("david"), world.person("maria"));
        david.says(CHANNEL, "!c 200 52.63").await;
        assert_snapshot!(david.sees_refused(PAYOUTS, &[
            "!request-retiro 1.5x Zelle", "!request-retiro 0414-1234567", "!request-retiro 0 Zelle x",
            "!request-retiro -5 Zelle x", "!request-retiro 1.234 Zelle x", "!request-retiro 1,505 Zelle x",
            "!request-retiro 0.505 Zelle x", "!request-retiro 1000000000000 Zelle x", "!request-retiro 1,85 Zelle x",
            "!request-retiro 0,99 Zelle x", "!request-retiro 1", "!request-retiro", "!request-retiro 1 \u{200B}***",
        ]).await, @"
        > !request-retiro 1.5x Zelle
        «1.5x» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`. La cantidad va primero y después dónde pagarle: `!request-retiro 50 Binance ID 123456`; para retirar todo: `!request-retiro todo Binance ID 123456`.

        > !request-retiro 0414-1234567
        «0414-1234567» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`. La cantidad va primero y después dónde pagarle: `!request-retiro 50 Binance ID 123456`; para retirar todo: `!request-retiro todo Binance ID 123456`.

        > !request-retiro 0 Zelle x
        La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`. La cantidad va primero y después dónde pagarle: `!request-retiro 50 Binance ID 123456`; para retirar todo: `!request-retiro todo Binance ID 123456`.

        > !request-retiro -5 Zelle x
        La cantidad no puede ser negativa. Escríbala sin el signo menos. La cantidad va primero y después dónde pagarle: `!request-retiro 50 Binance ID 123456`; para retirar todo: `!request-retiro todo Binance ID 123456`.

        > !request-retiro 1.234 Zelle x
        «1.234» puede ser 1.234,00 $ o 1,234 $. Escríbala sin separador de miles o con dos decimales. La cantidad va primero y después dónde pagarle: `!request-retiro 50 Binance ID 123456`; para retirar todo: `!request-retiro todo Binance ID 123456`.

        > !request-retiro 1,505 Zelle x
        «1,505» puede ser 1.505,00 $ o 1,505 $. Escríbala sin separador de miles o con dos decimales. La cantidad va primero y después dónde pagarle: `!request-retiro 50 Binance ID 123456`; para retirar todo: `!request-retiro todo Binance ID 123456`.

        > !request-retiro 0.505 Zelle x
        La cantidad tiene 3 decimales y en $ caben 2. Redondéela. La cantidad va primero y después dónde pagarle: `!request-retiro 50 Binance ID 123456`; para retirar todo: `!request-retiro todo Binance ID 123456`.

        > !request-retiro 1000000000000 Zelle x
        La cantidad va de 0,01 $ a 999.999.999.999,00 $. La cantidad va primero y después dónde pagarle: `!request-retiro 50 Binance ID 123456`; para retirar todo: `!request-retiro todo Binance ID 123456`.

        > !request-retiro 1,85 Zelle x
        (by direct message)
        Pidió 1,85 $, y tiene 1,84 $ disponibles. Escriba una cantidad menor, o `!request-retiro todo` para retirar todo.

        > !request-retiro 0,99 Zelle x
        (by direct message)
        0,99 $ es menos de lo mínimo que se retira, 1,00 $, y tiene 1,84 $ disponibles. Pida al menos eso: `!request-retiro 1.00`.

        > !request-retiro 1
        Falta dónde pagarle. Escríbalo después de la cantidad, por ejemplo `!request-retiro 50 Binance ID 123456`, o pulse **Retirar**. La próxima vez se usa el mismo lugar si no escribe otro.
        [Retirar]

        > !request-retiro
        Falta dónde pagarle. Escríbalo después de la cantidad, por ejemplo `!request-retiro 50 Binance ID 123456`, o pulse **Retirar**. La próxima vez se usa el mismo lugar si no escribe otro.
        [Retirar]

        > !request-retiro 1 ⟨U+200B⟩***
        Dónde pagarle tiene 3 caracteres. Escríbalo en 200 como máximo, con alguna letra o número, por ejemplo «Binance ID 123456».
        ");
        let long = format!("!request-retiro 1 {}", "x".repeat(201));
        david.is_refused(PAYOUTS, &long, &["tiene 201 caracteres", "200 como máximo"]).await;
        assert_snapshot!(maria.sees_refused("dm", &["!request-retiro 5 Zelle"]).await, @"
        > !request-retiro 5 Zelle
        Todavía no tiene ganancias que retirar. Le llegan al cerrarse los batches en los que participa; véalas con `!ganancias`.
        ");
        for elsewhere in [CHANNEL, HERE] {
            let place = format!("<#{}>", world.running().discord.channel_id(PAYOUTS).expect("a channel"));
            david.is_refused(elsewhere, "!request-retiro 1 Zelle x", &[&place, "por mensaje directo"]).await;
        }
        david.says(PAYOUTS, "!request-retiro 1 Zelle x").await;
        assert_snapshot!(david.sees_refused(PAYOUTS, &["!request-retiro", "!retiro 0,5 Zelle x"]).await, @"
        > !request-retiro
        (by direct message)
        Ya tiene un retiro por pagar, el **1**, pedido <t:#:R>. Cuando se decida podrá pedir otro; le avisaré por mensaje directo.

        > !retiro 0,5 Zelle x
        (by direct message)
        Ya tiene un retiro por pagar, el **1**, pedido <t:#:R>. Cuando se decida podrá pedir otro; le avisaré por mensaje directo.
        ");
        world.closes_clean().await;
    }

    async fn whose_messages_are_closed_is_called_in_the_channel_of_payouts(test_db: TestDb) {
        let world = World::demo_at_hand_with(&test_db, &LITTLE).await;
        two_paid(&world).await;
        let david = world.person("david");
        david.says(CHANNEL, "!c 200 52.63").await;
        david.says(PAYOUTS, "!request-retiro 1 Zelle x").await;
        david.closes_dms().await;
        pays(&world, 1).await;
        assert_snapshot!(david.sees_last(PAYOUTS).await, @"
        (rings david)
        <@david> Su retiro **1** está pagado. No pude escribirle: abra sus mensajes directos para recibir los detalles la próxima vez.
        ");
        world.closes_clean().await;
    }
}
