//! Amounts and rates in all ways that people write them.

use serde_json::json;

use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

on_sqlite! {
    async fn an_amount_is_understood_as_people_write_it(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        owner.says("general", "!depositar 1 900000 recarga").await;
        david.says(CHANNEL, "!start batch").await;
        for (number, (typed, received)) in (1..).zip([
            ("!t 9 500 p", "9.500,00 S/ a tasa 9"),
            ("!t 1 234,56 P Ana", "1.234,56 S/ a tasa 9"),
            ("!t 1\u{a0}234.56 p", "1.234,56 S/ a tasa 9"),
            ("!t 1\u{202f}234 p", "1.234,00 S/ a tasa 9"),
            ("!t 1'234.56 p", "1.234,56 S/ a tasa 9"),
            ("!t S/ 50 p", "50,00 S/ a tasa 9"),
            ("!t S/.50 9.2", "50,00 S/ a tasa 9,2"),
            ("!t 50 soles p Ana Paz", "50,00 S/ a tasa 9"),
            ("!t +5 p", "5,00 S/ a tasa 9"),
            ("!t ５０ p", "50,00 S/ a tasa 9"),
            ("!t 200,00 S/ p", "200,00 S/ a tasa 9"),
            ("!t \"9 500\" p", "9.500,00 S/ a tasa 9"),
            ("!t 5\u{200b}0 p", "50,00 S/ a tasa 9"),
        ]) {
            david.says(CHANNEL, typed).await;
            david.order(CHANNEL, number).await.shows(&[received]);
        }
        david.order(CHANNEL, 2).await.shows(&["Beneficiario: `Ana`"]);
        david.order(CHANNEL, 8).await.shows(&["Beneficiario: `Ana Paz`"]);
        let chosen = json!({ "monto": "S/ 1 234,56", "tasa": "p" });
        david.slash(CHANNEL, "t", chosen).await.says(&["Orden **14**"]);
        david.order(CHANNEL, 14).await.shows(&["1.234,56 S/ a tasa 9"]);
        world.closes_clean().await;
    }

    async fn an_amount_in_another_currency_names_both(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!start batch").await;
        for typed in ["!t 50$ p", "!t $ 50 p", "!t 50 USD p", "!t 50 dólares p"] {
            david.is_refused(CHANNEL, typed, &["está en dólares (USD)", "se espera en soles (PEN)"]).await;
        }
        david.is_refused(CHANNEL, "!t Bs 100 p", &["está en bolívares (VES)", "se espera en soles (PEN)"]).await;
        david.is_refused(CHANNEL, "!t €50 p", &["está en euros (EUR)", "se espera en soles (PEN)"]).await;
        owner.is_refused("general", "!depositar 1 50 soles recarga", &["está en soles (PEN)", "se espera en bolívares (VES)"]).await;
        owner.is_refused("general", "!pagar @david 5 soles", &["está en soles (PEN)", "se espera en monedas"]).await;
        let chosen = json!({ "cuenta": "1", "monto": "$ 50" });
        owner.slash("general", "depositar", chosen).await.says(&["está en dólares (USD)", "se espera en bolívares (VES)"]);
        owner.is_answered("general", "!depositar 1 Bs. 1 500,50 recarga").await.shows(&["1.500,50 Bs"]);
        owner.is_answered("general", "!ajustar 1 -1.500,50 Bs sobraba").await.shows(&["-1.500,50 Bs"]);
        world.closes_clean().await;
    }

    async fn a_number_that_may_be_two_is_refused_with_both_readings(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!start batch").await;
        for typed in ["!t 9 500", "!t 9 500 9.2", "!t 9 500 9,2 María", "!t 9\u{a0}500 9.2 María"] {
            david.is_refused(CHANNEL, typed, &["se lee de dos maneras", "`9500`", "`9,0`"]).await;
        }
        david.is_refused(CHANNEL, "!c 6 600 270", &["se lee de dos maneras", "`6600`", "`6,0`"]).await;
        owner.is_refused("general", "!depositar 1 5 000 recarga", &["se lee de dos maneras", "`5000`", "ponga una palabra"]).await;
        owner.is_refused("general", "!cuenta crear @cajero1 USD 5 000 Banesco", &["se lee de dos maneras", "`5000`"]).await;
        owner.is_refused("general", "!pagar @david 1 500 el almuerzo", &["se lee de dos maneras", "`1500`"]).await;
        david.is_refused("dm", "!request-retiro 50 000 Binance ID 1", &["se lee de dos maneras", "`50000`"]).await;
        // `p` is the published rate, not a beneficiary.
        david.is_refused(CHANNEL, "!t 9.2 500 p", &["«p» es la tasa publicada y no un beneficiario"]).await;
        let chosen = json!({ "monto": "9", "tasa": "9.2", "beneficiario": "P" });
        david.slash(CHANNEL, "t", chosen).await.says(&["«p» es la tasa publicada y no un beneficiario"]);
        // A number with only one reading is accepted: three digits can be a rate, or end a number with thousands.
        owner.means("general", "!setrates PEN VES 100").await;
        david.says(CHANNEL, "!t 1 100 Ana Paz").await;
        david.order(CHANNEL, 1).await.shows(&["1,00 S/ a tasa 100", "Beneficiario: `Ana Paz`"]);
        david.says(CHANNEL, "!t 1 100,0").await;
        david.order(CHANNEL, 2).await.shows(&["1,00 S/ a tasa 100"]);
        world.closes_clean().await;
    }

    async fn a_price_that_may_be_thousands_is_never_published(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        for typed in ["4.100", "4,100", "4 100", "4'100", "4\u{a0}100"] {
            let both = ["se lee de dos maneras", "`4100`", "`4,1`"];
            owner.is_refused("general", &format!("!setrates PEN COP {typed}"), &both).await;
            owner.is_refused("general", &format!("!setusdvalue COP {typed}"), &both).await;
            owner.is_refused("general", &format!("!setbsusdvalue {typed}"), &both).await;
        }
        let chosen = json!({ "de": "PEN", "a": "COP", "tasa": "4.100" });
        owner.slash("general", "setrates", chosen).await.says(&["se lee de dos maneras", "`4100`", "`4,1`"]);
        owner.is_refused("general", "!setrates PEN COP 9.125", &["`9125`", "`9,1250`"]).await;
        david.says(CHANNEL, "!start batch").await;
        david.is_refused(CHANNEL, "!t 100 9.125", &["`9125`", "`9,1250`"]).await;
        david.is_refused(CHANNEL, "!t 100 4 100 María", &["se lee de dos maneras", "`4100`", "`4,0`"]).await;

        for (typed, told) in [("4100", "4.100"), ("1 050,5", "1.050,5"), ("0.125", "0,125"), ("9,1250", "9,1250"), ("４１００", "4.100")] {
            owner.is_told("general", &format!("!setrates PEN COP {typed}")).await.shows(&[told]);
        }
        owner.is_told("general", "!setusdvalue COP 4100").await.shows(&["4.100"]);
        // Read as thousands it would be more than 100 %, so it has one reading.
        owner.is_told("general", "!setfee VE 0.125").await.shows(&["0,125 %"]);
        owner.is_told("general", "!setfee VE 2,125 %").await.shows(&["2,125 %"]);
        world.closes_clean().await;
    }

    async fn countries_and_currencies_go_by_any_usual_name(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        for (typed, told) in [
            ("!setrates Perú Colombia 1050", "PEN"),
            ("!setrates soles pesos 1050", "COP"),
            ("!setrates dólares bolívares 38", "VES"),
            ("!setrates Estados Unidos vzla 38", "VES"),
            ("!setrates EEUU bs 38", "USD"),
            ("!setrates euros Bolívar 40", "EUR"),
            ("!setusdvalue Pesos 4000", "COP"),
            ("!setusdvalue colombia 4000", "COP"),
            ("!setfee Vzla 0.3", "Venezuela"),
            ("!setfee bolívares 0.3", "Venezuela"),
            ("!setfee Estados Unidos 0.3", "Estados Unidos"),
            ("!saldo bolívares", "no tiene una cuenta en VES"),
        ] {
            owner.is_answered("general", typed).await.shows(&[told]);
        }
        // The same command in different spellings.
        for typed in ["!setrates 9 PEN VES", "!setrates pen/ves 9", "!setrates PEN a VES 9", "!setrates PEN VES 9 Bs"] {
            owner.is_told("general", typed).await.shows(&["PEN → VES", "9"]);
        }
        owner.is_told("general", "!setfee 0.3 VE").await.shows(&["0,3 %"]);
        owner.is_refused("general", "!setrates soles Perú 9", &["no de PEN a PEN"]).await;
        owner.is_refused("general", "!setrates soles zloty 9", &["No conozco la moneda ni el país «ZLOTY»"]).await;
        david.says(CHANNEL, "!start batch Perú Venezuela").await;
        david.is_told(CHANNEL, "!batch soles bolívares").await.shows(&["Soles"]);
        david.says(CHANNEL, "!t 100 p").await;
        world.person("cajero1").pays(1).await;
        david.says(CHANNEL, "!c 100 soles 26,30 USDT Perú Venezuela").await;
        david.finds(CHANNEL, "batch 1 cerrado").await;
        world.closes_clean().await;
    }
}
