//! Apps are told about events by webhooks.

use cambista::db::retrying;
use cambista::domain::games::apps::webhooks;
use serde_json::{Value, json};
use standardwebhooks::Webhook;

use super::game::{ANA, Answered, Game};
use super::receiver::{Heard, Receiver, Says};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const LOOPBACK: [(&str, &str); 1] = [("CAMBISTA__HTTP__WEBHOOKS_REACH", "loopback")];
const PUBLIC: [(&str, &str); 1] = [("CAMBISTA__HTTP__WEBHOOKS_REACH", "public")];

async fn registers(game: &Game, world: &World, url: &str) -> Answered {
    game.posts_json(world, "/webhook", &json!({ "url": url }).to_string())
        .await
}

/// Registers the receiver, and returns the verifier of its signatures.
async fn listens(game: &Game, world: &World, receiver: &Receiver) -> Webhook {
    let made = registers(game, world, &receiver.url()).await;
    assert_eq!(made.status, 201, "{made:?}");
    Webhook::new(made.body["secret"].as_str().expect("a secret")).expect("a secret of the standard")
}

/// Whether the delivery was signed with this secret, at any time.
fn is_signed(heard: &Heard, webhook: &Webhook) -> bool {
    let timestamp = heard.header("webhook-timestamp").parse().expect("seconds");
    let signed = webhook.sign(heard.header("webhook-id"), timestamp, heard.text.as_bytes());
    signed.expect("signed") == heard.header("webhook-signature")
}

async fn deliveries(game: &Game, world: &World) -> Vec<Value> {
    world.settles().await;
    let body = game.gets(world, "/webhook/deliveries").await.body;
    body["deliveries"].as_array().expect("a list").clone()
}

async fn closes_one(game: &Game, world: &World) -> i64 {
    let event = game.opens(world).await;
    assert_eq!(game.closes(world, event).await.status, 200);
    event
}

