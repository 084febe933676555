//! Buttons that are pressed twice, by two people, too late, or that the desk never made.

use serde_json::json;

use super::{CHANNEL, PENDING, captured, closes_the_batch, count, one_order};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn listo_pressed_twice_at_once_pays_once(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        one_order(&world).await;
        let order = captured(&world).await;
        let (one, other) = tokio::join!(
            cajero.presses_without_waiting(&order, "Listo"),
            cajero.presses_without_waiting(&order, "Listo"),
        );
        world.settles().await;
        let (first, second) = if one.text().contains("902,70 Bs") { (one, other) } else { (other, one) };
        first.says(&["Orden **1** pagada", "902,70 Bs"]);
        second.says(&["La orden **1** ya está así: *pagada*"]);
        assert_eq!(count(david, CHANNEL, "✅ Orden **1** pagada").await, 1);
        assert_eq!(world.balance("batch:1:sent:VES").await, "902.7");
        closes_the_batch(&world).await;
        world.closes_clean().await;
    }

    async fn two_cashiers_who_press_tomar_at_once_leave_one_owner(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, cajero1, cajero2) = (world.person("superusuario"), world.person("cajero1"), world.person("cajero2"));
        world.joins("cajero3").await;
        let cajero3 = world.person("cajero3");
        let mention = world.mention("cajero3").await;
        owner.says("general", &format!("!rol {mention} cajero")).await;
        owner.says("general", &format!("!cuenta crear {mention} VES 5000")).await;
        one_order(&world).await;
        let pending = cajero2.order(PENDING, 1).await;
        let (second, third) = tokio::join!(
            cajero2.presses_without_waiting(&pending, "Tomar"),
            cajero3.presses_without_waiting(&pending, "Tomar"),
        );
        world.settles().await;
        let (taken, late) = if second.text().contains("es suya") { (second, third) } else { (third, second) };
        taken.says(&["La orden **1** es suya (la tenía cajero1)"]);
        let (winner, loser) = if late.text().contains("**cajero2**") { (cajero2, cajero3) } else { (cajero3, cajero2) };
        late.says(&["La orden **1** ahora la tiene", winner.name(), "fue más rápido"]);
        assert_eq!(winner.order("dm", 1).await.buttons(), ["Listo", "Cancelar"]);
        assert!(!loser.reads("dm").await.iter().any(|message| message.title() == Some("Orden 1")));
        let old = cajero1.order("dm", 1).await;
        old.shows(&["no la pague", winner.name()]);
        assert!(old.buttons().is_empty());
        winner.pays(1).await.says(&["902,70 Bs"]);
        closes_the_batch(&world).await;
        world.closes_clean().await;
    }

    async fn a_button_works_after_a_restart_of_the_bot(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        one_order(&world).await;
        let order = captured(&world).await;
        world.restarts().await;
        world.person("cajero1").presses(&order, "Listo").await.says(&["Orden **1** pagada"]);
        closes_the_batch(&world).await;
        world.closes_clean().await;
    }

    async fn a_button_on_an_order_that_ended_is_answered_and_does_nothing(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        one_order(&world).await;
        let order = cajero.order("dm", 1).await;
        world.goes_stale(&order, 99).await;
        cajero.pays(1).await.says(&["pagada"]);
        assert_eq!(order.buttons(), ["Listo", "Cancelar"], "this phone has not heard of it");
        cajero.presses_in_vain(&order, "Listo", &["La orden **1** ya está así: *pagada*"]).await;
        let form = cajero.presses(&order, "Cancelar").await;
        cajero.submits(&form, json!({ "text": "no quiero" })).await.says(&["ya está así: *pagada*"]);
        owner.says(CHANNEL, "!revertir 1 se equivocó").await;
        cajero.presses_in_vain(&order, "Listo", &["La orden **1** ya está así: *revertida*"]).await;

        david.says(CHANNEL, "!t 100 p").await;
        let second = cajero.order("dm", 2).await;
        let pending = world.person("cajero2").order(PENDING, 2).await;
        world.goes_stale(&second, 99).await;
        world.goes_stale(&pending, 99).await;
        david.says(CHANNEL, "!cancelar 2").await;
        cajero.presses_in_vain(&second, "Listo", &["cancelada antes de pagarse", "No se paga"]).await;
        world.person("cajero2").presses_in_vain(&pending, "Tomar", &["cancelada antes de pagarse"]).await;
        david.says(CHANNEL, "!endbatch").await;
        david.last(CHANNEL).await.shows(&["cerrado"]);
        world.closes_clean().await;
    }

    async fn a_button_nobody_made_is_answered_politely(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let maria = world.person("maria");
        for (custom_id, says) in [
            ("gone:1", "Ese botón ya no sirve"),
            ("done:1:2", "Ese botón ya no sirve"),
            ("done:99", "no permite"),
        ] {
            let message = world.bot_posts("general", "antes", custom_id).await;
            let answer = maria.presses(&message, "Antes").await;
            assert_eq!(answer.0["response"]["message"]["flags"].as_u64().unwrap_or(0) & 64, 64, "for maria only");
            let text = answer.text();
            assert!(text.contains(says) || custom_id == "done:99" && !text.is_empty(), "{custom_id}: {text}");
        }
        let unknown = world.bot_posts("cajeros", "antes", "done:99").await;
        world.person("cajero1").presses(&unknown, "Antes").await.says(&["la orden 99 es otra, o no existe", "`!pendientes`"]);
        world.closes_clean().await;
    }
}
