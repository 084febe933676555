//! A payout with a capture was paid outside the desk: nothing may release its hold, or it could be paid twice.

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const REQUESTS: &str = "solicitudes";
const ASKED: &str = "Solicitud 1: retiro";

/// david has earned 1.84 $, asked for 1 $, and the owner has sent the capture of the payment.
async fn proved(test_db: &TestDb) -> World {
    let mut world = World::demo_with(test_db, &[("CAMBISTA__PAYOUTS__MINIMUM_USD", "1")]).await;
    world.joins("segunda").await;
    let id = world.about("segunda").await["id"].as_str().expect("an id").to_owned();
    world
        .restarts_with(&[("CAMBISTA__DISCORD__SUPERUSERS", Box::leak(id.into_boxed_str()))])
        .await;
    let (david, owner) = (world.person("david"), world.person("superusuario"));
    owner.says("general", "!rol @segunda admin").await;
    david.says(CHANNEL, "!start batch").await;
    for (order, typed) in [(1, "!t 100 p"), (2, "!t 100 9.2")] {
        david.says(CHANNEL, typed).await;
        world.person("cajero1").pays(order).await;
    }
    david.says(CHANNEL, "!c 200 52.63").await;
    david.says("dm", "!request-retiro 1 Zelle x").await;
    owner
        .replies_with_capture(REQUESTS, &owner.finds(REQUESTS, ASKED).await, b"paid outside")
        .await;
    world
}

on_both_engines! {
    async fn another_superuser_cannot_reject_what_is_paid_but_who_sent_the_capture_can_take_it_back(test_db: TestDb) {
        let world = proved(&test_db).await;
        let (owner, second) = (world.person("superusuario"), world.person("segunda"));
        let rows = world.rows().await;
        let form = second.presses(&second.finds(REQUESTS, ASKED).await, "Rechazar").await;
        second.fills(&form, &[("¿Por qué?", "no lo veo")]).await
            .says(&["ya tiene la captura del pago, de **superusuario**", "**Pagado**", "quien la envió"]);
        assert_eq!(world.rows().await, rows);
        let form = owner.presses(&owner.finds(REQUESTS, ASKED).await, "Rechazar").await;
        owner.fills(&form, &[("¿Por qué?", "era la captura de otro pago")]).await.says(&["rechazada"]);
        world.person("david").is_told("dm", "!ganancias").await.shows(&["Disponible: **1,84 $**"]);
        world.closes_clean().await;
    }

    async fn whoever_is_sent_away_after_they_were_paid_is_not_paid_again(test_db: TestDb) {
        let world = proved(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        owner.is_told_privately("general", "!baja @david").await
            .shows(&["**david** está de baja", "El retiro **1** ya tiene la captura del pago: confírmelo con **Pagado**"]);
        david.is_refused("dm", "!request-retiro 1 Zelle x", &["1"]).await;
        owner.presses(&owner.finds(REQUESTS, ASKED).await, "Pagado").await.says(&["pagado"]);
        assert_eq!(world.balance("payouts:USD").await, "1");
        world.closes_clean().await;
    }

    async fn a_capture_that_went_round_is_known_wherever_it_turns_up(test_db: TestDb) {
        let world = proved(&test_db).await;
        let (david, cajero1, owner) = (world.person("david"), world.person("cajero1"), world.person("superusuario"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        let order = cajero1.order("dm", 3).await;
        let sent = cajero1.replies_with_capture("dm", &order, b"paid outside").await;
        cajero1.reply_to("dm", &sent).await.shows(&["Esta misma captura ya se usó en el retiro 1"]);
        owner.finds("alertas", "La captura de la orden **3**").await.shows(&["el retiro 1", "`!solicitud 1`"]);
        world.closes_clean().await;
    }
}
