//! Ambiguous input is refused, the answer is of the requested kind, and idle connections block nobody (issue 9, number
//! 15).

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

use super::game::{ANA, Game};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

/// More idle connections than the API has places (512).
const SILENT: usize = 520;
/// How many of them one address may keep.
const KEPT: usize = 256;

/// Whether the API has closed this connection.
async fn is_closed(socket: &mut TcpStream) -> bool {
    let read = tokio::time::timeout(Duration::from_millis(20), socket.read_u8()).await;
    read.is_ok()
}

on_both_engines! {
    async fn what_is_given_twice_is_named_and_nothing_is_done(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let game = Game::new(&world, "Blackjack").await;
        let event = game.opens(&world).await;
        let body = json!({ "user_id": ANA.to_string(), "event_id": event, "type": "credit", "amount": 5, "description": "x" });
        let post = || game.request(&world, Method::POST, "/finance/transaction").body(body.to_string());
        let twice = [
            (post().header("idempotency-key", "a").header("idempotency-key", "b"), "Idempotency-Key"),
            (post().header("idempotency-key", "a").header("idempotency-key", "a"), "Idempotency-Key"),
            (post().header("content-type", "text/plain").header("content-type", "application/json"), "Content-Type"),
            (post().header("authorization", "Bearer x"), "Authorization"),
            (post().header("x-request-id", "1").header("x-request-id", "2"), "X-Request-Id"),
        ];
        for (request, field) in twice {
            let refused = game.sends(request).await;
            assert_eq!(refused.refusal(), (422, "invalid_field"), "{field}");
            assert_eq!(refused.body["error"]["details"], json!({ "field": field, "expected": "given once" }));
        }
        let repeated = body.to_string().replace("\"amount\":5", "\"amount\":5,\"amount\":500");
        let unknown = body.to_string().replace("\"amount\":5", "\"amount\":5,\"more\":1,\"more\":2");
        let inside = body.to_string().replace("\"amount\":5", "\"amount\":5,\"more\":{\"a\":[{\"b\":1,\"b\":2}]}");
        for (body, field) in [(repeated, "amount"), (unknown, "more"), (inside, "more.a.b")] {
            let refused = game.posts_json(&world, "/finance/transaction", &body).await;
            assert_eq!(refused.refusal(), (422, "invalid_field"), "{body}");
            assert_eq!(refused.body["error"]["details"]["field"], field);
        }
        for other in ["text/plain", "application/x-www-form-urlencoded"] {
            let refused = game.sends(post().header("content-type", other)).await;
            assert_eq!(refused.refusal(), (415, "unsupported_media_type"), "{other}");
        }
        let other = game.gets(&world, "/finance/leaderboard?more=1&more=2").await;
        assert_eq!(other.body["error"]["details"]["field"], "more");
        let nobody = game.gets(&world, &format!("/finance/user/{ANA}")).await;
        assert_eq!(nobody.refusal(), (404, "user_not_found"), "nothing of it counts");
        assert_eq!(game.sends(post().header("idempotency-key", "a")).await.status, 201, "and the key is unused");
        world.closes_clean().await;
    }

    async fn a_cursor_and_a_key_are_what_the_description_says(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let game = Game::new(&world, "Blackjack").await;
        let api = game.gets(&world, "/openapi.json").await.body;
        let pattern = |path: &str, name: &str| {
            let parameters = api["paths"][path].as_object().expect("calls").values().next().expect("one")["parameters"].clone();
            let parameters = parameters.as_array().expect("a list").clone();
            let found = parameters.iter().find(|parameter| parameter["name"] == name).expect("it is described").clone();
            found["schema"]["pattern"].as_str().expect("a pattern").to_owned()
        };
        for (path, of_one, of_another) in [
            ("/finance/leaderboard", "100-7-50", "5"),
            ("/achievement", "5", "5-5-5"),
            ("/webhook/deliveries", "9999999999999999999", "-5"),
        ] {
            let numbers = of_one.split('-').count();
            assert_eq!(pattern(path, "cursor").matches("[0-9]{1,19}").count(), numbers, "{path}");
            assert_eq!(game.gets(&world, &format!("{path}?cursor={of_one}")).await.status, 200, "{path}");
            for wrong in ["", of_another, "x", "+5"] {
                let refused = game.gets(&world, &format!("{path}?cursor={}", wrong.replace('+', "%2B"))).await;
                assert_eq!(refused.refusal(), (422, "invalid_field"), "{path} {wrong:?}");
                assert_eq!(refused.body["error"]["details"]["field"], "cursor");
            }
        }
        // The answer to a reused key is described wherever a key is accepted, the answer to a duplicate header
        // everywhere.
        let calls = api["paths"].as_object().expect("paths").values();
        for call in calls.flat_map(|calls| calls.as_object().expect("calls").values()) {
            let takes_key = call["parameters"].to_string().contains("Idempotency-Key");
            assert!(!takes_key || call["responses"]["409"].is_object(), "{}", call["operationId"]);
            assert!(call["responses"]["422"].is_object(), "{}", call["operationId"]);
        }
        world.closes_clean().await;
    }

    async fn figures_are_written_as_they_are_asked_for(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (nobody, metrics) = (Game::with_key(""), "/metrics");
        assert_eq!(nobody.gets(&world, metrics).await.status, 200);
        let plain = nobody.gets(&world, metrics).await;
        assert_eq!(plain.headers["content-type"], "text/plain; version=0.0.4; charset=utf-8");
        assert_eq!(plain.headers["vary"], "accept");
        let text = plain.body.as_str().expect("text");
        assert!(text.contains("# TYPE cambista_http_requests_total counter\n") && !text.contains("# EOF"), "{text}");
        let open = "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
        let open = nobody.sends(nobody.request(&world, Method::GET, metrics).header("accept", open)).await;
        assert!(open.headers["content-type"].to_str().unwrap().starts_with("application/openmetrics-text"));
        let text = open.body.as_str().expect("text");
        assert!(text.contains("# TYPE cambista_http_requests counter\n") && text.ends_with("# EOF\n"), "{text}");
        let nothing = nobody.request(&world, Method::GET, metrics).header("accept", "image/png");
        assert_eq!(nobody.sends(nothing).await.headers["content-type"], "text/plain; version=0.0.4; charset=utf-8");
        world.closes_clean().await;
    }

    async fn whoever_only_holds_connections_holds_up_nobody(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let game = Game::new(&world, "Blackjack").await;
        // The game's own connection, which its client keeps open.
        assert_eq!(game.gets(&world, "/finance/leaderboard").await.status, 200);
        let mut silent = Vec::with_capacity(SILENT);
        for _ in 0..SILENT {
            silent.push(TcpStream::connect(world.running().app.http_addr()).await.expect("a connection"));
        }
        // A client without a connection, from the same address.
        let newcomer = Game::with_key(&game.key);
        assert_eq!(newcomer.gets(&world, "/finance/leaderboard").await.status, 200);
        assert_eq!(game.gets(&world, "/finance/leaderboard").await.status, 200);
        // The ten seconds after which an idle connection is closed are not over: the newest are still open, the oldest
        // were closed to make room.
        assert!(!is_closed(silent.last_mut().expect("one")).await);
        for oldest in silent.iter_mut().take(SILENT - KEPT) {
            assert!(is_closed(oldest).await);
        }
        drop(silent);
        world.closes_clean().await;
    }
}
