//! Probes, metrics, and the API's description of itself.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use cambista::domain::games::apps::webhooks::Reach;
use cambista::http::{DiscordProbe, Found, HttpOptions, Listening, Surroundings, Watched};
use cambista::meters::Meters;
use serde_json::{Value, json};

use super::game::{ANA, Game};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

/// A Discord that cannot be reached.
struct Away;

#[async_trait]
impl DiscordProbe for Away {
    async fn is_up(&self) -> bool {
        false
    }

    async fn is_connected(&self) -> bool {
        false
    }
}

/// A machine that says nothing about itself.
struct Nowhere;

impl Surroundings for Nowhere {
    fn look(&self) -> Found {
        Found {
            disk: None,
            backup: None,
        }
    }
}

on_both_engines! {
    async fn a_desk_without_discord_lives_and_is_not_ready(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let options = HttpOptions {
            requests_per_second: 1,
            burst: 1,
            strangers_per_second: 1,
            strangers_burst: 1,
            call_max: Duration::from_secs(10),
            webhooks_reach: Reach::Public,
            metrics_refresh: Duration::ZERO,
        };
        let watched = Watched {
            discord: Arc::new(Away),
            surroundings: Arc::new(Nowhere),
            meters: Meters::default(),
        };
        let listening = Listening::on("127.0.0.1:0".parse().expect("an address"), None).await.expect("a free port");
        let server = listening.serve(world.running().app.desk.clone(), &options, watched).await;
        let asks = async |path: &str| {
            let answer = reqwest::get(format!("http://{}{path}", server.addr())).await.expect("an answer");
            (answer.status().as_u16(), answer.text().await.expect("a body"))
        };
        assert_eq!(asks("/livez").await, (200, "ok".to_owned()));
        let (status, body) = asks("/readyz").await;
        let body: Value = serde_json::from_str(&body).expect("JSON");
        let checks = json!({ "database": "ok", "writes": "ok", "captures": "ok", "migrations": "ok", "discord": "down" });
        assert_eq!((status, body), (503, json!({ "status": "not_ready", "checks": checks, "reasons": {} })));
        assert!(asks("/metrics").await.1.contains("cambista_discord_up 0"));
        server.shutdown().await;
        world.closes_clean().await;
    }

    async fn the_probes_tell_whether_the_desk_can_work(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let nobody = Game::with_key("");
        assert_eq!(nobody.gets(&world, "/livez").await.body, "ok");
        let ready = nobody.gets(&world, "/readyz").await;
        let checks = json!({ "database": "ok", "writes": "ok", "captures": "ok", "migrations": "ok", "discord": "ok" });
        assert_eq!((ready.status, &ready.body["checks"]), (200, &checks));
        let game = Game::new(&world, "Blackjack").await;
        game.opens(&world).await;
        game.gets(&world, "/finance/nothing/at/all").await;
        let metrics = nobody.gets(&world, "/metrics").await.body;
        let metrics = metrics.as_str().expect("text");
        for line in [
            "cambista_http_requests_total{method=\"POST\",route=\"/finance/event\",status=\"201\"} 1",
            "cambista_app_events_open 1",
            "cambista_webhook_deliveries_waiting 0",
            "cambista_discord_up 1",
        ] {
            assert!(metrics.contains(line), "{line} in\n{metrics}");
        }
        assert!(!metrics.contains("nothing/at/all"), "no path of a stranger becomes a label");
        assert!(game.gets(&world, "/livez").await.headers.contains_key("x-request-id"));
        assert_eq!(game.closes(&world, 1).await.status, 200);
        world.closes_clean().await;
    }

    async fn answers_are_as_described_and_the_page_fetches_nothing_from_elsewhere(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let game = Game::new(&world, "Blackjack").await;
        let api = game.gets(&world, "/openapi.json").await.body;
        let user_id = api["components"]["schemas"]["TransactionAsked"]["properties"]["user_id"].to_string();
        assert!(user_id.contains("^[1-9][0-9]{0,18}$"), "today's ids have 19 digits: {user_id}");
        // Every answer here is in the description, with exactly the described fields.
        game.gives(&world, ANA, 5).await;
        let shown = game.gets(&world, &format!("/finance/user/{ANA}")).await.body;
        let schema = &api["components"]["schemas"]["UserShown"]["properties"];
        let keys = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&shown), keys(schema));
        let page = game.gets(&world, "/docs").await;
        let html = page.body.as_str().expect("a page");
        assert!(html.contains("/openapi.json") && !html.contains("https://") && !html.contains("http://"));
        assert!(page.headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
        world.closes_clean().await;
    }
}
