//! The limits of one app, and calls that are sent twice at once.

use cambista::clock::HandClock;
use cambista::db::retrying;
use cambista::domain::games::apps::events::{self, EVENTS_OPEN_MAX, EventError};
use cambista::domain::games::apps::keys::{Caller, NewApp, create_app, identify_caller, revoke_key};
use cambista::domain::games::apps::webhooks::{self, DeliveryState, Endpoint, Reach, WebhookError};
use cambista::domain::kernel::desk::Desk;
use cambista::domain::kernel::uptime;
use cambista::domain::people::members::Actor;
use cambista::ids::WebhookDeliveryId;
use reqwest::Method;
use serde_json::json;

use super::at_random::desk_on;
use super::game::{ANA, Answered, Game};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::{NOON, closes_clean, fresh_request};
use crate::support::time::lives_on;
use crate::support::world::World;

async fn app(desk: &Desk) -> Caller {
    let (owner, request) = (Actor::desk(), fresh_request());
    let made = retrying(|| create_app(desk, &owner, &request, NewApp::bot("Uno"))).await;
    let token = made.expect("an app").token.expect("shown once");
    identify_caller(desk, &token).await.expect("read").expect("valid")
}

async fn opens(desk: &Desk, app: &Caller) -> Result<(), EventError> {
    let request = fresh_request();
    retrying(|| events::open_event(desk, app, &request)).await.map(|_| ())
}

/// An address where nothing listens; no delivery is sent in these stories.
fn nowhere() -> Endpoint {
    Endpoint::parse("https://game.example/", Reach::Public).expect("an address")
}

async fn posts_twice_at_once(game: &Game, world: &World, path: &str, body: &str) -> [Answered; 2] {
    let key = format!("{}", fresh_request());
    let call = || async {
        let request = game.request(world, Method::POST, path).header("idempotency-key", &key);
        game.sends(request.header("content-type", "application/json").body(body.to_owned()))
            .await
    };
    let (one, other) = tokio::join!(call(), call());
    [one, other]
}

on_both_engines! {
    async fn an_app_that_never_pings_is_stopped_and_everything_is_given_back_in_one_sweep(test_db: TestDb) {
        let hand = HandClock::starting_at(NOON);
        let desk = desk_on(&test_db, &hand).await;
        retrying(|| uptime::resume(&desk.db, &desk.clock)).await.expect("open");
        let app = app(&desk).await;
        let (request, endpoint) = (fresh_request(), nowhere());
        retrying(|| webhooks::register_webhook(&desk, &app, &request, &endpoint)).await.expect("registered");
        for _ in 0..EVENTS_OPEN_MAX {
            opens(&desk, &app).await.expect("open");
        }
        assert!(matches!(opens(&desk, &app).await, Err(EventError::TooManyOpen { max: EVENTS_OPEN_MAX })));
        lives_on(&desk, &hand, 61_000).await;
        let done = retrying(|| events::expire_due(&desk)).await.expect("a sweep");
        assert_eq!((i64::try_from(done.expired).unwrap(), done.failed.len()), (EVENTS_OPEN_MAX, 0));

        // The most deliveries that may wait are waiting; the next one is stored, but not tried automatically.
        opens(&desk, &app).await.expect("open");
        lives_on(&desk, &hand, 61_000).await;
        retrying(|| events::expire_due(&desk)).await.expect("a sweep");
        let mut reader = desk.db.reader().await.expect("a reader");
        let newest = WebhookDeliveryId::new(i64::MAX);
        let found = webhooks::list_deliveries(&mut reader, &app, newest, 2).await.expect("read");
        assert_eq!((found[0].state, found[1].state), (DeliveryState::GivenUp, DeliveryState::Waiting));
        assert_eq!(found[0].last_error.as_deref(), Some("too many deliveries were waiting"));
        drop(reader);
        closes_clean(&desk.db).await;
    }

    async fn a_key_that_is_revoked_while_its_call_is_under_way_registers_nothing(test_db: TestDb) {
        let desk = desk_on(&test_db, &HandClock::starting_at(NOON)).await;
        let app = app(&desk).await;
        let (owner, revoking, registering, endpoint) = (Actor::desk(), fresh_request(), fresh_request(), nowhere());
        retrying(|| revoke_key(&desk, &owner, &revoking, "Uno")).await.expect("revoked");
        let refused = retrying(|| webhooks::register_webhook(&desk, &app, &registering, &endpoint)).await;
        assert!(matches!(refused, Err(WebhookError::KeyRevoked)), "{refused:?}");
        closes_clean(&desk.db).await;
    }

    async fn a_call_that_is_sent_twice_at_once_is_done_once_and_answered_twice(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let game = Game::new(&world, "Uno").await;
        for round in 1..=8 {
            game.gives(&world, ANA, 10).await;
            let event = game.opens(&world).await;
            let debit = json!({ "user_id": ANA, "event_id": event, "type": "debit", "amount": 10, "description": "all" });
            let achievement = json!({ "name": format!("Logro {round}"), "description": "x", "target_value": 1, "reward": 0 });
            for (path, body, status) in [
                ("/finance/event".to_owned(), String::new(), 201),
                ("/finance/transaction".to_owned(), debit.to_string(), 201),
                ("/achievement/register".to_owned(), achievement.to_string(), 201),
                (format!("/finance/event/{event}/close"), String::new(), 200),
            ] {
                let [one, other] = posts_twice_at_once(&game, &world, &path, &body).await;
                assert_eq!((one.status, other.status), (status, status), "{path}: {one:?} {other:?}");
                assert_eq!(one.body, other.body, "{path}");
            }
            assert_eq!(game.funds(&world, ANA).await, (0, 0, 0, 0));
        }
        world.closes_clean().await;
    }
}
