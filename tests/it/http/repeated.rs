//! Calls that are repeated because their answer was lost get the same answer, and nothing happens twice.

use cambista::db::Source;
use reqwest::Method;
use serde_json::{Value, json};

use super::game::{ANA, Answered, Game};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

/// A call whose idempotency key is its path.
async fn calls(game: &Game, world: &World, path: &str, body: &Value) -> Answered {
    let request = game.request(world, Method::POST, path).header("Idempotency-Key", path);
    game.sends(request.body(body.to_string())).await
}

/// Calls twice, checks that both answers are the same, and returns it.
async fn calls_twice(game: &Game, world: &World, path: &str, body: &Value) -> Answered {
    let first = calls(game, world, path, body).await;
    let again = calls(game, world, path, body).await;
    assert_eq!((first.status, &first.body), (again.status, &again.body), "{path}");
    first
}

async fn count_events(world: &World) -> i64 {
    let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
    let counted = sqlx::query_as("select count(*) from app_events")
        .fetch_one(reader.conn())
        .await;
    let (events,): (i64,) = counted.expect("a count");
    events
}

on_both_engines! {
    async fn an_event_that_is_opened_again_is_the_same_one(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let game = Game::new(&world, "Uno").await;
        let opened = calls_twice(&game, &world, "/finance/event", &json!({})).await;
        assert_eq!((opened.status, count_events(&world).await), (201, 1));
        assert_ne!(game.opens(&world).await, opened.body["event_id"], "without the key it is another one");
        assert_eq!(count_events(&world).await, 2);
        world.closes_clean().await;
    }

    async fn a_ping_that_is_repeated_keeps_nothing_alive(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let game = Game::new(&world, "Uno").await;
        let event = game.opens(&world).await;
        let path = format!("/finance/event/{event}/ping");
        world.passes_seconds(20).await;
        let pinged = calls(&game, &world, &path, &json!({})).await;
        world.passes_seconds(30).await;
        let again = calls(&game, &world, &path, &json!({})).await;
        assert_eq!((pinged.status, &pinged.body), (200, &again.body));
        assert_eq!(game.looks_at(&world, event).await["expires_at"], pinged.body["expires_at"]);
        world.passes_seconds(31).await;
        assert_eq!(game.looks_at(&world, event).await["state"], "expired");
        world.closes_clean().await;
    }

    async fn an_achievement_is_registered_and_advanced_once(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let game = Game::new(&world, "Uno").await;
        let achievement = json!({ "name": "Racha", "description": "Gane", "target_value": 10, "reward": 100 });
        let made = calls_twice(&game, &world, "/achievement/register", &achievement).await;
        assert_eq!((made.status, &made.body), (201, &json!({ "achievement_id": 1 })));
        let list = game.gets(&world, "/achievement").await.body;
        assert_eq!(list["achievements"].as_array().map(Vec::len), Some(1));
        let step = json!({ "user_id": ANA, "value": 10 });
        let done = calls_twice(&game, &world, "/achievement/1", &step).await;
        assert_eq!((done.status, &done.body["value"], &done.body["rewarded"]), (200, &json!(10), &json!(100)));
        let progress = game.gets(&world, &format!("/achievement/user/{ANA}")).await.body;
        assert_eq!(progress["achievements"][0]["value"], 10);
        assert_eq!(game.funds(&world, ANA).await, (100, 0, 0, 100));
        world.closes_clean().await;
    }
}
