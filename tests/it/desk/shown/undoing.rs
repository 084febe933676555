//! What a person did by hand is undone.

use insta::assert_snapshot;

use super::{HERE, for_cajero1};
use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

on_sqlite! {
    async fn a_deposit_is_undone_and_its_owner_hears_why(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, cajero) = (world.person("superusuario"), world.person("cajero1"));
        assert_snapshot!(owner.sees(HERE, "!depositar 1 1000 recarga").await, @"
        (by direct message)
        Se sumaron 1.000,00 Bs a la cuenta n.º 1 (número interno `####-####-####-####-####`) de **cajero1**: saldo anterior 5.000,00 Bs, insertado 1.000,00 Bs, saldo actual 6.000,00 Bs. Si fue un error: `!revertir movimiento 3 motivo`.
        ");
        assert_snapshot!(owner.sees_each(HERE, &["!revertir m3 era otra cuenta", "!revertir movimiento 3 otra vez", "!historial m3"]).await, @"
        > !revertir m3 era otra cuenta
        (by direct message)
        Movimiento **3** deshecho. 1.000,00 Bs salieron de **cajero1**, cuenta n.º 1.

        > !revertir movimiento 3 otra vez
        El movimiento **3** ya lo deshizo **superusuario**, <t:1795176000:R>. Véalo con `!historial m3`.

        > !historial m3
        (by direct message)
        ┌ Movimiento 3
        │ <t:1795176000:f> — hecho: «recarga» · por superusuario
        │ <t:1795176000:f> — deshecho por **superusuario**: «era otra cuenta»
        │ En los libros:
        │   `world:VES` -1.000,00 Bs
        │   `account:1:VES` +1.000,00 Bs
        ");
        assert_snapshot!(cajero.sees_last("dm").await, @"↩️ Un movimiento de su cuenta n.º 1 (número interno `####-####-####-####-####`) se deshizo por **superusuario**: «era otra cuenta»: 1.000,00 Bs salieron de ella. Saldo actual 5.000,00 Bs.");
        assert_snapshot!(cajero.sees("dm", "!movimientos 1").await, @"
        ┌ Movimientos de la cuenta n.º 1 · VES
        │ <t:1795176000:f> · depósito deshecho (movimiento 3): «era otra cuenta»
        │ 6.000,00 Bs → **-1.000,00 Bs** → 5.000,00 Bs
        │ <t:1795176000:f> · depósito: «recarga» · movimiento 3
        │ 5.000,00 Bs → **+1.000,00 Bs** → 6.000,00 Bs
        │ <t:1795176000:f> · saldo inicial · movimiento 1
        │ 0,00 Bs → **+5.000,00 Bs** → 5.000,00 Bs
        └ Página 1
        ");
        assert_snapshot!(owner.sees_refused(HERE, &["!revertir movimiento 9999 nada", "!revertir movimiento x nada", "!historial m9999"]).await, @"
        > !revertir movimiento 9999 nada
        No hay un movimiento 9999. Los de una cuenta, con sus números: `!movimientos <cuenta>`.

        > !revertir movimiento x nada
        «x» no es un número. Escriba solo el número, como `12`.

        > !historial m9999
        No hay un movimiento 9999. Su número está en `!movimientos <cuenta>`.
        ");
        assert_snapshot!(cajero.sees_refused("dm", &["!revertir movimiento 1 yo", "!historial m3"]).await, @"
        > !revertir movimiento 1 yo
        Los saldos y movimientos de otros solo los ve y los corrige un admin. Su rol es *cajero*. Lo que usted puede hacer: `!ayuda`.

        > !historial m3
        Los saldos y movimientos de otros solo los ve y los corrige un admin. Su rol es *cajero*. Lo que usted puede hacer: `!ayuda`.
        ");
        world.closes_clean().await;
    }

    async fn coins_and_points_are_undone_unless_they_are_spent(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        owner.says(HERE, "!dar @david 100 por ayudar").await;
        david.says(HERE, "!pagar @cajero1 30 almuerzo").await;
        assert_snapshot!(owner.sees("dm", "!monedas @david").await, @"
        **david** tiene **70 monedas** disponibles y **0 puntos**.
        • Movimiento **4**: −**30 monedas** · pago
        • Movimiento **3**: +**100 monedas** · regalo de la mesa
        ");
        assert_snapshot!(owner.sees_each(HERE, &[
            "!revertir movimiento 3 era para otra", "!revertir movimiento 4 se equivocó", "!revertir movimiento 3 era para otra",
        ]).await, @"
        > !revertir movimiento 3 era para otra
        (by direct message)
        No se movió nada: habría que sacar **100 monedas** y de esas monedas solo quedan **70 monedas** disponibles. Lo demás ya se usó: cuando vuelva a haberlo se podrá deshacer.

        > !revertir movimiento 4 se equivocó
        (by direct message)
        Movimiento **4** deshecho. **30 monedas** volvieron a **david** y **30 monedas** salieron de **cajero1**.

        > !revertir movimiento 3 era para otra
        (by direct message)
        Movimiento **3** deshecho. **100 monedas** salieron de **david**.
        ");
        assert_snapshot!(cajero.sees_last("dm").await, @"↩️ Un movimiento suyo se deshizo por **superusuario**: «se equivocó»: **30 monedas** salieron de sus monedas. Véalo con `!monedas`.");
        assert_snapshot!(david.sees_last("dm").await, @"↩️ Un movimiento suyo se deshizo por **superusuario**: «era para otra»: **100 monedas** salieron de sus monedas. Véalo con `!monedas`.");
        david.says(HERE, "!diario").await;
        let kinds = world.movement_kinds().await;
        let (daily, _) = kinds.iter().find(|(_, kind)| kind == "coins.daily").expect("posted");
        assert_snapshot!(owner.sees(HERE, &format!("!revertir movimiento {daily} era prueba")).await, @"
        (by direct message)
        Movimiento **8** deshecho. **10 monedas** salieron de **david**. El día queda contado: no puede pedirlas otra vez hoy.
        ");
        world.closes_clean().await;
    }

    async fn a_deposit_that_orders_wait_for_is_asked_about(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        owner.says("dm", "!depositar 1 1000 recarga").await;
        for_cajero1(&world).await;
        david.says(CHANNEL, "!t 50 p Ana 0102").await;
        david.says(CHANNEL, "!t 550 p Luis 0414").await;
        let question = owner.is_told("dm", "!revertir m3 era otra cuenta").await;
        assert_snapshot!(world.shown(&question).await, @"
        ❓ ¿Deshago el movimiento **3**? Saca dinero de la cuenta n.º 1. Nada se movió todavía.
        ⚠️ De esta cuenta se va a pagar la orden **2**, y con eso no alcanzaría: faltarían 416,20 Bs. Pasaría a otro cajero con saldo, o a la cola si no hay ninguno.
        [Confirmar] [Corregir]
        ");
        david.says(CHANNEL, "!t 10 p Eva 0412").await;
        assert_snapshot!(owner.sees_pressed(&question, "Confirmar").await, @"
        ❓ Las cifras cambiaron mientras tanto, y nada se hizo. Así queda ahora: ¿Deshago el movimiento **3**? Saca dinero de la cuenta n.º 1. Nada se movió todavía.
        ⚠️ De esta cuenta se van a pagar las órdenes **2** y **3**, y con eso no alcanzaría: faltarían 506,47 Bs. Pasarían a otros cajeros con saldo, o a la cola si no hay ninguno.
        [Confirmar] [Corregir]
        ");
        assert_snapshot!(owner.sees_pressed(&question, "Confirmar").await, @"
        Movimiento **3** deshecho. 1.000,00 Bs salieron de **cajero1**, cuenta n.º 1.
        ⚠️ Las órdenes **2** y **3** se iban a pagar de esta cuenta y ya no alcanza: faltan 506,47 Bs. Pasan en segundos a otros cajeros con saldo, o a la cola si no hay ninguno; a quien las tenía se le avisa que no las pague.
        ");
        world.sweeps().await;
        for order in 1..=3 {
            david.says(CHANNEL, &format!("!cancelar {order}")).await;
        }
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn what_has_its_own_way_back_says_which(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        super::two_paid(&world).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!c 200 52.63").await;
        let kinds = world.movement_kinds().await;
        let mut told = Vec::new();
        for kind in ["order.completed", "batch.bought", "batch.closed"] {
            let (number, _) = kinds.iter().find(|(_, of)| of == kind).expect("posted");
            let typed = format!("!revertir movimiento {number} así no");
            told.push(format!("({kind}) {}", owner.sees_refused(HERE, &[&typed]).await));
        }
        assert_snapshot!(told.join("\n\n"), @"
        (order.completed) > !revertir movimiento 3 así no
        Ese movimiento no se deshace así. Es el pago de una orden, que se revierte por su número: `!revertir 1 motivo`.

        (batch.bought) > !revertir movimiento 5 así no
        Ese movimiento no se deshace así. Es una compra, que se deshace por su número: `!revertir compra <n> motivo`; el número está en `!historial b1`.

        (batch.closed) > !revertir movimiento 6 así no
        Ese movimiento no se deshace así. Es el cierre de un batch, que se deshace con `!reabrir 1 motivo`.
        ");
        world.closes_clean().await;
    }
}
