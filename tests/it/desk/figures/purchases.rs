//! USDT at a price far from the break-even and the last prices.

use serde_json::json;

use super::{has_become, is_asked};
use crate::desk::CHANNEL;
use crate::desk::batches::two_paid;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::person::Person;
use crate::support::world::World;

const REQUESTS: &str = "solicitudes";
/// The worked example's batch: 200 soles, break-even 4.1633, so a usual price is one from 3.1225 to 5.2041.
const OUTSIDE: &str = "!c 200 65.03";
const FAR: &str = "!c 200 5263";

async fn request(owner: Person<'_>, number: i64) -> Message {
    owner.finds(REQUESTS, &format!("Solicitud {number}: compra")).await
}

on_both_engines! {
    async fn the_worked_example_is_not_asked_and_a_price_outside_the_band_shows_what_it_would_come_to(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let david = two_paid(&world).await;
        let asked = is_asked(david, CHANNEL, OUTSIDE, &[
            "lejos del de equilibrio", "Nada se anotó todavía", "Compra para el batch 1", "Comprado por: 200,00 S/",
            "65,03 USDT", "3,0755", "Precio de equilibrio: 4,1633 PEN/USDT", "Últimos precios: —",
            // 65.03 − 48.03
            "Ganancia del batch: **17,00 $**", "Cut david = 6,80 $", "Cajero cajero1 = 10,20 $",
        ]).await;
        assert_eq!(asked.buttons(), ["Confirmar", "Corregir"]);
        assert_eq!(world.balance("treasury:USDT").await, "0");
        world.restarts().await;

        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        cajero.presses_in_vain(&asked, "Confirmar", &["Los batches los abren y cierran los revendedores"]).await;
        world.person("superusuario").presses_in_vain(&asked, "Confirmar", &["Esa pregunta no es suya"]).await;
        cajero.presses_in_vain(&asked, "Corregir", &["Esa pregunta no es suya"]).await;
        world.goes_stale(&asked, 1).await;
        let (one, two) = tokio::join!(
            david.presses_without_waiting(&asked, "Confirmar"),
            david.presses_without_waiting(&asked, "Confirmar"),
        );
        world.settles().await;
        let told = [one.text(), two.text()].concat();
        assert!(told.contains("cerrado con 17,00 $ de ganancia") && told.contains("ya se confirmó"), "{told}");
        has_become(david, &asked, &["Comprado a 3,0755. Batch **1** cerrado con 17,00 $ de ganancia"]).await;
        david.finds(CHANNEL, "Batch cerrado").await.shows(&["17,00 $", "6,80 $", "10,20 $"]);
        assert_eq!(world.movements("batch.bought").await, 1);
        world.closes_clean().await;
    }

    async fn whoever_forgot_a_point_corrects_it_and_nothing_was_done(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = two_paid(&world).await;
        let asked = is_asked(david, CHANNEL, FAR, &[
            "**muy lejos**", "lo decide un superusuario", "0,0380", "Ganancia del batch: **5.214,97 $**",
        ]).await;
        assert_eq!(asked.buttons(), ["Pedir a un superusuario", "Corregir"]);
        let owner = world.person("superusuario");
        assert_eq!(world.rows().await.iter().find(|(table, _)| *table == "requests").map(|(_, rows)| *rows).unwrap_or(0), 0);
        owner.presses_in_vain(&asked, "Pedir a un superusuario", &["Esa pregunta no es suya"]).await;
        david.presses(&asked, "Corregir").await;
        has_become(david, &asked, &["Nada se hizo", "`!c 200 5263`"]).await;
        assert!(david.finds_again(&asked).await.is_some_and(|now| now.buttons().is_empty()));
        // The worked example itself is not asked about.
        david.says(CHANNEL, "!c 200 52.63").await;
        david.last(CHANNEL).await.shows(&["4,60 $", "1,84 $", "2,76 $"]);
        world.closes_clean().await;
    }

    async fn swapped_amounts_are_offered_the_right_way_round(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = two_paid(&world).await;
        let asked = is_asked(david, CHANNEL, "!c 52.63 200", &[
            "parecen al revés", "¿Compró 52,63 USDT por 200,00 S/?", "3,8001", "Ganancia del batch: **4,60 $**",
            "Cut david = 1,84 $", "Cajero cajero1 = 2,76 $",
        ]).await;
        david.presses(&asked, "Confirmar").await;
        has_become(david, &asked, &["Batch **1** cerrado con 4,60 $ de ganancia"]).await;
        david.finds(CHANNEL, "Batch cerrado").await.shows(&["1,84 $", "2,76 $"]);

        // The slash command does the same; an amount above what is in the batch is swapped too.
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 40 p").await;
        world.person("cajero1").pays(3).await;
        let asked = david.slash(CHANNEL, "c", json!({ "cantidad": "10.5", "usdt": "40" })).await.message();
        asked.shows(&["parecen al revés", "¿Compró 10,50 USDT por 40,00 S/?"]);
        david.presses(&asked, "Confirmar").await.says(&["Batch **2** cerrado"]);
        world.closes_clean().await;
    }

    async fn a_price_far_off_is_booked_when_a_superuser_says_so(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = two_paid(&world).await;
        let owner = world.person("superusuario");
        let asked = is_asked(david, CHANNEL, FAR, &["lo decide un superusuario"]).await;
        david.presses(&asked, "Pedir a un superusuario").await;
        has_become(david, &asked, &["en manos de un superusuario: solicitud **1**", "en 30 minutos vence"]).await;
        let shown = request(owner, 1).await;
        shown.shows(&["de **david**: por decidir", "Batch: 1", "5.263,00 USDT", "4,1633", "Cut david = 2.085,98 $"]);
        shown.rings(&["superusuario"]);
        assert_eq!(world.balance("treasury:USDT").await, "0");
        // The same again is asked once.
        let again = is_asked(david, CHANNEL, FAR, &["lo decide un superusuario"]).await;
        david.presses(&again, "Pedir a un superusuario").await.says(&["Ya tiene una solicitud por decidir"]);
        has_become(david, &again, &["Ya tiene una solicitud por decidir"]).await;
        let late = is_asked(david, CHANNEL, FAR, &["lo decide un superusuario"]).await;

        owner.presses(&shown, "Aprobar").await.says(&["Solicitud **1** aprobada", "Batch **1** cerrado con 5.214,97 $"]);
        david.finds("dm", "Su solicitud **1**").await.shows(&["(compra) fue aprobada: la compra se anotó como la escribió"]);
        david.finds(CHANNEL, "Batch cerrado").await.shows(&["5.214,97 $"]);
        // The batch is closed: the question's message says so, and has no buttons any more.
        david.presses(&late, "Pedir a un superusuario").await.says(&["No hay un batch abierto"]);
        has_become(david, &late, &["Nada se hizo, y esta pregunta ya no cuenta. Era: `!c 200 5263`"]).await;
        world.closes_clean().await;
    }

    async fn figures_that_changed_meanwhile_are_asked_again(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let david = two_paid(&world).await;
        let (owner, cajero) = (world.person("superusuario"), world.person("cajero1"));
        let asked = is_asked(david, CHANNEL, OUTSIDE, &["Ganancia del batch: **17,00 $**"]).await;
        let far = is_asked(david, CHANNEL, FAR, &["superusuario"]).await;
        david.presses(&far, "Pedir a un superusuario").await;
        david.says(CHANNEL, "!t 40 p").await;
        cajero.pays(3).await;
        // 40 soles more were received, so the purchase no longer closes the batch.
        david.presses(&asked, "Confirmar").await.says(&["Las cifras cambiaron mientras tanto, y nada se hizo"]);
        let now = david.finds_again(&asked).await.expect("the question");
        now.shows(&["Precio de equilibrio: 4,1710", "Queda sin comprar: 40,00 S/", "Ganancia de esta compra"]);
        assert_eq!(now.buttons(), ["Confirmar", "Corregir"]);
        let shown = request(owner, 1).await;
        owner.presses_in_vain(&shown, "Aprobar", &["Las cifras de la solicitud **1** cambiaron", "Queda sin comprar: 40,00 S/"]).await;
        assert_eq!(world.balance("treasury:USDT").await, "0");

        // After half an hour a question can no longer be confirmed.
        world.passes(31).await;
        david.presses(&now, "Confirmar").await.says(&["esperó demasiado, y nada se hizo"]);
        has_become(david, &now, &["esta pregunta ya no cuenta"]).await;
        assert_eq!(world.balance("treasury:USDT").await, "0");
        david.says(CHANNEL, "!c 240 63").await;
        david.finds(CHANNEL, "Batch cerrado").await.shows(&["63,00"]);
        world.closes_clean().await;
    }

    async fn a_superuser_is_asked_too_and_decides_it_alone(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        two_paid(&world).await;
        let owner = world.person("superusuario");
        let asked = is_asked(owner, CHANNEL, FAR, &["**muy lejos**"]).await;
        assert_eq!(asked.buttons(), ["Confirmar", "Corregir"]);
        owner.presses(&asked, "Confirmar").await;
        has_become(owner, &asked, &["Batch **1** cerrado con 5.214,97 $"]).await;
        world.closes_clean().await;
    }
}
