//! Failures of Discord: duplicate events, 429, 500, closed DMs, deleted messages, a broken gateway connection.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::{CASHIERS, CHANNEL, PENDING, captured, closes_the_batch, count, count_orders, one_order};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::person::Person;
use crate::support::pictures::picture;
use crate::support::world::World;

const MESSAGES: &str = "/channels/*/messages";

async fn repeats_last_event(world: &World) {
    world
        .post("/sandbox/gateway", json!({ "repeat_last_event": true }))
        .await;
    world.settles().await;
}

/// Checks that order 1 is shown once at each of its places.
async fn shown_once_everywhere(world: &World) {
    let (david, cajero1, cajero2) = (world.person("david"), world.person("cajero1"), world.person("cajero2"));
    let places: [(Person<'_>, &str); 3] = [(david, CHANNEL), (cajero1, "dm"), (cajero2, PENDING)];
    for (person, channel) in places {
        assert_eq!(count_orders(person, channel, 1).await, 1, "{channel}");
    }
}

on_both_engines! {
    async fn an_event_that_arrives_twice_has_one_effect(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        repeats_last_event(&world).await;
        assert_eq!(count(david, CHANNEL, "Batch abierto").await, 1);
        david.says(CHANNEL, "!t 100 p").await;
        repeats_last_event(&world).await;
        shown_once_everywhere(&world).await;
        let order = captured(&world).await;
        let replies = cajero.reads("dm").await.len();
        repeats_last_event(&world).await;
        assert_eq!(cajero.reads("dm").await.len(), replies, "the capture is answered once");
        cajero.presses(&order, "Listo").await.says(&["Orden **1** pagada"]);
        repeats_last_event(&world).await;
        assert_eq!(count(david, CHANNEL, "✅ Orden **1** pagada").await, 1);
        closes_the_batch(&world).await;
        repeats_last_event(&world).await;
        assert_eq!(count(david, CHANNEL, "Batch cerrado").await, 1);
        let rows = world.rows().await;
        assert_eq!(rows.iter().find(|(table, _)| *table == "batches"), Some(&("batches", 1)));
        world.closes_clean().await;
    }

    async fn a_busy_or_broken_discord_only_delays(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        for fault in [json!({ "status": 429, "times": 3, "retry_after": 0.2 }), json!({ "status": 500, "times": 2 })] {
            world.breaks("POST", MESSAGES, fault).await;
        }
        one_order(&world).await;
        assert_eq!(count(david, CHANNEL, "Batch abierto").await, 1);
        shown_once_everywhere(&world).await;
        world.breaks("PATCH", MESSAGES, json!({ "status": 429, "times": 2, "retry_after": 0.1 })).await;
        world.breaks("PATCH", MESSAGES, json!({ "status": 503, "times": 2 })).await;
        cajero.pays(1).await.says(&["902,70 Bs"]);
        for (person, channel) in [(david, CHANNEL), (cajero, "dm"), (world.person("cajero2"), PENDING)] {
            let order = person.order(channel, 1).await;
            order.shows(&["Estado: pagada"]);
            assert!(order.buttons().is_empty(), "{channel}");
        }
        shown_once_everywhere(&world).await;
        closes_the_batch(&world).await;
        world.closes_clean().await;
    }

    async fn an_answer_that_is_lost_repeats_no_message(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        let lost = |times: u32| json!({ "status": 502, "times": times, "after": true });
        world.breaks("POST", MESSAGES, lost(1)).await;
        david.says(CHANNEL, "!start batch").await;
        assert_eq!(count(david, CHANNEL, "Batch abierto").await, 1);
        world.breaks("POST", MESSAGES, lost(4)).await;
        david.says(CHANNEL, "!t 100 p").await;
        shown_once_everywhere(&world).await;
        world.breaks("PATCH", MESSAGES, lost(3)).await;
        world.breaks("POST", MESSAGES, lost(2)).await;
        world.breaks("POST", "/interactions/", lost(1)).await;
        cajero.pays(1).await.says(&["902,70 Bs"]);
        shown_once_everywhere(&world).await;
        cajero.order("dm", 1).await.shows(&["Estado: pagada"]);
        assert_eq!(count(david, CHANNEL, "✅ Orden **1** pagada").await, 1);
        assert_eq!(count(cajero, "dm", "Captura recibida").await, 1);
        world.breaks("POST", MESSAGES, lost(1)).await;
        closes_the_batch(&world).await;
        world.closes_clean().await;
    }

    async fn what_was_sent_without_anybody_knowing_follows_when_the_order_changes_meanwhile(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        // All three messages are created and all three answers are lost: the desk believes that nothing was sent.
        world.breaks("POST", MESSAGES, json!({ "status": 502, "times": 3, "after": true })).await;
        david.sends_without_waiting(CHANNEL, json!({ "content": "!t 100 p" })).await;
        while count_orders(cajero, "dm", 1).await == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        david.sends_without_waiting(CHANNEL, json!({ "content": "!cancelar 1" })).await;
        world.settles().await;
        shown_once_everywhere(&world).await;
        for (person, channel) in [(david, CHANNEL), (cajero, "dm"), (world.person("cajero2"), PENDING)] {
            let order = person.order(channel, 1).await;
            order.shows(&["Estado: cancelada antes de pagarse"]);
            assert!(order.buttons().is_empty(), "{channel}: {}", order.text());
        }
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn a_cashier_with_closed_messages_works_in_the_cashiers_channel(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cajero = world.person("cajero1");
        world.closes_dms("cajero1").await;
        one_order(&world).await;
        assert_eq!(count_orders(cajero, "dm", 1).await, 0);
        let order = cajero.order(CASHIERS, 1).await;
        order.shows(&[&world.mention("cajero1").await, "902,70 Bs"]);
        assert_eq!(order.0["mentions"].as_array().map(Vec::len), Some(1), "cajero1 is pinged");
        cajero.presses(&order, "Listo").await.says(&["Falta la captura"]);
        world.person("cajero2").presses(&order, "Listo").await.says(&["la tiene **cajero1**"]);
        cajero.replies_with_capture(CASHIERS, &order, b"capture").await;
        cajero.presses(&order, "Listo").await.says(&["Orden **1** pagada"]);
        let order = cajero.order(CASHIERS, 1).await;
        order.shows(&["Estado: pagada"]);
        assert!(order.buttons().is_empty());
        closes_the_batch(&world).await;
        world.closes_clean().await;
    }

    async fn an_order_whose_message_was_deleted_comes_back(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cajero = world.person("cajero1");
        one_order(&world).await;
        let order = cajero.order("dm", 1).await;
        let gone = format!("/messages/{}", order.id());
        let capture = json!({ "name": "c.png", "base64": STANDARD.encode(picture(b"abc")) });
        // For the bot the message does not exist any more, although the sandbox still shows it.
        world.breaks("PATCH", &gone, json!({ "status": 404, "code": 10008, "times": 99 })).await;
        cajero.sends("dm", json!({ "content": "", "reply_to": order.id(), "files": [capture] })).await;
        let again = cajero.order("dm", 1).await;
        assert_ne!(again.id(), order.id());
        cajero.presses(&again, "Listo").await.says(&["Orden **1** pagada"]);
        cajero.order("dm", 1).await.shows(&["Estado: pagada"]);
        assert_eq!(cajero.order("dm", 1).await.id(), again.id());
        closes_the_batch(&world).await;
        world.closes_clean().await;
    }

    async fn a_gateway_that_is_cut_loses_nothing(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        one_order(&world).await;
        for order in [json!({ "drop": true }), json!({ "reconnect": true })] {
            world.post("/sandbox/gateway", order).await;
            let before = david.reads(CHANNEL).await.len();
            david.says(CHANNEL, "!t 10 p").await;
            assert!(before + 1 < david.reads(CHANNEL).await.len(), "it was answered");
        }
        let order = captured(&world).await;
        world.post("/sandbox/gateway", json!({ "drop": true })).await;
        // The gateway takes longer than three seconds to reconnect, so Discord shows "interaction failed"; the press
        // counts all the same.
        let answer = cajero.presses(&order, "Listo").await;
        assert!(answer.kind() == "none" || answer.text().contains("Orden **1** pagada"), "{}", answer.text());
        cajero.order("dm", 1).await.shows(&["Estado: pagada"]);
        assert_eq!(count(david, CHANNEL, "✅ Orden **1** pagada").await, 1);
        for number in [2, 3] {
            let cajero2 = world.person("cajero2");
            let payer = if count_orders(cajero, "dm", number).await == 1 { cajero } else { cajero2 };
            payer.pays(number).await.says(&["pagada"]);
        }
        david.says(CHANNEL, "!c 120 31").await;
        david.last(CHANNEL).await.shows(&["Batch cerrado"]);
        world.closes_clean().await;
    }

    async fn a_press_whose_answer_discord_refuses_is_done_all_the_same(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cajero = world.person("cajero1");
        one_order(&world).await;
        let order = captured(&world).await;
        world.breaks("POST", "/interactions/", json!({ "status": 500, "times": 2 })).await;
        cajero.presses(&order, "Listo").await.says(&["Orden **1** pagada"]);
        world.breaks("POST", "/interactions/", json!({ "status": 500, "times": 99 })).await;
        world.person("david").says(CHANNEL, "!t 10 p").await;
        let second = cajero.order("dm", 2).await;
        cajero.replies_with_capture("dm", &second, b"second").await;
        let answer = cajero.presses(&second, "Listo").await;
        assert_eq!(answer.kind(), "none", "interaction failed");
        cajero.order("dm", 2).await.shows(&["Estado: pagada"]);
        world.person("david").says(CHANNEL, "!c 110 28").await;
        world.person("david").last(CHANNEL).await.shows(&["Batch cerrado"]);
        world.closes_clean().await;
    }
}