on_both_engines! {
    async fn an_app_hears_of_its_events_and_achievements_and_of_nobody_elses(test_db: TestDb) {
        let world = World::demo_with(&test_db, &LOOPBACK).await;
        let (game, other) = (Game::new(&world, "Uno").await, Game::new(&world, "Dos").await);
        closes_one(&game, &world).await;
        let mut receiver = Receiver::who_says(&[]).await;
        let webhook = listens(&game, &world, &receiver).await;
        closes_one(&other, &world).await;

        let event = game.opens(&world).await;
        game.moves(&world, event, "credit", ANA, 15).await;
        let closed = game.closes(&world, event).await;
        let heard = receiver.hears().await;
        webhook.verify(heard.text.as_bytes(), &heard.headers).expect("signed, and now");
        assert_eq!((heard.path.as_str(), heard.header("content-type")), ("/hook", "application/json"));
        let body = heard.body();
        assert_eq!(body["type"], "event.closed");
        let facts = json!({
            "event_id": event, "state": "closed", "transactions": 1, "credited": 15, "debited": 0,
            "ended_at": closed.body["ended_at"],
        });
        assert_eq!(body["data"], facts);

        let achievement = json!({ "name": "Diez", "description": "Diez", "target_value": 10, "reward": 7 });
        game.posts_json(&world, "/achievement/register", &achievement.to_string()).await;
        for _ in 0..3 {
            let step = json!({ "user_id": ANA, "value": 6 }).to_string();
            assert_eq!(game.posts_json(&world, "/achievement/1", &step).await.status, 200);
        }
        let heard = receiver.hears().await;
        webhook.verify(heard.text.as_bytes(), &heard.headers).expect("signed, and now");
        let body = heard.body();
        assert_eq!(body["type"], "achievement.completed");
        assert_eq!((&body["data"]["achievement_id"], &body["data"]["reward"]), (&json!(1), &json!(7)));
        assert_eq!(body["data"]["user_id"], ANA.to_string());

        let list = deliveries(&game, &world).await;
        let told: Vec<(&str, &str)> = list
            .iter()
            .map(|one| (one["type"].as_str().unwrap(), one["state"].as_str().unwrap()))
            .collect();
        assert_eq!(told, [("achievement.completed", "delivered"), ("event.closed", "delivered")]);
        assert!(deliveries(&other, &world).await.is_empty());
        assert!(receiver.has_heard().is_empty(), "once each");
        world.closes_clean().await;
    }

    async fn what_does_not_arrive_is_told_again_with_the_same_id_also_after_a_restart(test_db: TestDb) {
        let mut world = World::demo_at_hand_with(&test_db, &LOOPBACK).await;
        let game = Game::new(&world, "Uno").await;
        let mut receiver = Receiver::who_says(&[Says::Status(500), Says::Elsewhere]).await;
        let webhook = listens(&game, &world, &receiver).await;
        let event = game.opens(&world).await;
        world.passes_seconds(60).await;
        world.passes_seconds(1).await;
        let first = receiver.hears().await;
        assert_eq!((&first.body()["type"], &first.body()["data"]["event_id"]), (&json!("event.expired"), &json!(event)));
        assert!(is_signed(&first, &webhook));
        let waits = &deliveries(&game, &world).await[0];
        assert_eq!((&waits["state"], &waits["attempts"], &waits["last_error"]), (&json!("waiting"), &json!(1), &json!("answered 500")));

        world.passes_seconds(4).await;
        assert!(receiver.has_heard().is_empty(), "five seconds are not over");
        world.passes_seconds(1).await;
        let second = receiver.hears().await;
        let waits = &deliveries(&game, &world).await[0];
        assert_eq!((&waits["state"], &waits["last_error"]), (&json!("waiting"), &json!("answered 302")));
        world.restarts().await;
        world.passes_seconds(10).await;
        let third = receiver.hears().await;
        for again in [&second, &third] {
            assert_eq!((again.header("webhook-id"), &again.text), (first.header("webhook-id"), &first.text));
            assert_eq!(again.path, "/hook", "redirects are not followed");
            assert!(is_signed(again, &webhook) && again.header("webhook-timestamp") != first.header("webhook-timestamp"));
        }
        assert_eq!(deliveries(&game, &world).await[0]["state"], "delivered");
        world.passes_seconds(7_200).await;
        assert!(receiver.has_heard().is_empty(), "what arrived is not told again");
        world.closes_clean().await;
    }

    async fn what_a_process_that_died_had_claimed_is_delivered_when_its_claim_runs_out(test_db: TestDb) {
        let world = World::demo_at_hand_with(&test_db, &LOOPBACK).await;
        let game = Game::new(&world, "Uno").await;
        let mut receiver = Receiver::who_says(&[Says::Status(500); 3]).await;
        listens(&game, &world, &receiver).await;
        closes_one(&game, &world).await;
        receiver.hears().await;
        world.settles().await;
        // Another worker claims it when it is due again, and then vanishes. If the desk's own worker is first, it is
        // tried at the next time.
        let desk = &world.running().app.desk;
        let mut wait_seconds = 5;
        while {
            world.moves_the_hand_seconds(wait_seconds).await;
            wait_seconds *= 2;
            retrying(|| webhooks::claim_due(desk, 10)).await.expect("a claim").deliveries.is_empty()
        } {
            receiver.hears().await;
            world.settles().await;
        }
        world.moves_the_hand_seconds(29).await;
        world.running().app.sweep().await;
        assert!(receiver.has_heard().is_empty(), "it is another's for 30 seconds");
        receiver.wakes();
        world.passes_seconds(1).await;
        receiver.hears().await;
        assert_eq!(deliveries(&game, &world).await[0]["state"], "delivered");
        world.closes_clean().await;
    }

    async fn what_was_given_up_is_told_when_the_app_asks_for_it(test_db: TestDb) {
        let world = World::demo_with(&test_db, &LOOPBACK).await;
        let (game, other) = (Game::new(&world, "Uno").await, Game::new(&world, "Dos").await);
        let mut receiver = Receiver::who_says(&[Says::Status(410)]).await;
        listens(&game, &world, &receiver).await;
        closes_one(&game, &world).await;
        receiver.hears().await;
        let given_up = &deliveries(&game, &world).await[0];
        assert_eq!((&given_up["state"], &given_up["last_error"]), (&json!("given_up"), &json!("answered 410")));
        let path = format!("/webhook/deliveries/{}/retry", given_up["delivery_id"]);
        assert_eq!(other.posts(&world, &path).await.refusal(), (403, "other_app"));
        assert_eq!(game.posts(&world, "/webhook/deliveries/99/retry").await.refusal(), (404, "delivery_not_found"));
        assert_eq!(game.posts(&world, "/webhook/deliveries/x/retry").await.refusal(), (404, "delivery_not_found"));
        assert_eq!(game.posts(&world, &path).await.status, 202);
        receiver.hears().await;
        assert_eq!(deliveries(&game, &world).await[0]["state"], "delivered");
        assert_eq!(game.posts(&world, &path).await.refusal(), (409, "delivery_not_given_up"));
        assert!(receiver.has_heard().is_empty());
        world.closes_clean().await;
    }

    async fn a_receiver_that_does_not_answer_keeps_no_other_app_waiting(test_db: TestDb) {
        let world = World::demo_with(&test_db, &LOOPBACK).await;
        let (slow, quick) = (Game::new(&world, "Uno").await, Game::new(&world, "Dos").await);
        let mut deaf = Receiver::who_says(&[Says::Nothing; 40]).await;
        let mut awake = Receiver::who_says(&[]).await;
        listens(&slow, &world, &deaf).await;
        listens(&quick, &world, &awake).await;
        for _ in 0..40 {
            closes_one(&slow, &world).await;
        }
        for _ in 0..4 {
            deaf.hears().await;
        }
        for _ in 0..10 {
            closes_one(&quick, &world).await;
            awake.hears().await;
        }
        // A call that timed out at the desk may still be open at the receiver when the next one begins.
        assert!((4..8).contains(&deaf.at_once_max()), "{}", deaf.at_once_max());
        deaf.wakes();
        let told = deliveries(&slow, &world).await;
        assert_eq!(told.len(), 40);
        world.closes_clean().await;
    }

    async fn the_desk_calls_nothing_but_public_addresses_unless_it_is_told_to(test_db: TestDb) {
        let mut world = World::demo_with(&test_db, &LOOPBACK).await;
        let game = Game::new(&world, "Uno").await;
        let mut receiver = Receiver::who_says(&[]).await;
        listens(&game, &world, &receiver).await;
        world.restarts_with(&PUBLIC).await;
        closes_one(&game, &world).await;
        let list = deliveries(&game, &world).await;
        assert_eq!((&list[0]["state"], &list[0]["last_error"]), (&json!("given_up"), &json!("the address is not allowed any more")));
        assert!(receiver.has_heard().is_empty());
        for url in [receiver.url().as_str(), "http://localhost/", "http://169.254.169.254/", "https://[::1]/", "ftp://game.example/", "x", ""] {
            let refused = registers(&game, &world, url).await;
            assert_eq!((refused.refusal(), &refused.body["error"]["details"]["field"]), ((422, "invalid_field"), &json!("url")), "{url}");
        }
        assert_eq!(game.posts_json(&world, "/webhook", r#"{"url":5}"#).await.refusal(), (422, "invalid_field"));
        assert_eq!(game.gets(&world, "/webhook").await.body["url"], receiver.url(), "a refusal changes nothing");
        world.closes_clean().await;
    }

    async fn an_app_has_one_webhook_until_it_ends_it_or_its_key_is_revoked(test_db: TestDb) {
        let world = World::demo_with(&test_db, &LOOPBACK).await;
        let game = Game::new(&world, "Uno").await;
        for refused in [
            game.gets(&world, "/webhook").await,
            game.deletes(&world, "/webhook").await,
            game.posts(&world, "/webhook/test").await,
        ] {
            assert_eq!(refused.refusal(), (404, "webhook_not_found"));
        }
        let (mut before, mut after) = (Receiver::who_says(&[]).await, Receiver::who_says(&[]).await);
        let old = listens(&game, &world, &before).await;
        let ask = async || {
            let request = game.request(&world, reqwest::Method::POST, "/webhook").header("idempotency-key", "move");
            let body = json!({ "url": after.url() }).to_string();
            game.sends(request.header("content-type", "application/json").body(body)).await
        };
        let (moved, again) = (ask().await, ask().await);
        assert_eq!((moved.status, &moved.body), (201, &again.body), "the same call, the same secret");
        let new = Webhook::new(moved.body["secret"].as_str().expect("a secret")).expect("a secret");
        let shown = game.gets(&world, "/webhook").await.body;
        assert_eq!((&shown["url"], shown.get("secret")), (&json!(after.url()), None), "a secret is shown once");

        let made = game.posts(&world, "/webhook/test").await;
        let heard = after.hears().await;
        assert_eq!((made.status, heard.header("webhook-id")), (202, made.body["webhook_id"].as_str().unwrap()));
        assert_eq!((&heard.body()["type"], &heard.body()["data"]), (&json!("webhook.test"), &json!({})));
        assert!(is_signed(&heard, &new) && !is_signed(&heard, &old));

        let owner = world.person("superusuario");
        let host = after.url().replace("http://", "").replace("/hook?of=cambista", "");
        owner.slashes("general", "app lista", json!({})).await.says(&["**Uno**", &format!("se le avisa en `{host}`")]);
        assert_eq!(game.deletes(&world, "/webhook").await.status, 204);
        closes_one(&game, &world).await;
        listens(&game, &world, &after).await;
        owner.says("general", "!app revocar Uno").await;
        let rotated = owner.slashes("general", "app rotar", json!({ "nombre": "Uno" })).await.text();
        let key = rotated.split('`').find(|part| part.starts_with("cmb_")).expect("a key");
        let back = Game::with_key(key);
        assert_eq!(back.gets(&world, "/webhook").await.refusal(), (404, "webhook_not_found"), "it went with the key");
        closes_one(&back, &world).await;
        world.settles().await;
        assert!(before.has_heard().is_empty() && after.has_heard().is_empty());
        world.closes_clean().await;
    }
}
