//! The desk's refusals: each has its own sentence, says what to type instead, and stores nothing.

use insta::assert_snapshot;

use super::{CHANNEL, PENDING};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn a_transfer_that_cannot_be_read_is_answered_with_what_to_type(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        assert_snapshot!(david.sees_refused(CHANNEL, &["!t 100 p"]).await, @"
        > !t 100 p
        No hay un batch abierto aquí. Lo abre el revendedor del canal con `!start batch`.
        ");
        david.says(CHANNEL, "!start batch").await;
        assert_snapshot!(david.sees_refused(CHANNEL, &[
            "!t 0 p", "!t -5 p", "!t abc p", "!t 5. p", "!t 1.234 p", "!t 1,234 p", "!t 100,555 p", "!t 100.5555 p",
            "!t 9999999999999 p", "!t", "!t 100", "!t 100 x", "!t 100 0", "!t 100 -9",
        ]).await, @"
        > !t 0 p
        La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`.

        > !t -5 p
        La cantidad no puede ser negativa. Escríbala sin el signo menos.

        > !t abc p
        «abc» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.

        > !t 5. p
        «5.» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.

        > !t 1.234 p
        «1.234» puede ser 1.234,00 S/ o 1,234 S/. Escríbala sin separador de miles o con dos decimales.

        > !t 1,234 p
        «1,234» puede ser 1.234,00 S/ o 1,234 S/. Escríbala sin separador de miles o con dos decimales.

        > !t 100,555 p
        «100,555» puede ser 100.555,00 S/ o 100,555 S/. Escríbala sin separador de miles o con dos decimales.

        > !t 100.5555 p
        La cantidad tiene 4 decimales y caben 2. Redondéela.

        > !t 9999999999999 p
        La cantidad va de 0,01 S/ a 999.999.999.999,00 S/.

        > !t
        Faltan datos. Se escribe así: `!t <monto> <p o tasa> [beneficiario]`. Ejemplo: `!t 100 p María Pérez 0102-1234`.

        > !t 100
        Faltan datos. Se escribe así: `!t <monto> <p o tasa> [beneficiario]`. Ejemplo: `!t 100 p María Pérez 0102-1234`.

        > !t 100 x
        «x» no es una tasa. Escriba `p` para la publicada, o un número como `9.2`.

        > !t 100 0
        La tasa no puede ser cero. Escriba `p` para la publicada, o un número como `9.2`.

        > !t 100 -9
        La tasa no puede ser menor que cero. Escriba `p` para la publicada, o un número como `9.2`.
        ");
        let long = format!("!t 100 p {}", "x".repeat(201));
        david.is_refused(CHANNEL, &long, &["tiene 201 caracteres", "caben 200", "Acórtelo"]).await;
        world.closes_clean().await;
    }

    async fn a_transfer_in_the_wrong_place_is_told_the_right_one(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, maria) = (world.person("superusuario"), world.person("david"), world.person("maria"));
        let ana = world.joins("ana").await;
        owner.says("general", "!rol @ana admin").await;
        assert_snapshot!(ana.sees_refused("general", &["!t 100 p"]).await, @"
        > !t 100 p
        Este no es un canal de revendedor. Escríbalo en el canal de un revendedor; si aún no tiene uno, pídalo a un superusuario (`!canal @…`).
        ");
        assert_snapshot!(david.sees_refused("general", &["!t 100 p"]).await, @"
        > !t 100 p
        Este no es un canal de revendedor. Escríbalo en su canal: <#transacciones-david>.
        ");
        assert_snapshot!(david.sees_refused("dm", &["!t 100 p"]).await, @"
        > !t 100 p
        Este no es un canal de revendedor. Escríbalo en su canal: <#transacciones-david>.
        ");
        owner.says("general", "!rol @ana revendedor").await;
        assert_snapshot!(ana.sees_refused("general", &["!t 100 p"]).await, @"
        > !t 100 p
        Este no es un canal de revendedor. Escríbalo en su canal: <#transacciones-ana>.
        ");
        assert_snapshot!(owner.sees_refused("general", &["!canal @ana #general"]).await, @"
        > !canal @ana #general
        <#general> lo puede leer `@everyone`, y ahí irían los datos de los beneficiarios. Quíteles el permiso *Ver canal* y escríbalo otra vez, o cree uno privado: `!canal @ana`.
        ");
        world.binds_as_before("ana", "general").await;
        for typed in ["!start batch", "!t 100 p", "!c 200 52.63", "!endbatch"] {
            david.is_refused("general", typed, &["Este canal es de **ana**", "Escríbalo en su canal: <#"]).await;
        }
        ana.says("general", "!start batch").await;
        assert_snapshot!(david.sees_refused("general", &["!batch"]).await, @"
        > !batch
        Ese batch es de otra persona. Un revendedor ve el suyo con `!batch` en su canal.
        ");
        assert_snapshot!(maria.sees_refused("general", &["!t 100 p"]).await, @"
        > !t 100 p
        Sus transferencias se escriben en <#transacciones-clientes> o por mensaje directo al bot, con la captura de su pago adjunta: `!t 100 p María 0102-1234`.
        ");
        let nadie = world.joins("nadie").await;
        assert_snapshot!(nadie.sees_refused("general", &["!t 100 p"]).await, @"
        > !t 100 p
        Las transferencias las envían los revendedores, los cajeros y los clientes. Usted todavía no tiene un rol en la mesa; pídalo en el canal de registro. Lo que usted puede hacer: `!ayuda`.
        ");

        ana.says("general", "!t 100 p").await;
        assert_snapshot!(david.sees_refused(CHANNEL, &["!cancelar 1", "!orden 1"]).await, @"
        > !cancelar 1
        La orden **1** es de otra persona: la cancela quien la envió, o un admin.

        > !orden 1
        Esa orden no es suya. Solo la ven quienes participan, los cajeros y los admins.
        ");
        // Others read her channel: what happens there goes to her alone.
        ana.order("dm", 1).await.shows(&["902,70 Bs"]);
        world.closes_clean().await;
    }

    async fn a_transfer_without_prices_says_which_is_missing(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!start batch PE CO").await;
        assert_snapshot!(david.sees_refused(CHANNEL, &["!t 100 p"]).await, @"
        > !t 100 p
        Falta el valor de COP en dólares. Un superusuario lo pone con `!setusdvalue COP 38`.
        ");
        owner.says("general", "!setusdvalue COP 4000").await;
        for typed in ["!t 100 p", "!t 100 1050"] {
            david.is_refused(CHANNEL, typed, &["No hay una tasa publicada de PEN a COP", "`!setrates PEN COP 9`"]).await;
        }
        owner.means("general", "!setrates PEN COP 0.00001").await;
        assert_snapshot!(david.sees_refused(CHANNEL, &["!t 100 p"]).await, @"
        > !t 100 p
        100,00 S/ a esa tasa es menos de un céntimo. Envíe más.
        ");
        assert_snapshot!(owner.sees_refused("general", &["!setrates PEN COP 999999999999"]).await, @"
        > !setrates PEN COP 999999999999
        La tasa va de 0,00000001 a 100.000.000. Escriba un número, como `9` o `9.2`.
        ");
        owner.means("general", "!setrates PEN COP 100000000").await;
        assert_snapshot!(david.sees_refused(CHANNEL, &["!t 999999999999 p"]).await, @"
        > !t 999999999999 p
        999.999.999.999,00 S/ a esa tasa pasa de lo que una orden paga con comisión: de 0,01 COP a 999.999.999.999,00 COP. Envíe menos, o en varias.
        ");
        world.closes_clean().await;
    }

    async fn a_batch_is_opened_once_and_between_two_currencies_that_exist(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, maria, cajero) = (world.person("david"), world.person("maria"), world.person("cajero1"));
        assert_snapshot!(david.sees_refused(CHANNEL, &[
            "!start batch PEN XXX", "!start batch PEN PE", "!start batch PEN", "!start",
        ]).await, @"
        > !start batch PEN XXX
        No conozco la moneda ni el país «XXX». Escriba una de estas: `COP`, `EUR`, `PEN`, `USD`, `USDT` o `VES`. Ejemplo: `!start batch PEN VES`.

        > !start batch PEN PE
        Un batch va de una moneda a otra, no de PEN a PEN. Ejemplo: `!start batch PEN VES`.

        > !start batch PEN
        Faltan datos. Se escribe así: `!start batch [de] [a]`. Ejemplo: `!start batch PEN VES`.

        > !start
        Falta una palabra del comando. Se escribe así: `!start batch [de] [a]`. Ejemplo: `!start batch PEN VES`.
        ");
        assert_snapshot!(david.sees_refused("general", &["!start batch"]).await, @"
        > !start batch
        Este no es un canal de revendedor. Escríbalo en su canal: <#transacciones-david>.
        ");
        assert_snapshot!(maria.sees_refused("general", &["!start batch"]).await, @"
        > !start batch
        Los batches los abren y cierran los revendedores en su canal. Su rol es *cliente*. Lo que usted puede hacer: `!ayuda`.
        ");
        assert_snapshot!(cajero.sees_refused(CHANNEL, &["!start batch"]).await, @"
        > !start batch
        Los batches los abren y cierran los revendedores en su canal. Su rol es *cajero*. Lo que usted puede hacer: `!ayuda`.
        ");

        david.says(CHANNEL, "!start batch").await;
        assert_snapshot!(david.sees_refused(CHANNEL, &["!start batch"]).await, @"
        > !start batch
        Ya hay un batch abierto aquí, todavía sin órdenes. Envíe con `!t 100 p`, o ciérrelo con `!endbatch`.
        ");
        david.says(CHANNEL, "!t 100 p").await;
        assert_snapshot!(david.sees_refused(CHANNEL, &["!start batch"]).await, @"
        > !start batch
        Ya hay un batch abierto aquí, con 1 orden. Véalo con `!batch`; se cierra con `!c <cantidad> <usdt>`.
        ");
        david.says(CHANNEL, "!t 100 p").await;
        assert_snapshot!(david.sees_refused(CHANNEL, &["!start batch"]).await, @"
        > !start batch
        Ya hay un batch abierto aquí, con 2 órdenes. Véalo con `!batch`; se cierra con `!c <cantidad> <usdt>`.
        ");
        world.closes_clean().await;
    }

    async fn a_purchase_that_does_not_fit_the_batch_is_refused(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero1) = (world.person("david"), world.person("cajero1"));
        assert_snapshot!(david.sees_refused(CHANNEL, &["!c 200 52.63"]).await, @"
        > !c 200 52.63
        No hay un batch abierto aquí. Lo abre el revendedor del canal con `!start batch`.
        ");
        david.says(CHANNEL, "!start batch").await;
        assert_snapshot!(david.sees_refused(CHANNEL, &["!c 200 52.63"]).await, @"
        > !c 200 52.63
        El batch no ha recibido nada todavía: primero tiene que pagarse una transferencia. Si quiere cerrarlo vacío: `!endbatch`.
        ");
        david.says(CHANNEL, "!t 100 p").await;
        assert_snapshot!(david.sees_refused(CHANNEL, &["!c 100 26", "!endbatch"]).await, @"
        > !c 100 26
        El batch no se puede cerrar: hay órdenes abiertas.
        • Orden **1**: 902,70 Bs — asignada, espera el pago, cajero1
        Espere a que se paguen, o cancélelas con `!cancelar <n>`.

        > !endbatch
        El batch no se puede cerrar: hay órdenes abiertas.
        • Orden **1**: 902,70 Bs — asignada, espera el pago, cajero1
        Espere a que se paguen, o cancélelas con `!cancelar <n>`.
        ");
        cajero1.pays(1).await;
        david.says(CHANNEL, "!t 100 p").await;
        assert_snapshot!(david.sees_refused(CHANNEL, &["!c 100 26", "!endbatch"]).await, @"
        > !c 100 26
        El batch no se puede cerrar: hay órdenes abiertas.
        • Orden **2**: 902,70 Bs — asignada, espera el pago, cajero1
        Espere a que se paguen, o cancélelas con `!cancelar <n>`.

        > !endbatch
        El batch no se puede cerrar: hay órdenes abiertas.
        • Orden **2**: 902,70 Bs — asignada, espera el pago, cajero1
        Espere a que se paguen, o cancélelas con `!cancelar <n>`.
        ");
        david.says(CHANNEL, "!cancelar 2").await;

        assert_snapshot!(david.sees_refused(CHANNEL, &[
            "!c 100.01 26", "!c abc 26", "!c 0 26", "!c -1 26", "!c 100 0", "!c 100 x", "!c 100 26.12345", "!c 100",
            "!c", "!c 100 26 27",
        ]).await, @"
        > !c 100.01 26
        Compró por 100,01 S/, y en el batch quedan 100,00 S/ de 100,00 S/. Escriba como mucho lo que queda.

        > !c abc 26
        «abc» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.

        > !c 0 26
        La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`.

        > !c -1 26
        La cantidad no puede ser negativa. Escríbala sin el signo menos.

        > !c 100 0
        La cantidad de USDT no vale. La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`.

        > !c 100 x
        La cantidad de USDT no vale. «x» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.

        > !c 100 26.12345
        La cantidad de USDT no vale. La cantidad tiene 5 decimales y caben 4. Redondéela.

        > !c 100
        Faltan datos. Se escribe así: `!c <cantidad> <usdt> [de] [a]`. Ejemplo: `!c 200 52.63`.

        > !c
        Faltan datos. Se escribe así: `!c <cantidad> <usdt> [de] [a]`. Ejemplo: `!c 200 52.63`.

        > !c 100 26 27
        Eso no es lo que el comando espera: hay datos de más o en otro orden. Se escribe así: `!c <cantidad> <usdt> [de] [a]`. Ejemplo: `!c 200 52.63`.
        ");
        world.closes_clean().await;
    }

    async fn only_a_superuser_decides_prices_roles_and_reversals(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let prices = "Las tasas, valores y comisiones solo las cambia un superusuario";
        let roles = "Roles, canales, cuentas y partes solo los decide un superusuario";
        for (name, role) in [("david", "*revendedor*"), ("cajero1", "*cajero*"), ("maria", "*cliente*")] {
            let person = world.person(name);
            for (typed, who) in [
                ("!setrate PEN VES 10", prices),
                ("!setrates PEN VES 10", prices),
                ("!setusdvalue VES 40", prices),
                ("!setbsusdvalue 40", prices),
                ("!setfee VE 1", prices),
                ("!setcut @david 50", roles),
                ("!rol @maria admin", roles),
                ("!canal @david", roles),
                ("!canal @david #general", roles),
                ("!cuenta crear @cajero1 VES 1000", roles),
                ("!revertir 1 porque sí", "Una orden pagada, o la compra de otro, solo la revierte un superusuario"),
            ] {
                person.is_refused("general", typed, &[who, role, "`!ayuda`"]).await;
            }
        }
        world.closes_clean().await;
    }

    async fn a_button_pressed_by_somebody_else_does_nothing(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero1, cajero2) =
            (world.person("superusuario"), world.person("david"), world.person("cajero1"), world.person("cajero2"));
        // cajero1 is told in the cashiers' channel, where others see the buttons too.
        world.closes_dms("cajero1").await;
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        let public = cajero2.order("cajeros", 1).await;
        for label in ["Listo", "Cancelar"] {
            let answer = cajero2.presses(&public, label).await;
            let answer = match answer.kind() {
                "modal" => cajero2.submits(&answer, serde_json::json!({ "text": "no es mía" })).await,
                _ => answer,
            };
            answer.says(&["La orden **1** la tiene **cajero1**, no usted"]);
        }
        let sent = cajero2.replies_with_capture("cajeros", &public, b"not his").await;
        cajero2.reply_to("cajeros", &sent).await.shows(&["la tiene **cajero1**, no usted"]);
        owner.presses_in_vain(&public, "Listo", &["Las órdenes las pagan los cajeros"]).await;
        owner.presses_in_vain(&owner.order(PENDING, 1).await, "Tomar", &["Las órdenes las pagan los cajeros"]).await;
        assert_eq!(world.backlog_told(1).await.len(), 2);

        cajero1.replies_with_capture("cajeros", &public, b"his").await;
        cajero1.presses(&public, "Listo").await.says(&["Orden **1** pagada"]);
        world.closes_clean().await;
    }
}
