//! Questions about figures that look like a slip: a purchase, a transfer, money of an account.

use insta::assert_snapshot;

use super::{HERE, REQUESTS, for_cajero1, two_paid};
use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

on_sqlite! {
    async fn a_purchase_far_from_the_usual_price_is_asked_about(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        two_paid(&world).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        let asked = david.is_answered(CHANNEL, "!c 200 65.03").await;
        assert_snapshot!(world.shown(&asked).await, @"
        ❓ Ese precio está lejos del de equilibrio y de los últimos. ¿Es correcto? Nada se anotó todavía.
        ┌ Compra para el batch 1
        │ Comprado por: 200,00 S/
        │ USDT: 65,03 USDT
        │ Precio: **3,0755** PEN/USDT
        │ Precio de equilibrio: 4,1633 PEN/USDT
        │ Últimos precios: —
        │ Ganancia del batch: **17,00 $**
        │ Se reparte:
        │   Cut david = 6,80 $
        │   Cajero cajero1 = 10,20 $
        [Confirmar] [Corregir]
        ");
        assert_snapshot!(owner.sees_pressed_in_vain(&asked, "Confirmar").await, @"
        (only for whoever asked)
        Esa pregunta no es suya: la responde quien escribió el comando.
        ");
        assert_snapshot!(david.sees_pressed(&asked, "Corregir").await, @"Nada se hizo. Escríbalo otra vez, corregido: `!c 200 65.03`");
        let swapped = david.is_answered(CHANNEL, "!c 52.63 200").await;
        assert_snapshot!(world.shown(&swapped).await, @"
        ❓ Las cantidades parecen al revés. ¿Compró 52,63 USDT por 200,00 S/? Nada se anotó todavía.
        ┌ Compra para el batch 1
        │ Comprado por: 200,00 S/
        │ USDT: 52,63 USDT
        │ Precio: **3,8001** PEN/USDT
        │ Precio de equilibrio: 4,1633 PEN/USDT
        │ Últimos precios: —
        │ Ganancia del batch: **4,60 $**
        │ Se reparte:
        │   Cut david = 1,84 $
        │   Cajero cajero1 = 2,76 $
        [Confirmar] [Corregir]
        ");
        let far = david.is_answered(CHANNEL, "!c 200 5263").await;
        assert_snapshot!(world.shown(&far).await, @"
        ❓ Ese precio está **muy lejos** del de equilibrio y de los últimos: lo decide un superusuario. Si es correcto, pídaselo con el botón; si no, **Corregir**. Nada se anotó todavía.
        ┌ Compra para el batch 1
        │ Comprado por: 200,00 S/
        │ USDT: 5.263,00 USDT
        │ Precio: **0,0380** PEN/USDT
        │ Precio de equilibrio: 4,1633 PEN/USDT
        │ Últimos precios: —
        │ Ganancia del batch: **5.214,97 $**
        │ Se reparte:
        │   Cut david = 2.085,98 $
        │   Cajero cajero1 = 3.128,99 $
        [Pedir a un superusuario] [Corregir]
        ");
        david.presses(&far, "Pedir a un superusuario").await;
        assert_snapshot!(david.sees_again(&far).await, @"La compra a 0,0380 está en manos de un superusuario: solicitud **1**. Si la aprueba se anota como la escribió; en 30 minutos vence. Le aviso por mensaje directo.");
        let shown = owner.last(REQUESTS).await;
        assert_snapshot!(world.shown(&shown).await, @"
        (rings superusuario)
        <@superusuario> Solicitud **1** de **david**: por decidir.
        ┌ Solicitud 1: compra
        │ Persona: **david** · <@david>
        │ Estado: por decidir
        │ Pedida: <t:1795176000:R>
        │ Batch: 1
        │ Comprado por: 200,00 S/
        │ USDT: 5.263,00 USDT
        │ Precio: **0,0380** PEN/USDT
        │ Precio de equilibrio: 4,1633 PEN/USDT
        │ Últimos precios: —
        │ Ganancia del batch: **5.214,97 $**
        │ Se reparte:
        │   Cut david = 2.085,98 $
        │   Cajero cajero1 = 3.128,99 $
        │ Vence: <t:1795177800:R>
        [Aprobar] [Rechazar]
        ");
        // The batch grows: what was shown is no longer so.
        david.says(CHANNEL, "!t 40 p").await;
        world.person("cajero1").pays(3).await;
        assert_snapshot!(david.sees_pressed(&swapped, "Confirmar").await, @"
        ❓ Las cifras cambiaron mientras tanto, y nada se hizo. Así queda ahora: Las cantidades parecen al revés. ¿Compró 52,63 USDT por 200,00 S/? Nada se anotó todavía.
        ┌ Compra para el batch 1
        │ Comprado por: 200,00 S/
        │ USDT: 52,63 USDT
        │ Precio: **3,8001** PEN/USDT
        │ Precio de equilibrio: 4,1710 PEN/USDT
        │ Últimos precios: —
        │ Ganancia de esta compra: **4,67 $**
        │ Queda sin comprar: 40,00 S/
        [Confirmar] [Corregir]
        ");
        assert_snapshot!(owner.sees_pressed_in_vain(&shown, "Aprobar").await, @"
        (only for whoever asked)
        Las cifras de la solicitud **1** cambiaron mientras tanto, y nada se anotó. Rechácela, y que escriban la compra otra vez. Ahora sería:
        • Comprado por: 200,00 S/
        • USDT: 5.263,00 USDT
        • Precio: **0,0380** PEN/USDT
        • Precio de equilibrio: 4,1710 PEN/USDT
        • Últimos precios: —
        • Ganancia de esta compra: **5.215,04 $**
        • Queda sin comprar: 40,00 S/
        ");
        let form = owner.presses(&shown, "Rechazar").await;
        let done = owner.fills(&form, &[("¿Por qué?", "le falta un punto")]).await;
        assert_snapshot!(world.shown_answer(&done).await, @"
        (only for whoever asked)
        Solicitud **1** (compra) de **david** rechazada. Se lo dije por mensaje directo.
        ");
        assert_snapshot!(david.sees_found("dm", "Su solicitud **1**").await, @"❌ Su solicitud **1** (compra) fue rechazada: «le falta un punto». Nada se anotó; escríbala otra vez con `!c <cantidad> <usdt>`.");
        world.passes(31).await;
        david.presses(&swapped, "Confirmar").await;
        assert_snapshot!(david.sees_again(&swapped).await, @"
        ✖️ Esa pregunta esperó demasiado, y nada se hizo. Escriba el comando otra vez: las cifras pueden ser otras.
        Nada se hizo, y esta pregunta ya no cuenta. Era: `!c 52.63 200`
        ");
        let asked = david.is_answered(CHANNEL, "!c 240 80").await;
        david.presses(&asked, "Confirmar").await;
        assert_snapshot!(david.sees_again(&asked).await, @"Comprado a 3,0000. Batch **1** cerrado con 22,46 $ de ganancia.");
        world.closes_clean().await;
    }

    async fn a_superuser_approves_a_purchase_far_off(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        two_paid(&world).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        let far = david.is_answered(CHANNEL, "!c 200 5263").await;
        let late = david.is_answered(CHANNEL, "!c 200 5263").await;
        david.presses(&far, "Pedir a un superusuario").await;
        let shown = owner.last(REQUESTS).await;
        assert_snapshot!(owner.sees_pressed(&shown, "Aprobar").await, @"
        (only for whoever asked)
        Solicitud **1** aprobada. Comprado a 0,0380. Batch **1** cerrado con 5.214,97 $ de ganancia.
        ");
        assert_snapshot!(owner.sees_again(&shown).await, @"
        Solicitud **1** de **david**: aprobada.
        ┌ Solicitud 1: compra
        │ Persona: **david** · <@david>
        │ Estado: aprobada
        │ Pedida: <t:1795176000:R>
        │ Batch: 1
        │ Comprado por: 200,00 S/
        │ USDT: 5.263,00 USDT
        │ Precio: **0,0380** PEN/USDT
        │ Precio de equilibrio: 4,1633 PEN/USDT
        │ Últimos precios: —
        │ Ganancia del batch: **5.214,97 $**
        │ Se reparte:
        │   Cut david = 2.085,98 $
        │   Cajero cajero1 = 3.128,99 $
        │ Decidida: <t:1795176000:R> · por superusuario
        ");
        assert_snapshot!(david.sees_found("dm", "Su solicitud **1**").await, @"✅ Su solicitud **1** (compra) fue aprobada: la compra se anotó como la escribió.");
        assert_snapshot!(david.sees_pressed(&late, "Pedir a un superusuario").await, @"
        ✖️ No hay un batch abierto aquí. Lo abre el revendedor del canal con `!start batch`.
        Nada se hizo, y esta pregunta ya no cuenta. Era: `!c 200 5263`
        ");
        assert_snapshot!(david.sees_again(&late).await, @"
        ✖️ No hay un batch abierto aquí. Lo abre el revendedor del canal con `!start batch`.
        Nada se hizo, y esta pregunta ya no cuenta. Era: `!c 200 5263`
        ");
        world.closes_clean().await;
    }

    async fn the_same_transfer_again_and_much_money_are_asked_about(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        for_cajero1(&world).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!t 100 p María Pérez 0102-1234").await;
        let asked = david.is_told(CHANNEL, "!t 100 p maria  perez 0102-1234").await;
        assert_snapshot!(world.shown(&asked).await, @"
        ❓ La orden **1** ya paga 100,00 S/ a ese beneficiario. ¿Hago **otra** por 902,70 Bs? Todavía no hay ninguna orden nueva.
        `maria  perez 0102-1234`
        `0102-1234`
        [Confirmar] [Corregir]
        ");
        owner.says(HERE, "!setrates PEN VES 9.1").await;
        assert_snapshot!(david.sees_pressed(&asked, "Confirmar").await, @"
        ❓ Las cifras cambiaron mientras tanto, y nada se hizo. Así queda ahora: La orden **1** ya paga 100,00 S/ a ese beneficiario. ¿Hago **otra** por 912,73 Bs? Todavía no hay ninguna orden nueva.
        `maria  perez 0102-1234`
        `0102-1234`
        [Confirmar] [Corregir]
        ");
        assert_snapshot!(david.sees_pressed(&asked, "Corregir").await, @"Nada se hizo. Escríbalo otra vez, corregido: `!t 100 p maria  perez 0102-1234`");
        let taken = owner.is_told("dm", "!ajustar 1 -4800 comisión").await;
        assert_snapshot!(world.shown(&taken).await, @"
        ❓ Cuenta n.º 1 de **cajero1**: 5.000,00 Bs → **200,00 Bs** (-4.800,00 Bs). Es mucho para esa cuenta, ¿es correcto? Nada se movió todavía.
        ⚠️ De esta cuenta se va a pagar la orden **1**, y con eso no alcanzaría: faltarían 702,70 Bs. Pasaría a otro cajero con saldo, o a la cola si no hay ninguno.
        [Confirmar] [Corregir]
        ");
        owner.presses(&taken, "Confirmar").await;
        assert_snapshot!(owner.sees_again(&taken).await, @"
        Se restaron 4.800,00 Bs de la cuenta n.º 1 (número interno `####-####-####-####-####`) de **cajero1**: saldo anterior 5.000,00 Bs, insertado -4.800,00 Bs, saldo actual 200,00 Bs. Si fue un error: `!revertir movimiento 3 motivo`.
        ⚠️ La orden **1** se iba a pagar de esta cuenta y ya no alcanza: faltan 702,70 Bs. Pasa en segundos a otro cajero con saldo, o a la cola si no hay ninguno; a quien la tenía se le avisa que no la pague.
        ");
        let much = owner.is_told("dm", "!depositar 2 500000").await;
        assert_snapshot!(world.shown(&much).await, @"
        ❓ Cuenta n.º 2 de **cajero2**: 5.000,00 Bs → **505.000,00 Bs** (+500.000,00 Bs). Es mucho para esa cuenta, ¿es correcto? Nada se movió todavía.
        [Confirmar] [Corregir]
        ");
        assert_snapshot!(owner.sees_pressed(&much, "Corregir").await, @"Nada se hizo. Escríbalo otra vez, corregido: `!depositar 2 500000`");
        let opened = owner.is_told("dm", "!cuenta crear @cajero2 VES 900000 Mercantil").await;
        assert_snapshot!(world.shown(&opened).await, @"
        ❓ Abrir para **cajero2** una cuenta con **900.000,00 Bs**. La más llena de esa moneda tiene 5.000,00 Bs: ¿es correcto? Nada se abrió todavía.
        [Confirmar] [Corregir]
        ");
        world.sweeps().await;
        david.says(CHANNEL, "!cancelar 1").await;
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }
}
