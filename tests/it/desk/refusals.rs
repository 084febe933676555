//! The desk's refusals: each has its own sentence, says what to type instead, and stores nothing.

use super::{CHANNEL, PENDING};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn a_transfer_that_cannot_be_read_is_answered_with_what_to_type(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        david.is_refused(CHANNEL, "!t 100 p", &["No hay un batch abierto aquí", "`!start batch`"]).await;
        david.says(CHANNEL, "!start batch").await;
        let usage = "Se escribe así: `!t <monto> <p o tasa> [beneficiario]`. Ejemplo: `!t 100 p";
        for (typed, parts) in [
            ("!t 0 p", ["La cantidad no puede ser cero", "`100`"]),
            ("!t -5 p", ["no puede ser negativa", "sin el signo menos"]),
            ("!t abc p", ["«abc» no es una cantidad", "`1.234,56`"]),
            ("!t 5. p", ["«5.» no es una cantidad", "`100,50`"]),
            ("!t 1.234 p", ["puede ser 1.234,00 S/ o 1,234 S/", "sin separador de miles"]),
            ("!t 1,234 p", ["puede ser 1.234,00 S/ o 1,234 S/", "con dos decimales"]),
            ("!t 100,555 p", ["puede ser 100.555,00 S/ o 100,555 S/", "sin separador de miles"]),
            ("!t 100.5555 p", ["tiene 4 decimales", "caben 2"]),
            ("!t 9999999999999 p", ["La cantidad va de 0,01 S/ a", "999.999.999.999,00 S/"]),
            ("!t", ["Faltan datos.", usage]),
            ("!t 100", ["Faltan datos.", usage]),
            ("!t 100 x", ["«x» no es una tasa", "Escriba `p` para la publicada, o un número como `9.2`"]),
            ("!t 100 0", ["La tasa no puede ser cero", "`p`"]),
            ("!t 100 -9", ["La tasa no puede ser menor que cero", "`p`"]),
        ] {
            david.is_refused(CHANNEL, typed, &parts).await;
        }
        let long = format!("!t 100 p {}", "x".repeat(201));
        david.is_refused(CHANNEL, &long, &["tiene 201 caracteres", "caben 200", "Acórtelo"]).await;
        world.closes_clean().await;
    }

    async fn a_transfer_in_the_wrong_place_is_told_the_right_one(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, maria) = (world.person("superusuario"), world.person("david"), world.person("maria"));
        let ana = world.joins("ana").await;
        owner.says("general", "!rol @ana admin").await;
        ana.is_refused("general", "!t 100 p", &["no es un canal de revendedor", "si aún no tiene uno", "`!canal @…`"]).await;
        david.is_refused("general", "!t 100 p", &["no es un canal de revendedor", "Escríbalo en su canal: <#"]).await;
        david.is_refused("dm", "!t 100 p", &["no es un canal de revendedor", "Escríbalo en su canal: <#"]).await;
        owner.says("general", "!rol @ana revendedor").await;
        ana.is_refused("general", "!t 100 p", &["no es un canal de revendedor", "Escríbalo en su canal: <#"]).await;
        owner.is_refused("general", "!canal @ana #general", &["lo puede leer `@everyone`", "`!canal @ana`"]).await;
        world.binds_as_before("ana", "general").await;
        for typed in ["!start batch", "!t 100 p", "!c 200 52.63", "!endbatch"] {
            david.is_refused("general", typed, &["Este canal es de **ana**", "Escríbalo en su canal: <#"]).await;
        }
        ana.says("general", "!start batch").await;
        david.is_refused("general", "!batch", &["Ese batch es de otro revendedor", "`!batch`"]).await;
        maria.is_refused("general", "!t 100 p", &["Sus transferencias se escriben en <#", "con la captura de su pago"]).await;
        let nadie = world.joins("nadie").await;
        nadie.is_refused("general", "!t 100 p", &["todavía no tiene un rol", "canal de registro"]).await;

        ana.says("general", "!t 100 p").await;
        david.is_refused(CHANNEL, "!cancelar 1", &["La orden **1** es de otro revendedor"]).await;
        david.is_refused(CHANNEL, "!orden 1", &["Esa orden no es suya"]).await;
        // Others can read her channel, so she is told by direct message.
        ana.order("dm", 1).await.shows(&["902,70 Bs"]);
        world.closes_clean().await;
    }

    async fn a_transfer_without_prices_says_which_is_missing(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!start batch PE CO").await;
        david.is_refused(CHANNEL, "!t 100 p", &["Falta el valor de COP en dólares", "`!setusdvalue COP 38`"]).await;
        owner.says("general", "!setusdvalue COP 4000").await;
        for typed in ["!t 100 p", "!t 100 1050"] {
            david.is_refused(CHANNEL, typed, &["No hay una tasa publicada de PEN a COP", "`!setrates PEN COP 9`"]).await;
        }
        owner.means("general", "!setrates PEN COP 0.00001").await;
        david.is_refused(CHANNEL, "!t 100 p", &["100,00 S/ a esa tasa es menos de un céntimo", "Envíe más"]).await;
        owner.is_refused("general", "!setrates PEN COP 999999999999", &["La tasa va de 0,00000001 a 100.000.000"]).await;
        owner.means("general", "!setrates PEN COP 100000000").await;
        david.is_refused(CHANNEL, "!t 999999999999 p", &["Envíe menos"]).await;
        world.closes_clean().await;
    }

    async fn a_batch_is_opened_once_and_between_two_currencies_that_exist(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, maria, cajero) = (world.person("david"), world.person("maria"), world.person("cajero1"));
        david.is_refused(CHANNEL, "!start batch PEN XXX", &["«XXX»", "`VES`", "`!start batch PEN VES`"]).await;
        david.is_refused(CHANNEL, "!start batch PEN PE", &["de una moneda a otra, no de PEN a PEN", "`!start batch PEN VES`"]).await;
        david.is_refused(CHANNEL, "!start batch PEN", &["Faltan datos", "`!start batch [de] [a]`"]).await;
        david.is_refused(CHANNEL, "!start", &["`!start batch [de] [a]`"]).await;
        david.is_refused("general", "!start batch", &["no es un canal de revendedor", "<#"]).await;
        let who = "Los batches los abren y cierran los revendedores";
        maria.is_refused("general", "!start batch", &[who, "*cliente*"]).await;
        cajero.is_refused(CHANNEL, "!start batch", &[who, "*cajero*"]).await;

        david.says(CHANNEL, "!start batch").await;
        david.is_refused(CHANNEL, "!start batch", &["Ya hay un batch abierto aquí, todavía sin órdenes", "`!endbatch`"]).await;
        david.says(CHANNEL, "!t 100 p").await;
        david.is_refused(CHANNEL, "!start batch", &["Ya hay un batch abierto aquí, con 1 orden.", "`!c <cantidad> <usdt>`"]).await;
        david.says(CHANNEL, "!t 100 p").await;
        david.is_refused(CHANNEL, "!start batch", &["con 2 órdenes"]).await;
        world.closes_clean().await;
    }

    async fn a_purchase_that_does_not_fit_the_batch_is_refused(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero1) = (world.person("david"), world.person("cajero1"));
        david.is_refused(CHANNEL, "!c 200 52.63", &["No hay un batch abierto aquí"]).await;
        david.says(CHANNEL, "!start batch").await;
        david.is_refused(CHANNEL, "!c 200 52.63", &["no ha recibido nada todavía", "`!endbatch`"]).await;
        david.says(CHANNEL, "!t 100 p").await;
        let open = ["hay órdenes abiertas", "Orden **1**: 902,70 Bs — asignada, espera el pago, cajero1", "`!cancelar <n>`"];
        david.is_refused(CHANNEL, "!c 100 26", &open).await;
        david.is_refused(CHANNEL, "!endbatch", &open).await;
        cajero1.pays(1).await;
        david.says(CHANNEL, "!t 100 p").await;
        let open = ["hay órdenes abiertas", "Orden **2**: 902,70 Bs"];
        david.is_refused(CHANNEL, "!c 100 26", &open).await;
        david.is_refused(CHANNEL, "!endbatch", &open).await;
        david.says(CHANNEL, "!cancelar 2").await;

        for (typed, parts) in [
            ("!c 100.01 26", ["Compró por 100,01 S/", "quedan 100,00 S/ de 100,00 S/"]),
            ("!c abc 26", ["La cantidad comprada no vale", "«abc» no es una cantidad"]),
            ("!c 0 26", ["La cantidad comprada no vale", "no puede ser cero"]),
            ("!c -1 26", ["La cantidad comprada no vale", "no puede ser negativa"]),
            ("!c 100 0", ["La cantidad de USDT no vale", "no puede ser cero"]),
            ("!c 100 x", ["La cantidad de USDT no vale", "«x» no es una cantidad"]),
            ("!c 100 26.12345", ["La cantidad de USDT no vale", "caben 4"]),
            ("!c 100", ["Faltan datos", "Ejemplo: `!c 200 52.63`"]),
            ("!c", ["Faltan datos", "Ejemplo: `!c 200 52.63`"]),
            ("!c 100 26 27", ["datos de más", "Ejemplo: `!c 200 52.63`"]),
        ] {
            david.is_refused(CHANNEL, typed, &parts).await;
        }
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

    async fn a_setup_command_with_a_slip_in_it_says_what_exists(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        world.joins("nadie").await;
        for (typed, parts) in [
            ("!setrates PEN XXX 9", ["No conozco la moneda ni el país «XXX»", "`PEN`"]),
            ("!setrates PEN PEN 9", ["no de PEN a PEN", "`!setrates PEN VES 9`"]),
            ("!setrates PEN VES p", ["«p» no es una tasa", "Escriba un número, como `9`"]),
            ("!setrates PEN VES 0", ["no puede ser cero", "Escriba un número, como `9`"]),
            ("!setrates PEN VES", ["Faltan datos", "`!setrates <de> <a> <tasa>`"]),
            ("!setusdvalue ABC 38", ["No conozco la moneda ni el país «ABC»", "`VES`"]),
            ("!setusdvalue USD 2", ["Un dólar vale un dólar", "`!setusdvalue VES 38`"]),
            ("!setbsusdvalue mucho", ["«mucho» no es un valor", "`38`"]),
            ("!setfee XX 1", ["No conozco el país «XX»", "`VE`"]),
            ("!setfee VE 101", ["va de 0 a 100", "porcentaje"]),
            ("!setfee VE x", ["«x» no es un porcentaje", "`0,3`"]),
            ("!setcut @david 140", ["va de 0 a 100", "porcentaje"]),
            ("!setcut @cajero1 40", ["**cajero1** no es revendedor", "`!rol @… revendedor`"]),
            ("!rol @maria jefe", ["No hay un rol «jefe»", "`revendedor`, `cajero`, `cliente` y `admin`"]),
            ("!rol @fantasma cajero", ["No encuentro a «fantasma»", "Mencione a esa persona con @"]),
            ("!rol @maria", ["Faltan datos", "`!rol @persona <revendedor|cajero|cliente|admin>`"]),
            ("!canal @maria", ["**maria** no es revendedor", "`!rol @… revendedor`"]),
            ("!canal @david #nada", ["No encuentro el canal «\\#nada»", "`!canal @david`"]),
            ("!cuenta crear @cajero1 XXX 5", ["No conozco la moneda ni el país «XXX»", "`VES`"]),
            ("!cuenta crear @cajero1 VES -5", ["El saldo inicial no vale", "no puede ser negativa"]),
            ("!cuenta crear @cajero1 VES 5.000", ["El saldo inicial no vale", "puede ser 5.000,00 Bs o 5,00 Bs"]),
            ("!cuenta crear @nadie VES 5", ["**nadie** no tiene un rol todavía", "`!rol @… cajero`"]),
            ("!cuenta crear @cajero1 VES", ["Faltan datos", "`!cuenta crear @persona <moneda> <saldo> [banco]`"]),
            ("!cuenta", ["`!cuenta abrir`", "Ejemplo"]),
            ("!orden 99", ["No hay una orden 99", "Mire el número"]),
            ("!orden x", ["«x» no es un número de orden", "`12`"]),
            ("!orden 0", ["«0» no es un número de orden", "`12`"]),
            ("!orden 99999999999999999999", ["no es un número de orden", "`12`"]),
            ("!cancelar 99", ["No hay una orden 99", "Mire el número"]),
            ("!endbach", ["No conozco «endbach»", "¿Quiso decir `!endbatch`?"]),
            ("!xyzzy", ["No conozco «xyzzy»", "Todos los comandos: `!ayuda`"]),
        ] {
            owner.is_refused("general", typed, &parts).await;
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
