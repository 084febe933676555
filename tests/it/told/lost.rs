//! Discord's answers that are lost on the way.

use serde_json::json;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn a_message_whose_answer_was_lost_long_ago_is_found_and_not_sent_twice(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        // The messages are created, their answers are lost, and then Discord is away longer than it remembers a nonce.
        world.breaks("POST", "/messages", json!({ "status": 502, "times": 2, "after": true })).await;
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        world.discord_fails(503).await;
        for _ in 0..20 {
            world.courier_waits(60).await;
        }
        let before = world.requests().await.len();
        world.discord_works().await;
        world.courier_waits(60).await;
        world.courier_waits(60).await;
        assert_eq!(world.owed().await, (0, 0));
        assert_eq!(david.counts(CHANNEL, "Batch abierto").await, 1);
        for (person, channel) in [(david, CHANNEL), (cajero, "dm"), (cajero, super::PENDING)] {
            let seen = person.reads(channel).await;
            assert_eq!(seen.iter().filter(|one| one.title() == Some("Orden 1")).count(), 1, "{channel}");
        }
        // Messages that were already there are not sent again, and not only because Discord recognised their nonce.
        let requests = world.requests().await;
        let posted = |one: &&serde_json::Value| {
            let is_message = one["path"].as_str().unwrap_or_default().ends_with("/messages");
            one["method"] == "POST" && one["status"] == 200 && is_message
        };
        let again = requests[before..].iter().filter(posted).count();
        assert_eq!(again, 1, "of four messages two had been made, and one was recorded");
        cajero.pays(1).await.says(&["902,70 Bs"]);
        david.order(CHANNEL, 1).await.shows(&["Estado: pagada"]);
        david.says(CHANNEL, "!c 100 26.32").await;
        world.closes_clean().await;
    }

    async fn who_could_not_be_answered_hears_what_became_of_it(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let owner = world.person("superusuario");
        world.discord_fails(503).await;
        let done = owner.says("general", "!depositar 1 500 recarga").await;
        let refused = owner.says("general", "!depositar 99 500 recarga").await;
        let several = owner.says("general", "!ajustar 1 -5 sobraba\n!depositar 99 7 recarga").await;
        world.discord_works().await;
        world.courier_waits(60).await;
        owner.reply_to("general", &done).await.shows(&["no me dejó contestarle a tiempo", "está hecho"]);
        owner.reply_to("general", &refused).await.shows(&["no me dejó contestarle a tiempo", "**no** se hizo"]);
        let seen = owner.reads("general").await;
        let of_lines = seen.iter().filter(|one| one.0["message_reference"]["message_id"] == several.0["id"]);
        let of_lines: Vec<String> = of_lines.map(|one| one.content()).collect();
        assert_eq!(of_lines.len(), 2, "{of_lines:?}");
        assert!(of_lines[0].starts_with("**Línea 1.** Discord no me dejó") && of_lines[0].contains("está hecho"));
        assert!(of_lines[1].starts_with("**Línea 2.** Discord no me dejó") && of_lines[1].contains("**no** se hizo"));
        world.person("cajero1").finds("dm", "entraron en su cuenta").await.shows(&["500,00 Bs"]);
        world.closes_clean().await;
    }
}
