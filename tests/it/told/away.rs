//! Commands that were typed while the bot was away are answered "type it again", in every channel.

use serde_json::json;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::patience::{at_last, when};
use crate::support::world::World;

const AWAY: &str = "Estuve fuera de servicio";

on_both_engines! {
    async fn what_was_typed_in_any_channel_while_the_bot_was_away_is_answered(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        world.is_down_while(async |world| {
            for (name, channel, typed) in [
                ("superusuario", "general", "!depositar 1 500 recarga"),
                ("david", CHANNEL, "!start batch"),
                ("maria", "general", "hola a todos"),
                ("maria", "general", "!play despacito"),
                ("cajero1", "cajeros", "!cola"),
            ] {
                world.person(name).sends_without_waiting(channel, json!({ "content": typed })).await;
            }
        }).await;
        // Told when it is certain that no other process answers.
        for (name, channel, answers) in [("superusuario", "general", 1), ("david", CHANNEL, 1), ("cajero1", "cajeros", 1)] {
            let person = world.person(name);
            at_last(AWAY, async || when(answers <= person.counts(channel, AWAY).await)).await;
            assert_eq!(person.counts(channel, AWAY).await, answers, "{channel}");
        }
        let seen = world.person("superusuario").reads("general").await;
        let typed = seen.iter().find(|one| one.text().contains("!depositar")).expect("what was typed");
        world.person("superusuario").reply_to("general", typed).await.shows(&[AWAY, "otra vez"]);
        // Typed again, it is done.
        world.person("superusuario").is_told_privately("general", "!depositar 1 500 recarga").await.shows(&["500,00 Bs"]);
        world.closes_clean().await;
    }

    async fn what_was_answered_as_missed_is_not_done_when_its_event_comes_late(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let before = world.movements("account.deposited").await;
        world.is_down_while(async |world| {
            let typed = json!({ "content": "!depositar 1 500 recarga" });
            world.person("superusuario").sends_without_waiting("general", typed).await;
        }).await;
        let owner = world.person("superusuario");
        at_last(AWAY, async || when(owner.counts("general", AWAY).await == 1)).await;
        world.post("/sandbox/gateway", json!({ "repeat_last_event": true })).await;
        world.settles().await;
        assert_eq!(world.movements("account.deposited").await, before, "they type it again, and would pay twice");
        assert_eq!(owner.counts("general", AWAY).await, 1);
        world.closes_clean().await;
    }

    async fn what_was_typed_while_a_session_was_lost_is_answered(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        // The session cannot be resumed: messages before the bot has identified again arrive without an event.
        world.post("/sandbox/gateway", json!({ "invalidate": true })).await;
        let typed = owner.sends_without_waiting("general", json!({ "content": "!depositar 1 500 recarga" })).await;
        at_last("an answer", async || {
            let seen = owner.reads("general").await;
            when(seen.iter().any(|one| one.0["message_reference"]["message_id"] == typed.0["id"]))
        })
        .await;
        let answer = owner.reply_to("general", &typed).await.text();
        assert!(answer.contains(AWAY) || answer.contains("500,00 Bs"), "{answer}");
        world.closes_clean().await;
    }
}
