//! An order in the direct messages of its cashier, in each of its states, and what is said when it moves.

use insta::assert_snapshot;
use serde_json::json;

use super::{ALERTS, HERE, for_cajero1};
use crate::desk::{CHANNEL, PENDING};
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

const WHICH: &str = "¿De qué cuenta la pagó?";

on_sqlite! {
    async fn a_cashier_reads_an_order_from_its_beginning_to_its_reversal(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        for_cajero1(&world).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!t 100 p María Pérez 0102-1234-5678").await;
        assert_snapshot!(cajero.sees_card("dm", 1).await, @"
        Orden **1**: **responda a este mensaje con la captura** del pago y pulse **Listo**. Si no se puede pagar, **Cancelar**.
        ┌ Orden 1
        │ Monto: 900,00 Bs
        │ Comisión: 2,70 Bs
        │ Total a pagar: **902,70 Bs**
        │ Beneficiario:
        │   `María Pérez 0102-1234-5678`
        │   `0102-1234-5678`
        │ Recibido: 100,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: asignada, espera el pago
        │ Captura: no
        │ Espera desde: <t:1795176000:R>
        [Listo] [Cancelar]
        ");
        let order = cajero.order("dm", 1).await;
        assert_snapshot!(cajero.sees_pressed_in_vain(&order, "Listo").await, @"
        (only for whoever asked)
        Falta la captura de la orden **1**. Responda al mensaje de la orden con la imagen del pago y pulse **Listo** otra vez, o todo en un paso: `!listo 1` con la captura adjunta.
        ");
        let sent = cajero.replies_with_capture("dm", &order, b"paid").await;
        assert_snapshot!(world.shown(&cajero.reply_to("dm", &sent).await).await, @"
        Captura recibida para la orden **1**. Pulse **Listo** en esa orden para confirmar el pago.
        [Listo]
        ");
        assert_snapshot!(cajero.sees_card("dm", 1).await, @"
        Orden **1**: la captura está. Pulse **Listo** para confirmar el pago.
        ┌ Orden 1
        │ Monto: 900,00 Bs
        │ Comisión: 2,70 Bs
        │ Total a pagar: **902,70 Bs**
        │ Beneficiario:
        │   `María Pérez 0102-1234-5678`
        │   `0102-1234-5678`
        │ Recibido: 100,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: captura recibida, falta confirmar
        │ Captura: sí
        │ Espera desde: <t:1795176000:R>
        [Listo] [Cancelar]
        ");
        assert_snapshot!(cajero.sees_pressed(&order, "Listo").await, @"
        (only for whoever asked)
        Orden **1** pagada: 902,70 Bs salieron de su cuenta. Gracias.
        ");
        assert_snapshot!(cajero.sees_card("dm", 1).await, @"
        Orden **1**: pagada. Gracias.
        ┌ Orden 1
        │ Monto: 900,00 Bs
        │ Comisión: 2,70 Bs
        │ Total a pagar: **902,70 Bs**
        │ Beneficiario:
        │   `María Pérez 0102-1234-5678`
        │   `0102-1234-5678`
        │ Recibido: 100,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: pagada
        │ Captura: sí
        │ Terminó: <t:1795176000:R>
        ");
        owner.says(CHANNEL, "!revertir 1 el banco devolvió el pago").await;
        assert_snapshot!(cajero.sees_card("dm", 1).await, @"
        Orden **1**: fue revertida por un superusuario; el dinero volvió a su cuenta.
        ┌ Orden 1
        │ Monto: 900,00 Bs
        │ Comisión: 2,70 Bs
        │ Total a pagar: **902,70 Bs**
        │ Beneficiario:
        │   `María Pérez 0102-1234-5678`
        │   `0102-1234-5678`
        │ Recibido: 100,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: revertida
        │ Captura: sí
        │ Terminó: <t:1795176000:R>
        │ Motivo: el banco devolvió el pago
        ");
        assert_snapshot!(cajero.sees_last("dm").await, @"↩️ Orden **1** revertida por **superusuario**: «el banco devolvió el pago». 902,70 Bs volvieron a su cuenta.");
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn a_cashier_cancels_an_order_and_another_one_is_taken_back(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        for_cajero1(&world).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!t 50 p Ana 0102").await;
        let form = cajero.presses(&cajero.order("dm", 1).await, "Cancelar").await;
        assert_snapshot!(world.shown_answer(&form).await, @"
        Form: Cancelar la orden 1
          ¿Por qué se cancela? · hint: Por ejemplo: el pago no llegó, o el banco rechaza la cuenta
        ");
        let refused = cajero.submits(&form, json!({ "text": "x  " })).await;
        assert_snapshot!(world.shown_answer(&refused).await, @"
        (only for whoever asked)
        El motivo tiene 1 carácter; escriba de 3 a 200.
        ┌ Lo que escribió
        │ ¿Por qué se cancela?: x
        [Corregir]
        ");
        let form = cajero.presses(&cajero.order("dm", 1).await, "Cancelar").await;
        let done = cajero.submits(&form, json!({ "text": "el banco rechaza la cuenta" })).await;
        assert_snapshot!(world.shown_answer(&done).await, @"
        (only for whoever asked)
        Orden **1** cancelada por el cajero. No se movió dinero.
        ");
        assert_snapshot!(cajero.sees_card("dm", 1).await, @"
        Orden **1**: cancelada por usted.
        ┌ Orden 1
        │ Monto: 450,00 Bs
        │ Comisión: 1,35 Bs
        │ Total a pagar: **451,35 Bs**
        │ Beneficiario: `Ana 0102`
        │ Recibido: 50,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: cancelada por el cajero
        │ Captura: no
        │ Terminó: <t:1795176000:R>
        │ Motivo: el banco rechaza la cuenta
        ");

        david.says(CHANNEL, "!t 60 p Luis 0414").await;
        let order = cajero.order("dm", 2).await;
        david.says(CHANNEL, "!cancelar 2").await;
        assert_snapshot!(cajero.sees_card("dm", 2).await, @"
        Orden **2**: **no la pague**: fue cancelada.
        ┌ Orden 2
        │ Monto: 540,00 Bs
        │ Comisión: 1,62 Bs
        │ Total a pagar: **541,62 Bs**
        │ Beneficiario: `Luis 0414`
        │ Recibido: 60,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: cancelada antes de pagarse
        │ Captura: no
        │ Terminó: <t:1795176000:R>
        ");
        assert_snapshot!(world.shown(&cajero.reply_to("dm", &order).await).await, @"⛔ Orden **2**: **no la pague**: fue cancelada.");
        let sent = cajero.replies_with_capture("dm", &order, b"paid all the same").await;
        assert_snapshot!(world.shown(&cajero.reply_to("dm", &sent).await).await, @"La orden **2** ya está así: *cancelada antes de pagarse*. No se paga. Si un cajero ya la había pagado, hay que avisar a un superusuario; si hace falta, se pide otra vez con `!t`; un giro, con `!giro`; un depósito o retiro, con `!deposito` o `!retirar`.");

        // Its capture is there, and it is cancelled all the same.
        david.says(CHANNEL, "!t 70 p Eva 0412").await;
        let order = cajero.order("dm", 3).await;
        cajero.replies_with_capture("dm", &order, b"paid at the bank").await;
        let form = cajero.presses(&order, "Cancelar").await;
        cajero.submits(&form, json!({ "text": "no tengo saldo" })).await;
        assert_snapshot!(owner.sees_found(ALERTS, "aunque tenía captura").await, @"
        (rings superusuario)
        <@superusuario> ⚠️ **cajero1** canceló la orden **3** aunque tenía captura. Mírela con `!orden 3` y pregunte si se pagó, antes de que se envíe otra vez.
        ");
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn an_order_that_another_cashier_takes_is_no_longer_the_first_ones(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        for_cajero1(&world).await;
        let (owner, david, cajero1, cajero2) =
            (world.person("superusuario"), world.person("david"), world.person("cajero1"), world.person("cajero2"));
        david.says(CHANNEL, "!t 100 p").await;
        let order = cajero1.order("dm", 1).await;
        assert_snapshot!(world.shown(&order).await, @"
        Orden **1**: **responda a este mensaje con la captura** del pago y pulse **Listo**. Si no se puede pagar, **Cancelar**. ⚠️ **Sin beneficiario**: se le pidió a quien hizo la orden; cuando lo escriba le aviso aquí.
        ┌ Orden 1
        │ Monto: 900,00 Bs
        │ Comisión: 2,70 Bs
        │ Total a pagar: **902,70 Bs**
        │ Beneficiario: —
        │ Recibido: 100,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: asignada, espera el pago
        │ Captura: no
        │ Espera desde: <t:1795176000:R>
        [Listo] [Cancelar]
        ");
        let pending = cajero2.order(PENDING, 1).await;
        assert_snapshot!(cajero1.sees_pressed(&pending, "Tomar").await, @"
        (only for whoever asked)
        La orden **1** es suya. Se la envié por mensaje directo.
        ");
        world.goes_stale(&order, 1).await;
        assert_snapshot!(cajero2.sees_pressed(&pending, "Tomar").await, @"
        (only for whoever asked)
        La orden **1** es suya (la tenía cajero1). Se la envié por mensaje directo.
        ");
        assert_snapshot!(cajero1.sees_pressed_in_vain(&order, "Listo").await, @"
        (only for whoever asked)
        La orden **1** la tiene **cajero2**, no usted. No la pague.
        ");
        assert_snapshot!(world.shown(&cajero1.reply_to("dm", &order).await).await, @"⛔ Orden **1**: **no la pague**, ahora la tiene **cajero2**.");
        // Who had it paid it all the same.
        let late = cajero1.replies_with_capture("dm", &order, b"paid before it went").await;
        assert_snapshot!(world.shown(&cajero1.reply_to("dm", &late).await).await, @"La orden **1** ya no es suya y la captura no se guardó. Avisé a los superusuarios y a quien la tiene ahora de que puede estar pagada: si la pagó, dígaselo y le darán la orden otra vez.");
        assert_snapshot!(owner.sees_found(ALERTS, "mandó una captura").await, @"
        (rings superusuario)
        <@superusuario> ⚠️ **cajero1** mandó una captura de la orden **1**, que ahora tiene **cajero2**: puede que ya la haya pagado. La captura no se guardó. Pregunte antes de que se pague dos veces; si la pagó, désela con `!asignar 1 @cajero` y que la mande otra vez.
        ");
        assert_snapshot!(cajero2.sees_found("dm", "Pregunte antes").await, @"⚠️ Orden **1**: **cajero1**, que la tenía antes, mandó una captura. **Pregunte antes de pagarla**: puede que ya esté pagada.");
        // It comes back.
        owner.says(HERE, "!asignar 1 @cajero1").await;
        assert_snapshot!(cajero1.sees_found("dm", "vuelve a ser suya").await, @"🔔 La orden **1** vuelve a ser suya. Páguela, responda a su mensaje con la captura y pulse **Listo**.");
        assert_snapshot!(cajero2.sees_card("dm", 1).await, @"
        Orden **1**: **no la pague**, ahora la tiene **cajero1**.
        ┌ Orden 1
        │ Monto: 900,00 Bs
        │ Comisión: 2,70 Bs
        │ Total a pagar: **902,70 Bs**
        │ Beneficiario: —
        │ Recibido: 100,00 S/ a tasa 9
        │ Revendedor: david
        │ Cajero: cajero1 · Banesco
        │ Estado: asignada, espera el pago
        │ Captura: no
        │ Espera desde: <t:1795176000:R>
        ");
        david.says(CHANNEL, "!cancelar 1").await;
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn captures_are_answered_by_what_they_prove(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        for_cajero1(&world).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        let sent = cajero.sends_capture("dm", b"for nothing").await;
        assert_snapshot!(world.shown(&cajero.reply_to("dm", &sent).await).await, @"No tiene órdenes abiertas, así que esta captura no se guardó. Si quiere pagar una, pulse **Tomar** en el canal de pendientes.");
        david.says(CHANNEL, "!t 100 p Ana 0102").await;
        david.says(CHANNEL, "!t 100 9.2 Luis 0414").await;
        let sent = cajero.sends_capture("dm", b"which?").await;
        assert_snapshot!(world.shown(&cajero.reply_to("dm", &sent).await).await, @"
        Tiene varias órdenes abiertas; diga cuál:
        [**1**](https://discord.com/channels/@me/#/#) · 902,70 Bs · `Ana 0102` · menos de 1 min · asignada, espera el pago
        [**2**](https://discord.com/channels/@me/#/#) · 922,76 Bs · `Luis 0414` · menos de 1 min · asignada, espera el pago
        Responda con la captura al mensaje de la orden que pagó, o `!listo <n>` con la captura adjunta; sin ella si ya la envió.
        ");
        let (first, second) = (cajero.order("dm", 1).await, cajero.order("dm", 2).await);
        cajero.replies_with_capture("dm", &first, b"the same picture").await;
        let sent = cajero.replies_with_capture("dm", &second, b"the same picture").await;
        assert_snapshot!(world.shown(&cajero.reply_to("dm", &sent).await).await, @"
        ⚠️ **Esta misma captura ya se usó en la orden 1.** Quedó anotada para la orden **2** y avisé a los superusuarios. Si se equivocó de archivo, envíe la captura correcta antes de pulsar **Listo**.
        [Listo]
        ");
        assert_snapshot!(owner.sees_found(ALERTS, "es la misma").await, @"
        (rings superusuario)
        <@superusuario> ⚠️ La captura de la orden **2** es la misma que la de **la orden 1**: es el mismo archivo. Mire las dos: `!orden 2` y `!orden 1`.
        ");
        // The account ran empty meanwhile.
        owner.means(HERE, "!ajustar 1 -4950 sin fondos").await;
        assert_snapshot!(cajero.sees_pressed_in_vain(&first, "Listo").await, @"
        (only for whoever asked)
        Orden **1**: Hacen falta 902,70 Bs, y su cuenta con más libre tiene 50,00 Bs. La captura está guardada: cuando un admin haya hecho `!depositar`, pulse **Listo** otra vez. Si ya la pagó, no la cancele.
        ");
        owner.says(HERE, "!depositar 1 4950 volvió").await;
        // With two accounts that can pay, the cashier says which one did.
        owner.says(HERE, "!cuenta crear @cajero1 VES 2000 Mercantil").await;
        let menu = cajero.presses(&first, "Listo").await;
        assert_snapshot!(world.shown_answer(&menu).await, @"
        (only for whoever asked)
        Orden **1**: 902,70 Bs. Elija de qué cuenta la pagó; con eso queda confirmada.
        [▾ ¿De qué cuenta la pagó?]
          · Banesco …# · 5.000,00 Bs — n.º 1 · disponible 5.000,00 Bs
          · Mercantil …# · 2.000,00 Bs — n.º 4 · disponible 2.000,00 Bs
        ");
        assert_snapshot!(cajero.sees("dm", "hola").await, @"
        Sus órdenes abiertas:
        [**1**](https://discord.com/channels/@me/#/#) · 902,70 Bs · `Ana 0102` · menos de 1 min · captura recibida, falta confirmar
        [**2**](https://discord.com/channels/@me/#/#) · 922,76 Bs · `Luis 0414` · menos de 1 min · captura recibida, falta confirmar
        Responda al mensaje de la orden con la **captura** y pulse **Listo**, o todo en un paso: `/listo`. La más antigua otra vez: `!siguiente`.
        ");
        for order in [&first, &second] {
            let menu = cajero.presses(order, "Listo").await.message();
            let chosen = cajero.selects(&menu, WHICH, &[&menu.options(WHICH)[1]]).await;
            chosen.says(&["pagada"]);
        }
        david.says(CHANNEL, "!c 200 52.63").await;
        world.closes_clean().await;
    }
}
