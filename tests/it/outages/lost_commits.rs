//! The connection to PostgreSQL breaks before, in and after COMMIT: everything is done once, and everybody is told the
//! true outcome.

use reqwest::Method;
use serde_json::json;

use super::{CHANNEL, count};
use crate::http::game::{ANA, Game};
use crate::support::database::TestDb;
use crate::support::person::Person;
use crate::support::proxy::{Loss, Proxy};
use crate::support::world::World;

/// How often each loss is tried with each kind of deed; each time another of its commits is lost.
const ROUNDS: u64 = 3;

/// Texts that must not appear: that the outcome is unknown, or the untrue claim that nothing was saved.
const DOUBTS: [&str; 3] = ["No se guardó nada", "todavía no se sabe", "no se guardó"];

async fn behind_a_proxy() -> (TestDb, Proxy) {
    let mut test_db = TestDb::postgres().await;
    let proxy = test_db.behind_a_proxy().await;
    (test_db, proxy)
}

/// Nobody was told of an unknown outcome: as the server is there, the desk finds it out before it answers.
async fn nobody_doubts(people: &[(Person<'_>, &str)]) {
    for (person, channel) in people {
        for words in DOUBTS {
            assert_eq!(
                count(*person, channel, words).await,
                0,
                "{} reads {words:?}",
                person.name()
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn a_typed_command_whose_commit_is_not_answered_is_done_once_and_answered_rightly() {
    let (test_db, proxy) = behind_a_proxy().await;
    let world = World::demo(&test_db).await;
    let (david, owner) = (world.person("david"), world.person("superusuario"));
    david.says(CHANNEL, "!start batch").await;
    let mut typed = 0;
    for loss in Loss::BREAKS {
        for passing in 0..ROUNDS {
            proxy.loses(passing, loss);
            typed += 1;
            david.says(CHANNEL, &format!("!t {} p", 10 + typed)).await;
            let said = owner.says("general", "!depositar 1 1 prueba").await;
            owner.reply_to("general", &said).await;
        }
    }
    proxy.is_kind_again();
    assert!(6 <= proxy.lost(), "{} commits were lost", proxy.lost());
    let rows: Vec<(&str, i64)> = world.rows().await;
    let orders = count(david, CHANNEL, "Estado:").await;
    assert_eq!(orders, typed, "each order is shown once: {rows:?}");
    assert_eq!(world.orders().await, i64::try_from(typed).expect("few"));
    assert_eq!(
        world.movements("account.deposited").await,
        i64::try_from(typed).expect("few")
    );
    nobody_doubts(&[(david, CHANNEL), (owner, "general")]).await;
    world.closes_clean().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn a_press_whose_commit_is_not_answered_is_done_once_and_answered_rightly() {
    let (test_db, proxy) = behind_a_proxy().await;
    let world = World::demo(&test_db).await;
    let (david, cajero) = (world.person("david"), world.person("cajero1"));
    david.says(CHANNEL, "!start batch").await;
    let mut number = 0;
    for loss in Loss::BREAKS {
        for _ in 0..ROUNDS {
            number += 1;
            david.says(CHANNEL, "!t 10 p").await;
            let order = cajero.order("dm", number).await;
            proxy.loses_of("discord:", loss);
            cajero
                .replies_with_capture("dm", &order, format!("capture {number}").as_bytes())
                .await;
            proxy.loses_of("discord:", loss);
            cajero
                .presses(&order, "Listo")
                .await
                .says(&[&format!("Orden **{number}** pagada")]);
        }
    }
    proxy.is_kind_again();
    assert_eq!(proxy.lost(), 18, "of each capture and each press");
    assert_eq!(world.movements("order.completed").await, number);
    let paid = usize::try_from(number).expect("few");
    assert_eq!(count(david, CHANNEL, "✅ Orden").await, paid);
    assert_eq!(count(cajero, "dm", "Captura recibida").await, paid);
    nobody_doubts(&[(david, CHANNEL), (cajero, "dm")]).await;
    world.closes_clean().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn a_call_whose_commit_is_not_answered_is_done_once_and_answered_rightly() {
    let (test_db, proxy) = behind_a_proxy().await;
    let world = World::demo_with(&test_db, &[("CAMBISTA__HTTP__WEBHOOKS_REACH", "loopback")]).await;
    let game = Game::new(&world, "Blackjack").await;
    let event = game.opens(&world).await;
    let mut made = 0;
    for loss in Loss::BREAKS {
        for passing in 0..2 * ROUNDS {
            proxy.loses(passing % 3, loss);
            let body =
                json!({ "user_id": ANA, "event_id": event, "type": "credit", "amount": 1, "description": "one" });
            let request = game.request(&world, Method::POST, "/finance/transaction");
            let request = request
                .header("content-type", "application/json")
                .body(body.to_string());
            // Half of the calls have no key: the desk repeats the call itself, under an id of its own.
            let request = if passing % 2 == 0 {
                request
            } else {
                request.header("Idempotency-Key", format!("r{made}"))
            };
            let answered = game.sends(request).await;
            made += 1;
            assert_eq!(answered.status, 201, "{loss:?}, {passing} before: {answered:?}");
            assert_eq!(answered.body["available"], made, "{loss:?}: {answered:?}");
        }
    }
    for loss in Loss::BREAKS {
        let body = json!({ "url": "http://127.0.0.1:9/" }).to_string();
        proxy.loses(0, loss);
        assert_eq!(game.posts_json(&world, "/webhook", &body).await.status, 201, "{loss:?}");
        proxy.loses(0, loss);
        assert_eq!(
            game.deletes(&world, "/webhook").await.status,
            204,
            "{loss:?}: it was there"
        );
        assert_eq!(game.deletes(&world, "/webhook").await.status, 404);
    }
    proxy.loses(0, Loss::After);
    assert_eq!(game.closes(&world, event).await.status, 200);
    proxy.is_kind_again();
    assert!(10 <= proxy.lost(), "{} commits were lost", proxy.lost());
    assert_eq!(game.funds(&world, ANA).await, (made, 0, 0, made));
    world.closes_clean().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn a_network_that_swallows_the_answer_only_delays_it() {
    let (test_db, proxy) = behind_a_proxy().await;
    let world = World::demo(&test_db).await;
    let david = world.person("david");
    david.says(CHANNEL, "!start batch").await;
    proxy.loses(0, Loss::Silence);
    david.says(CHANNEL, "!t 10 p").await;
    assert_eq!(proxy.lost(), 1);
    assert_eq!(world.orders().await, 1);
    assert_eq!(count(david, CHANNEL, "Estado:").await, 1);
    nobody_doubts(&[(david, CHANNEL)]).await;
    world.closes_clean().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn a_key_is_shown_although_the_commit_that_made_it_was_not_answered() {
    let (test_db, proxy) = behind_a_proxy().await;
    let world = World::demo(&test_db).await;
    let owner = world.person("superusuario");
    for (number, loss) in Loss::BREAKS.into_iter().enumerate() {
        proxy.loses(0, loss);
        let answer = owner
            .slashes("general", "app crear", json!({ "nombre": format!("Juego {number}") }))
            .await;
        answer.says(&["cmb_"]);
    }
    proxy.is_kind_again();
    assert_eq!(proxy.lost(), 3);
    world.closes_clean().await;
}
