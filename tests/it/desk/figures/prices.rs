//! Prices and percentages far from the last ones, and who is told a new price.

use serde_json::json;

use super::{has_become, is_asked};
use crate::desk::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const HERE: &str = "general";

on_both_engines! {
    async fn a_price_far_from_the_last_one_asks_and_shows_both(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        // A change of exactly the limit is not asked about.
        owner.is_told(HERE, "!setrates PEN VES 9.9").await.shows(&["publicada: **9,9** (antes: 9)"]);
        let rate = is_asked(owner, HERE, "!setrates PEN VES 99", &["PEN → VES: 9,9 → **99**", "Nada se publicó todavía"]).await;
        let value = is_asked(owner, HERE, "!setbsusdvalue 3.8", &["Bs por 1 $: 38 → **3,8**"]).await;
        let fee = is_asked(owner, HERE, "!setfee VE 3", &["transferir a Venezuela: 0,3 % → **3 %**"]).await;
        // A first value that is usual for its currency is not asked about.
        owner.is_told(HERE, "!setusdvalue COP 4000").await.shows(&["1 $ = **4.000"]);
        world.person("david").is_told(HERE, "!tasas").await.shows(&["PEN → VES: **9,9**", "comisión 0,3 %", "1 $ = 38"]);
        world.restarts().await;

        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.presses_in_vain(&rate, "Confirmar", &["`!ayuda`"]).await;
        owner.presses(&rate, "Confirmar").await;
        has_become(owner, &rate, &["Tasa PEN → VES publicada: **99** (antes: 9,9)"]).await;
        owner.presses(&value, "Corregir").await;
        has_become(owner, &value, &["Nada se hizo", "`!setbsusdvalue 3.8`"]).await;
        owner.presses(&fee, "Confirmar").await;
        has_become(owner, &fee, &["es ahora **3 %** (antes: 0,3 %)"]).await;
        david.is_told(HERE, "!tasas").await.shows(&["PEN → VES: **99**", "comisión 3 %", "1 $ = 38"]);
        world.closes_clean().await;
    }

    async fn a_first_price_is_compared_with_what_others_imply(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        let inverse = is_asked(owner, HERE, "!setrates VES PEN 9", &[
            "Tasa VES → PEN: no había → **9**", "La tasa PEN → VES es 9: según ella serían unos **0,1111**", "Nada se publicó todavía",
        ]).await;
        owner.presses(&inverse, "Corregir").await;
        has_become(owner, &inverse, &["Nada se hizo", "`!setrates VES PEN 9`"]).await;
        owner.is_told(HERE, "!setrates VES PEN 0.105").await.shows(&["publicada: **0,105** (antes: no había)"]);
        let peg = is_asked(owner, HERE, "!setusdvalue usdt 5", &["USDT por 1 $: no había → **5**", "serían cerca de **1**"]).await;
        let dollars = is_asked(owner, HERE, "!setrates USD VES 3.8", &["Según los valores del dólar serían unos **38**"]).await;
        let fee = is_asked(owner, HERE, "!setfee PE 30", &["a Perú: 0 % → **30 %**. Es mucho para una comisión"]).await;
        owner.is_told(HERE, "!setusdvalue USDT 1.01").await.shows(&["1 $ = **1,01 USDT** (antes: no había)"]);
        // The value of a currency without a country is shown too.
        owner.is_told(HERE, "!tasas").await.shows(&["VES → PEN: **0,105**", "Otras monedas", "1 $ = 1,01 USDT"]);
        // The value that it is compared with has changed meanwhile.
        owner.presses(&peg, "Confirmar").await.says(&["Las cifras cambiaron mientras tanto", "1,01 → **5**"]);
        owner.presses(&dollars, "Confirmar").await;
        has_become(owner, &dollars, &["Tasa USD → VES publicada: **3,8**"]).await;
        let from_rate = is_asked(owner, HERE, "!setrates VES USD 3.8", &["La tasa USD → VES es 3,8: según ella serían unos **0,2632**"]).await;
        owner.presses(&from_rate, "Corregir").await;
        owner.presses(&fee, "Confirmar").await;
        has_become(owner, &fee, &["es ahora **30 %**"]).await;
        world.closes_clean().await;
    }

    async fn a_first_price_is_compared_with_all_that_is_known_or_else_with_what_is_usual(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        let soles = is_asked(owner, HERE, "!setusdvalue PEN 37.5", &[
            "S/ por 1 $: no había → **37,5**", "La tasa PEN → VES es 9: con ella y lo que vale el dólar en la otra moneda serían unos **4,2222**",
        ]).await;
        owner.presses(&soles, "Corregir").await;
        is_asked(owner, HERE, "!setrates USDT PEN 380", &["no había → **380**", "Según los valores del dólar serían unos **4,2222**"]).await;
        for (typed, shown) in [("!setusdvalue EUR 9200", "1 $ = **9.200 €**"), ("!setusdvalue COP 4.1", "1 $ = **4,1")] {
            is_asked(owner, HERE, typed, &["no había → ", "Es el primer valor de esa moneda", shown]).await;
        }
        owner.is_told(HERE, "!setusdvalue PEN 3.75").await.shows(&["1 $ = **3,75 S/** (antes: no había)"]);
        owner.is_told(HERE, "!setrates USDT PEN 3.8").await.shows(&["publicada: **3,8**"]);
        owner.is_told(HERE, "!setusdvalue EUR 0.92").await.shows(&["1 $ = **0,92"]);
        world.closes_clean().await;
    }

    async fn a_price_that_another_one_replaced_meanwhile_is_asked_again(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        let asked = owner.slash(HERE, "setrates", json!({ "de": "PEN", "a": "VES", "tasa": "18" })).await.message();
        asked.shows(&["9 → **18**"]);
        owner.says(HERE, "!setrates PEN VES 9.5").await;
        owner.presses(&asked, "Confirmar").await.says(&["Las cifras cambiaron mientras tanto, y nada se hizo", "9,5 → **18**"]);
        world.closes_clean().await;
    }

    async fn what_is_published_is_read_by_resellers_and_cashiers(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        owner.says(HERE, "!setrates PEN VES 9.1").await;
        owner.says(HERE, "!setfee VE 0.4").await;
        let parts = ["📢 **superusuario** publicó: la tasa PEN → VES es ahora **9,1** (antes: 9)", "Cuenta para las órdenes nuevas"];
        david.finds(CHANNEL, "la tasa PEN").await.shows(&parts).rings(&[]);
        cajero.finds("cajeros", "la tasa PEN").await.shows(&parts);
        david.finds(CHANNEL, "transferir a Venezuela").await.shows(&["**0,4 %** (antes: 0,3 %)"]);
        // An unchanged price is not told, and where the setting is off no price is told.
        owner.says(HERE, "!setrates PEN VES 9.1").await;
        assert_eq!(world.person("david").counts(CHANNEL, "la tasa PEN").await, 1);
        world.restarts_with(&[("CAMBISTA__FIGURES__ANNOUNCE_PRICES", "false")]).await;
        world.person("superusuario").says(HERE, "!setrates PEN VES 9.2").await;
        assert_eq!(world.person("david").counts(CHANNEL, "la tasa PEN").await, 1);
        world.closes_clean().await;
    }

    async fn a_first_part_that_is_large_asks(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        owner.says(HERE, "!rol @maria revendedor").await;
        let asked = is_asked(owner, HERE, "!setcut @maria 100", &["**maria**", "0 % → **100 %**", "Es mucho para empezar"]).await;
        owner.presses(&asked, "Corregir").await;
        owner.is_answered(HERE, "!setcut @maria 60").await.shows(&["60 %"]);
        world.closes_clean().await;
    }

    async fn a_part_far_from_the_last_one_asks(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        owner.is_answered(HERE, "!setcut @david 45").await.shows(&["45 %"]);
        let asked = is_asked(owner, HERE, "!setcut @david 4", &["**david**", "45 % → **4 %**", "Nada cambió todavía"]).await;
        let again = is_asked(owner, HERE, "!setcut @david 100", &["45 % → **100 %**"]).await;
        owner.presses(&again, "Confirmar").await;
        has_become(owner, &again, &["100 %"]).await;
        owner.presses(&asked, "Confirmar").await.says(&["Las cifras cambiaron mientras tanto", "100 % → **4 %**"]);
        let now = owner.finds_again(&asked).await.expect("the question");
        owner.presses(&now, "Confirmar").await;
        has_become(owner, &now, &["4 %"]).await;
        world.closes_clean().await;
    }
}
