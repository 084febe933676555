//! The API's refusals and their wording.

use cambista::db::retrying;
use cambista::domain::games::apps::keys;
use cambista::domain::people::members::Actor;
use reqwest::Method;
use serde_json::json;

use super::game::{ANA, Game};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::fresh_request;
use crate::support::world::World;

/// A body with one field changed.
fn body(field: &str, value: &str) -> String {
    let fields = [
        ("user_id", "169015299834642432"),
        ("event_id", "1"),
        ("type", "\"credit\""),
        ("amount", "15"),
        ("description", "\"x\""),
    ];
    let written = fields
        .iter()
        .filter(|(name, _)| *name != field || !value.is_empty())
        .map(|(name, usual)| format!("\"{name}\": {}", if *name == field { value } else { usual }));
    format!("{{{}}}", written.collect::<Vec<_>>().join(", "))
}

on_both_engines! {
    async fn a_wrong_field_is_named(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let game = Game::new(&world, "Blackjack").await;
        assert_eq!(game.opens(&world).await, 1);
        let long = format!("\"{}\"", "x".repeat(501));
        for (field, value) in [
            ("user_id", ""), ("user_id", "0"), ("user_id", "1.5"), ("user_id", "\"ana\""),
            ("event_id", ""), ("event_id", "\"1\""), ("event_id", "-1"),
            ("type", ""), ("type", "\"Credit\""), ("type", "1"),
            ("amount", ""), ("amount", "0"), ("amount", "-5"), ("amount", "1.5"), ("amount", "\"15\""),
            ("amount", "1000000000001"),
            ("description", ""), ("description", "\" \""), ("description", "\"a\\nb\""), ("description", &long),
        ] {
            let answer = game.posts_json(&world, "/finance/transaction", &body(field, value)).await;
            assert_eq!(answer.refusal(), (422, "invalid_field"), "{field} = {value}");
            assert_eq!(answer.body["error"]["details"]["field"], field);
        }
        for broken in ["", "[]", "{", "null"] {
            let answer = game.posts_json(&world, "/finance/transaction", broken).await;
            assert_eq!(answer.refusal(), (422, "invalid_json"), "{broken:?}");
        }
        let huge = format!("{{\"x\": \"{}\"}}", "x".repeat(64 * 1024));
        assert_eq!(game.posts_json(&world, "/finance/transaction", &huge).await.refusal(), (413, "body_too_large"));
        for path in ["/finance/leaderboard?limit=0", "/finance/leaderboard?limit=101", "/finance/leaderboard?cursor=x"] {
            assert_eq!(game.gets(&world, path).await.refusal(), (422, "invalid_field"), "{path}");
        }
        for (query, field) in [("limit=1&cursor=1-1-1&limit=1", "limit"), ("cursor=1-1-1&limit=1&cursor=1-1-1", "cursor")] {
            let twice = game.gets(&world, &format!("/finance/leaderboard?{query}")).await;
            let details = json!({ "field": field, "expected": "given once" });
            assert_eq!((twice.refusal(), &twice.body["error"]["details"]), ((422, "invalid_field"), &details));
        }
        world.closes_clean().await;
    }

    async fn what_is_not_there_and_what_is_anothers_is_told_apart(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (game, other) = (Game::new(&world, "Uno").await, Game::new(&world, "Dos").await);
        let event = game.opens(&world).await;
        let made = game.moves(&world, event, "credit", ANA, 5).await;
        let id = made.body["transaction_id"].as_i64().unwrap();
        for answer in [
            other.pings(&world, event).await,
            other.closes(&world, event).await,
            other.moves(&world, event, "credit", ANA, 5).await,
            other.gets(&world, &format!("/finance/event/{event}")).await,
            other.gets(&world, &format!("/finance/transaction/{id}")).await,
        ] {
            assert_eq!(answer.refusal(), (403, "other_app"));
        }
        for path in ["99", "0", "-1", "x", "1.0", "99999999999999999999"] {
            assert_eq!(game.posts(&world, &format!("/finance/event/{path}/ping")).await.refusal(), (404, "event_not_found"));
            let shown = game.gets(&world, &format!("/finance/transaction/{path}")).await;
            assert_eq!(shown.refusal(), (404, "transaction_not_found"), "{path}");
        }
        assert_eq!(game.gets(&world, "/finance/user/5").await.refusal(), (404, "user_not_found"));
        assert_eq!(game.gets(&world, "/finance/user/0").await.refusal(), (404, "user_not_found"), "the desk is no user");
        assert_eq!(game.gets(&world, "/finance").await.refusal(), (404, "not_found"));
        for path in ["/finance/event/%FF", "/finance/transaction/%FF", "/finance/user/%FF", "/finance/user/%FF/transactions",
                     "/achievement/%FF/graphic", "/achievement/user/%FF"] {
            assert_eq!(game.gets(&world, path).await.refusal(), (404, "not_found"), "{path}");
        }
        for path in ["/finance/event/%FF/ping", "/finance/event/%FF/close", "/achievement/%FF", "/webhook/deliveries/%FF/retry"] {
            assert_eq!(game.posts_json(&world, path, "{}").await.refusal(), (404, "not_found"), "{path}");
        }
        let deleted = game.sends(game.request(&world, Method::DELETE, "/finance/event")).await;
        assert_eq!(deleted.refusal(), (405, "method_not_allowed"));
        world.closes_clean().await;
    }

    async fn the_same_idempotency_key_gets_the_same_answer(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (game, other) = (Game::new(&world, "Uno").await, Game::new(&world, "Dos").await);
        let event = game.opens(&world).await;
        let credit = |game: &Game, amount: i64| {
            let body = json!({ "user_id": ANA.to_string(), "event_id": event, "type": "credit", "amount": amount,
                               "description": "once" });
            let request = game.request(&world, Method::POST, "/finance/transaction");
            request.header("Idempotency-Key", "round-1").body(body.to_string())
        };
        let first = game.sends(credit(&game, 5)).await;
        let again = game.sends(credit(&game, 5)).await;
        assert_eq!((first.status, &first.body), (201, &again.body));
        assert_eq!(game.funds(&world, ANA).await, (0, 0, 5, 0));
        assert_eq!(game.sends(credit(&game, 6)).await.refusal(), (409, "idempotency_key_reused"));
        assert_eq!(other.sends(credit(&other, 5)).await.refusal(), (403, "other_app"), "keys of two apps never meet");

        let close = || game.request(&world, Method::POST, &format!("/finance/event/{event}/close"));
        let closed = game.sends(close().header("Idempotency-Key", "end")).await;
        let again = game.sends(close().header("Idempotency-Key", "end")).await;
        assert_eq!((closed.status, &closed.body), (200, &again.body));
        assert_eq!(game.sends(close()).await.refusal(), (409, "event_closed"));
        for wrong in ["", "two words", "tab\tbed", "año", &"x".repeat(201)] {
            let refused = game.sends(close().header("Idempotency-Key", wrong)).await;
            assert_eq!(refused.refusal(), (422, "invalid_field"), "{wrong:?}");
            assert_eq!(refused.body["error"]["details"]["field"], "Idempotency-Key");
        }
        let all: String = ('!'..='~').chain('!'..='~').collect();
        assert_eq!(game.sends(close().header("Idempotency-Key", all)).await.refusal(), (409, "event_closed"));
        world.closes_clean().await;
    }

    async fn an_event_takes_no_more_than_it_can_finalise_at_once(test_db: TestDb) {
        let world = World::demo_with(&test_db, &[("CAMBISTA__HTTP__BURST", "5000")]).await;
        let game = Game::new(&world, "Tragamonedas").await;
        let event = game.opens(&world).await;
        for _ in 0..500 {
            assert_eq!(game.moves(&world, event, "credit", ANA, 2).await.status, 201);
            assert_eq!(game.moves(&world, event, "debit", ANA, 1).await.status, 201);
        }
        assert_eq!(game.moves(&world, event, "credit", ANA, 1).await.refusal(), (409, "event_full"));
        assert_eq!(game.closes(&world, event).await.body["transactions"], 1_000);
        assert_eq!(game.funds(&world, ANA).await, (500, 0, 0, 500));
        world.closes_clean().await;
    }

    async fn who_calls_too_often_is_told_when_to_come_back(test_db: TestDb) {
        let settings = [("CAMBISTA__HTTP__BURST", "3"), ("CAMBISTA__HTTP__REQUESTS_PER_SECOND", "1")];
        let world = World::demo_with(&test_db, &settings).await;
        let (game, other) = (Game::new(&world, "Uno").await, Game::new(&world, "Dos").await);
        let first = game.gets(&world, "/finance/leaderboard").await;
        assert_eq!(first.headers["ratelimit-limit"], "3");
        assert_eq!(first.headers["ratelimit-remaining"], "2");
        let mut last = first;
        for _ in 0..4 {
            last = game.gets(&world, "/finance/leaderboard").await;
        }
        assert_eq!(last.refusal(), (429, "rate_limited"));
        assert_eq!(last.headers["ratelimit-remaining"], "0");
        let wait: u64 = last.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=2).contains(&wait));
        assert_eq!(other.gets(&world, "/finance/leaderboard").await.status, 200);
        world.closes_clean().await;
    }

    async fn strangers_who_call_too_often_hold_up_nobody_who_has_a_key(test_db: TestDb) {
        let settings = [("CAMBISTA__HTTP__STRANGERS_BURST", "3"), ("CAMBISTA__HTTP__STRANGERS_PER_SECOND", "1")];
        let world = World::demo_with(&test_db, &settings).await;
        let (known, unknown) = (Game::new(&world, "Uno").await, Game::new(&world, "Dos").await);
        assert_eq!(known.gets(&world, "/finance/leaderboard").await.status, 200);
        let mut wrong = known.key.clone();
        let last = if wrong.ends_with('0') { "1" } else { "0" };
        wrong.replace_range(wrong.len() - 1.., last);
        let (wrong, malformed) = (Game::with_key(&wrong), Game::with_key("x"));

        let first = malformed.gets(&world, "/finance/leaderboard").await;
        assert_eq!(first.refusal(), (401, "unauthorized"));
        assert_eq!(first.headers["ratelimit-limit"], "3");
        let calls = async |stranger: &Game, times: usize| {
            let mut last = stranger.gets(&world, "/finance/leaderboard").await;
            for _ in 1..times {
                last = stranger.gets(&world, "/finance/leaderboard").await;
            }
            last
        };
        let stopped = calls(&malformed, 6).await;
        assert_eq!(stopped.refusal(), (429, "rate_limited"));
        let wait: u64 = stopped.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert_eq!(stopped.body["error"]["details"]["retry_after_seconds"], wait);
        assert!((1..=2).contains(&wait));
        let first_call = unknown.gets(&world, "/finance/leaderboard").await;
        assert_eq!(first_call.status, 200, "an app that was never heard of here");
        assert_eq!(calls(&wrong, 6).await.refusal(), (429, "rate_limited"), "not even looked up");
        for answer in [calls(&known, 6).await, calls(&unknown, 6).await] {
            assert_eq!((answer.status, answer.headers["ratelimit-limit"].to_str().unwrap()), (200, "100"));
        }
        for free in ["/livez", "/readyz", "/metrics", "/openapi.json", "/docs"] {
            assert_eq!(malformed.gets(&world, free).await.status, 200, "{free}");
        }
        let desk = &world.running().app.desk;
        let (owner, request) = (Actor::desk(), fresh_request());
        retrying(|| keys::revoke_key(desk, &owner, &request, "Uno")).await.expect("revoked");
        assert_eq!(calls(&known, 6).await.refusal(), (429, "rate_limited"), "a stranger like any other");
        world.closes_clean().await;
    }
}
