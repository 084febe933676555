//! Cashiers who come and go, what they are reminded of, and what float is missing.

use insta::assert_snapshot;

use super::{ALERTS, CASHIERS, HERE, for_cajero1};
use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

on_sqlite! {
    async fn a_cashier_pauses_and_comes_back(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (david, cajero1) = (world.person("david"), world.person("cajero1"));
        assert_snapshot!(cajero1.sees_each("dm", &["!disponible", "!ocupado", "!ocupado", "!disponible"]).await, @"
        > !disponible
        Ya estaba **disponible** y recibe órdenes. Ahora no espera ninguna que usted pueda pagar. Para descansar: `!ocupado`.

        > !ocupado
        Está **en pausa** y no recibe órdenes nuevas. No tenía órdenes abiertas. Para volver: `!disponible`.

        > !ocupado
        Ya estaba **en pausa** y no recibe órdenes nuevas. No tenía órdenes abiertas. Para volver: `!disponible`.

        > !disponible
        Está **disponible** y recibe órdenes. Ahora no espera ninguna que usted pueda pagar. Para descansar: `!ocupado`.
        ");
        assert_snapshot!(david.sees_refused("dm", &["!disponible", "!cola", "!relevo @cajero1", "!siguiente"]).await, @"
        > !disponible
        Las órdenes las pagan los cajeros. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !cola
        Eso solo lo ven los cajeros, los admins y, de lo suyo, cada quien. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !relevo @cajero1
        Las órdenes las pagan los cajeros. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.

        > !siguiente
        Las órdenes las pagan los cajeros. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.
        ");
        david.says(CHANNEL, "!start batch").await;
        for beneficiary in ["Ana 0102", "Luis 0414", "Eva 0412"] {
            david.says(CHANNEL, &format!("!t 10 p {beneficiary}")).await;
        }
        // 1 and 3 are cajero1's; the first is paid already.
        let unpaid = cajero1.order("dm", 3).await;
        cajero1.replies_with_capture("dm", &cajero1.order("dm", 1).await, b"paid").await;
        assert_snapshot!(cajero1.sees("dm", "!cola").await, @"
        ┌ Cola · 3 órdenes abiertas
        │ **1** · 90,27 Bs · captura recibida, falta confirmar · cajero1 · menos de 1 min
        │ **2** · 90,27 Bs · asignada, espera el pago · cajero2 · menos de 1 min
        │ **3** · 90,27 Bs · asignada, espera el pago · cajero1 · menos de 1 min
        │ Disponibles:
        │   cajero1 — 4.819,46 Bs libres · 2 órdenes
        │   cajero2 — 4.909,73 Bs libres · 1 orden
        ");
        assert_snapshot!(cajero1.sees("dm", "!ocupado").await, @"Está **en pausa** y no recibe órdenes nuevas. La orden **3** la tiene ahora **cajero2**: no la pague ni la confirme. La orden **1** sigue siendo suya, porque ya la está pagando: confírmela con **Listo**; un giro, con **Ejecutar**. Para volver: `!disponible`.");
        assert_snapshot!(world.shown(&cajero1.reply_to("dm", &unpaid).await).await, @"⛔ Orden **3**: **no la pague**, ahora la tiene **cajero2**.");
        world.person("cajero2").says("dm", "!ocupado").await;
        assert_snapshot!(cajero1.sees("dm", "!cola").await, @"
        ┌ Cola · 3 órdenes abiertas
        │ **1** · 90,27 Bs · captura recibida, falta confirmar · cajero1 · menos de 1 min
        │ **2** · 90,27 Bs · espera cajero · menos de 1 min
        │ **3** · 90,27 Bs · espera cajero · menos de 1 min
        │ Disponibles: Nadie. Un cajero vuelve con `!disponible`.
        │ En pausa:
        │   cajero1
        │   cajero2
        ");
        assert_snapshot!(cajero1.sees("dm", "!disponible").await, @"Está **disponible** y recibe órdenes. 2 órdenes esperaban y ahora son suyas: **2** y **3**. Las tiene por mensaje directo. Para descansar: `!ocupado`.");
        for order in 1..=3 {
            cajero1.pays(order).await;
        }
        david.says(CHANNEL, "!c 30 7.8").await;
        world.closes_clean().await;
    }

    async fn an_order_that_lies_rings_and_goes_to_another(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david, cajero1) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p Ana 0102").await;
        world.passes(5).await;
        let order = cajero1.order("dm", 1).await;
        assert_snapshot!(world.shown(&cajero1.reply_to("dm", &order).await).await, @"⏰ La orden **1** espera su pago desde hace 5 min. Páguela y responda a su mensaje con la captura; si no se puede pagar, **Cancelar**; si usted no puede ahora, `!ocupado`.");
        world.passes(10).await;
        assert_snapshot!(world.shown(&cajero1.reply_to("dm", &order).await).await, @"⛔ Orden **1**: **no la pague**, ahora la tiene **cajero2**.");
        for _ in 0..3 {
            world.passes(5).await;
        }
        assert_snapshot!(owner.sees_found(ALERTS, "no hay otro cajero disponible").await, @"
        (rings superusuario)
        <@superusuario> ⏰ La orden **1** lleva 15 min con **cajero2** sin pagarse, y no hay otro cajero disponible con saldo que no la haya tenido ya. Désela a alguien con `!asignar 1 @cajero`, o cancélela con `!cancelar 1`.
        ");
        assert_snapshot!(owner.sees(HERE, "!historial 1").await, @"
        (by direct message)
        ┌ Historial de la orden 1
        │ 100,00 S/ → 902,70 Bs · de **david** · asignada, espera el pago
        │
        │ <t:1795176000:f> — hecha, espera cajero · por david
        │ <t:1795176000:f> — asignada a cajero1 · por la mesa
        │ <t:1795176900:f> — asignada a cajero2 · por la mesa: su cajero tardaba
        └ 1–3 de 3 pasos
        ");
        world.person("cajero2").pays(1).await;
        david.says(CHANNEL, "!c 100 26").await;
        world.closes_clean().await;
    }

    async fn an_order_is_given_by_hand(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        for_cajero1(&world).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!t 100 p Ana 0102").await;
        assert_snapshot!(owner.sees_refused(HERE, &[
            "!asignar 99 @cajero2", "!asignar x @cajero2", "!asignar 1 @nadie", "!asignar 1", "!asignar 1 @david", "!asignar 1 @cajero1",
        ]).await, @"
        > !asignar 99 @cajero2
        No hay una orden 99. Mire el número en el mensaje de la orden, o en `!transacciones`.

        > !asignar x @cajero2
        «x» no es un número de orden. Escriba solo el número, como `12`.

        > !asignar 1 @nadie
        No encuentro a «nadie» en este servidor. Mencione a esa persona con @. Se escribe así: `!asignar <n> @cajero`. Ejemplo: `!asignar 12 @cajero1`.

        > !asignar 1
        Faltan datos. Se escribe así: `!asignar <n> @cajero`. Ejemplo: `!asignar 12 @cajero1`.

        > !asignar 1 @david
        **david** no es cajero. Elija a un cajero: quién hay y con cuánto saldo lo dice `!cola`.

        > !asignar 1 @cajero1
        (by direct message)
        La orden **1** ya la tiene **cajero1**.
        ");
        assert_snapshot!(david.sees_refused(HERE, &["!asignar 1 @cajero2"]).await, @"
        > !asignar 1 @cajero2
        Las órdenes las asignan los admins y los superusuarios. Su rol es *revendedor*. Lo que usted puede hacer: `!ayuda`.
        ");
        assert_snapshot!(owner.sees(HERE, "!asignar 1 @cajero2").await, @"
        (by direct message)
        La orden **1** es ahora de **cajero2** (la tenía **cajero1**, a quien avisé). Le llegó por mensaje directo. Ojo: está en pausa.
        ");
        david.says(CHANNEL, "!t 530 p Luis 0414").await;
        assert_snapshot!(owner.sees_refused(HERE, &["!asignar 2 @cajero2"]).await, @"
        > !asignar 2 @cajero2
        (by direct message)
        La orden **2** necesita 4.784,31 Bs, y la cuenta de **cajero2** con más libre tiene 4.097,30 Bs. Elija a otro cajero; quién puede lo dice `!cola`.
        ");
        world.person("cajero2").pays(1).await;
        assert_snapshot!(owner.sees_refused(HERE, &["!asignar 1 @cajero1"]).await, @"
        > !asignar 1 @cajero1
        La orden **1** ya está así: *pagada*. No hay nada más que hacer. Si el banco regresó el dinero: `!devolver`; si fue un error, un superusuario la revierte: `!revertir`.
        ");
        david.says(CHANNEL, "!cancelar 2").await;
        david.says(CHANNEL, "!c 100 26").await;
        world.closes_clean().await;
    }

    async fn a_shift_goes_to_the_next_cashier(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        for_cajero1(&world).await;
        let (owner, david, cajero1, cajero2) =
            (world.person("superusuario"), world.person("david"), world.person("cajero1"), world.person("cajero2"));
        assert_snapshot!(cajero1.sees_refused("dm", &["!relevo @cajero1", "!relevo @david", "!relevo"]).await, @"
        > !relevo @cajero1
        Un turno se entrega a otro cajero: `!relevo @cajero`. Si nadie lo sigue, `!ocupado` reparte sus órdenes.

        > !relevo @david
        **david** no es cajero. Elija a un cajero: quién hay y con cuánto saldo lo dice `!cola`.

        > !relevo
        Faltan datos. Se escribe así: `!relevo @cajero`. Ejemplo: `!relevo @cajero2`.
        ");
        for (amount, beneficiary) in [(10, "Ana 0102"), (20, "Luis 0414"), (300, "Eva 0412")] {
            david.says(CHANNEL, &format!("!t {amount} p {beneficiary}")).await;
        }
        cajero1.replies_with_capture("dm", &cajero1.order("dm", 1).await, b"on its way").await;
        // The large one is beyond what cajero2 has left.
        owner.means("dm", "!ajustar 2 -4700 comisión").await;
        assert_snapshot!(cajero1.sees("dm", "!relevo @cajero2").await, @"Su turno queda en manos de **cajero2**, a quien avisé, y usted no recibe órdenes nuevas. La orden **2** la tiene ahora **cajero2**: no la pague ni la confirme. La orden **3** espera a otro cajero: no la pague ni la confirme. La orden **1** sigue siendo suya, porque ya la está pagando: confírmela con **Listo**; un giro, con **Ejecutar**. Espera porque ni las cuentas de **cajero2** ni las de otro cajero disponible tienen saldo para ella. Ya lo saben la mesa y **cajero2**; en cuanto alguien lo tenga, le llega: un admin lo suma con `!depositar`, o un cajero en pausa que lo tenga escribe `!disponible`. Ojo: **cajero2** está en pausa y no recibe órdenes nuevas hasta que escriba `!disponible`. Para volver: `!disponible`.");
        assert_snapshot!(cajero2.sees_found("dm", "le entregó su turno").await, @"
        🔄 **cajero1** le entregó su turno. Esto espera ahora su pago:
        **2** · 180,54 Bs · `Luis 0414` · menos de 1 min · asignada, espera el pago
        Cada una le llegó en un mensaje aparte; la más antigua otra vez: `!siguiente`.
        ⏳ Esto espera en la cola, porque ni sus cuentas ni las de otro cajero disponible tienen saldo para pagarlo:
        **3** · 2.708,10 Bs · `Eva 0412` · menos de 1 min · espera cajero
        Con saldo nuevo (un admin lo anota con `!depositar`) le llega a quien lo tenga y esté disponible.
        Usted está en pausa: para recibir órdenes, `!disponible`.
        ");
        cajero1.pays(1).await;
        cajero2.pays(2).await;
        cajero1.says("dm", "!disponible").await;
        cajero1.pays(3).await;
        cajero2.says("dm", "!disponible").await;
        assert_snapshot!(cajero2.sees("dm", "!relevo @cajero1").await, @"Su turno queda en manos de **cajero1**, a quien avisé, y usted no recibe órdenes nuevas. No tenía órdenes abiertas. Para volver: `!disponible`.");
        assert_snapshot!(cajero1.sees_last("dm").await, @"🔄 **cajero2** le entregó su turno. No quedó ninguna orden para usted.");
        david.says(CHANNEL, "!c 330 86").await;
        world.closes_clean().await;
    }

    async fn missing_float_is_told_until_somebody_can_pay(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 3000 p Ana 0102").await;
        assert_snapshot!(owner.sees_found(ALERTS, "Nadie puede pagar").await, @"
        (rings superusuario)
        <@superusuario> 💸 Nadie puede pagar la orden **1**: necesita 27.081,00 Bs, el mayor saldo disponible es 5.000,00 Bs; faltan 22.081,00 Bs. Súmelo a la cuenta de un cajero con `!depositar <cuenta> <monto>` (`!cuentas @cajero` dice cuál), o cancélela con `!cancelar 1`. Su batch la espera.
        ");
        assert_snapshot!(cajero.sees_found(CASHIERS, "Nadie puede pagar").await, @"
        (rings cajero1, cajero2)
        <@cajero1> <@cajero2> 💸 Nadie puede pagar la orden **1**: necesita 27.081,00 Bs, el mayor saldo disponible es 5.000,00 Bs; faltan 22.081,00 Bs. Quien tenga con qué pagarla y esté en pausa, escriba `!disponible`; si tiene saldo nuevo, pida a un admin que lo anote.
        ");
        world.passes(5).await;
        world.passes(5).await;
        assert_snapshot!(owner.sees_found(ALERTS, "sigue sin quien").await, @"
        (rings superusuario)
        <@superusuario> 💸 La orden **1** sigue sin quien pueda pagarla, desde hace 10 min: necesita 27.081,00 Bs, el mayor saldo disponible es 5.000,00 Bs; faltan 22.081,00 Bs. Súmelo a la cuenta de un cajero con `!depositar <cuenta> <monto>` (`!cuentas @cajero` dice cuál), o cancélela con `!cancelar 1`. Su batch la espera.
        ");
        assert_snapshot!(cajero.sees_found(CASHIERS, "sigue sin quien").await, @"
        (rings cajero1, cajero2)
        <@cajero1> <@cajero2> 💸 La orden **1** sigue sin quien pueda pagarla, desde hace 10 min: necesita 27.081,00 Bs, el mayor saldo disponible es 5.000,00 Bs; faltan 22.081,00 Bs. Quien tenga con qué pagarla y esté en pausa, escriba `!disponible`; si tiene saldo nuevo, pida a un admin que lo anote.
        ");
        owner.says(HERE, "!depositar 1 23000 recarga").await;
        world.sweeps().await;
        assert_snapshot!(owner.sees_found(ALERTS, "ya tiene quien").await, @"✅ La orden **1** ya tiene quien la pague: **cajero1**.");
        cajero.pays(1).await;
        // Who has it is paused.
        world.person("cajero2").says("dm", "!ocupado").await;
        david.says(CHANNEL, "!t 10 p Luis 0414").await;
        cajero.says("dm", "!ocupado").await;
        assert_snapshot!(owner.sees_found(ALERTS, "Nadie puede pagar la orden **2**").await, @"
        (rings superusuario)
        <@superusuario> 💸 Nadie puede pagar la orden **2**: necesita 90,27 Bs, y quien tiene con qué pagarla está en pausa: **cajero1** y **cajero2**. Les llega en cuanto escriban `!disponible`: no hace falta depositar. También puede cancelarla con `!cancelar 2`. Su batch la espera.
        ");
        assert_snapshot!(cajero.sees_found(CASHIERS, "Nadie puede pagar la orden **2**").await, @"
        (rings cajero1, cajero2)
        <@cajero1> <@cajero2> 💸 Nadie puede pagar la orden **2**: necesita 90,27 Bs, y quien tiene con qué pagarla está en pausa: **cajero1** y **cajero2**. Quien pueda pagarla ahora, escriba `!disponible`.
        ");
        david.says(CHANNEL, "!cancelar 2").await;
        assert_snapshot!(owner.sees_found(ALERTS, "ya no necesita").await, @"La orden **2** ya no necesita saldo: terminó sin pagarse.");
        david.says(CHANNEL, "!c 3000 800").await;
        world.closes_clean().await;
    }
}
