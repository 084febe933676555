//! The database server is unreachable for a while after a COMMIT: people are told that the outcome is unknown, and
//! later what it was.

use reqwest::Method;
use serde_json::json;

use super::{CHANNEL, count, hears, reads_at_last};
use crate::http::game::{ANA, Game};
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::patience::{at_last, when};
use crate::support::proxy::{Loss, Proxy};
use crate::support::world::World;

const NOT_KNOWN: &str = "todavía no se sabe";
const SAVED: &str = "sí se guardó";
const NOT_SAVED: &str = "no se guardó";

async fn world_behind_a_proxy() -> (World, Proxy, TestDb) {
    let mut test_db = TestDb::postgres().await;
    let proxy = test_db.behind_a_proxy().await;
    let world = World::demo(&test_db).await;
    (world, proxy, test_db)
}

/// The owner deposits; the commit is lost as `loss` says, and the server is unreachable from then on. The owner is told
/// that the outcome is unknown.
async fn deposits_into_the_void(world: &World, proxy: &Proxy, loss: Loss) -> Message {
    let owner = world.person("superusuario");
    proxy.loses_and_goes_away("discord:", loss);
    let said = owner
        .sends_without_waiting("general", json!({ "content": "!depositar 1 7 prueba" }))
        .await;
    hears(owner, "general", &said, NOT_KNOWN)
        .await
        .shows(&["No lo envíe otra vez"]);
    assert_eq!(count(owner, "general", "No se guardó nada").await, 0);
    said
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn who_was_told_that_nobody_knows_is_told_the_outcome_when_the_server_is_back() {
    let (world, proxy, _test_db) = world_behind_a_proxy().await;
    let owner = world.person("superusuario");
    let mut deposits = 0;
    for (loss, outcome) in [(Loss::Before, NOT_SAVED), (Loss::After, SAVED)] {
        let said = deposits_into_the_void(&world, &proxy, loss).await;
        proxy.comes_back();
        hears(owner, "general", &said, outcome).await;
        deposits += i64::from(outcome == SAVED);
        world.settles().await;
        assert_eq!(world.movements("account.deposited").await, deposits);
    }
    assert_eq!(count(owner, "general", SAVED).await, 1);
    assert_eq!(count(owner, "general", NOT_SAVED).await, 1);
    world.closes_clean().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn the_outcome_of_one_line_of_a_message_is_told_as_that_lines() {
    let (world, proxy, _test_db) = world_behind_a_proxy().await;
    let owner = world.person("superusuario");
    let mut deposits = 0;
    for (loss, outcome) in [(Loss::Before, NOT_SAVED), (Loss::After, SAVED)] {
        proxy.loses_and_goes_away("discord:", loss);
        let typed = json!({ "content": "!tasas\n!depositar 1 7 prueba" });
        let said = owner.sends_without_waiting("general", typed).await;
        let doubt = hears(owner, "general", &said, NOT_KNOWN).await;
        assert!(doubt.content().starts_with("**Línea 2.** "), "{}", doubt.content());
        proxy.comes_back();
        let settled = hears(owner, "general", &said, outcome).await;
        assert!(settled.content().starts_with("**Línea 2.** "), "{}", settled.content());
        deposits += i64::from(outcome == SAVED);
        world.settles().await;
        assert_eq!(world.movements("account.deposited").await, deposits);
    }
    world.closes_clean().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn the_outcome_is_told_after_a_restart_too() {
    let (mut world, proxy, _test_db) = world_behind_a_proxy().await;
    let mut deposits = 0;
    for (loss, outcome) in [(Loss::Before, NOT_SAVED), (Loss::After, SAVED)] {
        let said = deposits_into_the_void(&world, &proxy, loss).await;
        world.ends().await;
        proxy.comes_back();
        world.begins().await;
        let owner = world.person("superusuario");
        hears(owner, "general", &said, outcome).await;
        deposits += i64::from(outcome == SAVED);
        world.settles().await;
        assert_eq!(world.movements("account.deposited").await, deposits);
        assert_eq!(count(owner, "general", "fuera de servicio").await, 0, "it was answered");
    }
    world.closes_clean().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn who_pressed_is_told_the_outcome_by_direct_message() {
    let (world, proxy, _test_db) = world_behind_a_proxy().await;
    let (david, cajero) = (world.person("david"), world.person("cajero1"));
    david.says(CHANNEL, "!start batch").await;
    david.says(CHANNEL, "!t 10 p").await;
    let order = cajero.order("dm", 1).await;
    cajero.replies_with_capture("dm", &order, b"capture").await;
    for (loss, outcome) in [(Loss::Before, NOT_SAVED), (Loss::After, SAVED)] {
        proxy.loses_and_goes_away("discord:", loss);
        let pressed = cajero.presses_without_waiting(&order, "Listo").await;
        proxy.is_away().await;
        // Were it back before they are told so, its outcome would be known at once.
        at_last(NOT_KNOWN, async || {
            let now = cajero.as_it_ended(pressed.clone()).await;
            when(now.text().contains(NOT_KNOWN))
        })
        .await;
        proxy.comes_back();
        reads_at_last(cajero, "dm", outcome).await;
        world.settles().await;
        let ended = cajero.as_it_ended(pressed).await;
        ended.says(&[NOT_KNOWN, "No lo repita"]);
        assert_eq!(world.movements("order.completed").await, i64::from(loss == Loss::After));
    }
    cajero.order("dm", 1).await.shows(&["Estado: pagada"]);
    world.closes_clean().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn a_call_of_which_nobody_knows_the_outcome_is_answered_so_and_repeated_once() {
    let (world, proxy, _test_db) = world_behind_a_proxy().await;
    let game = Game::new(&world, "Blackjack").await;
    let event = game.opens(&world).await;
    let calls = |key: &'static str| {
        let body = json!({ "user_id": ANA, "event_id": event, "type": "credit", "amount": 5, "description": "five" });
        let request = game
            .request(&world, Method::POST, "/finance/transaction")
            .header("Idempotency-Key", key);
        game.sends(
            request
                .header("content-type", "application/json")
                .body(body.to_string()),
        )
    };
    for (round, (key, loss)) in [("before", Loss::Before), ("after", Loss::After)]
        .into_iter()
        .enumerate()
    {
        proxy.loses_and_goes_away("api:", loss);
        let doubt = calls(key).await;
        assert_eq!(doubt.refusal(), (503, "outcome_unknown"), "{doubt:?}");
        assert_eq!(doubt.headers["retry-after"], "5");
        let unreachable = calls("another").await;
        assert_eq!(
            unreachable.refusal(),
            (503, "unavailable"),
            "nothing was sent: {unreachable:?}"
        );
        assert_eq!(unreachable.headers["retry-after"], "5");
        let ready = game.gets(&world, "/readyz").await;
        assert_eq!(
            (ready.status, &ready.body["reasons"]["database"]),
            (503, &json!("no answer")),
            "{ready:?}"
        );
        proxy.comes_back();
        let told = calls(key).await;
        assert_eq!(told.status, 201, "{told:?}");
        assert_eq!(
            told.body["available"],
            5 * (i64::try_from(round).expect("few") + 1),
            "{told:?}"
        );
    }
    assert_eq!(game.closes(&world, event).await.status, 200);
    assert_eq!(game.funds(&world, ANA).await, (10, 0, 0, 10));
    world.closes_clean().await;
}
