//! An outage of the guild: notices are told later, to the same people and in the same words.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::desk::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::patience::{at_last, when};
use crate::support::pictures::picture;
use crate::support::world::World;

/// The people and places whose messages are compared at the end.
const READ: [(&str, &str); 8] = [
    ("superusuario", "alertas"),
    ("superusuario", "cajeros"),
    ("superusuario", "transacciones-pending"),
    ("superusuario", "transacciones-clientes"),
    ("superusuario", "dm"),
    ("cajero1", "dm"),
    ("maria", "dm"),
    ("david", CHANNEL),
];

/// Whether Discord shows the guild while the desk works by direct message.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Guild {
    There,
    Away,
}

/// maria sends a transfer with her capture, and cajero1 pays it with a capture that was used for another order:
/// superusers are alarmed. Returns what everybody reads at the end.
async fn told_in_the_end(test_db: &TestDb, guild: Guild) -> Vec<String> {
    let world = World::demo(test_db).await;
    let (owner, david, maria, cajero1) = (
        world.person("superusuario"),
        world.person("david"),
        world.person("maria"),
        world.person("cajero1"),
    );
    owner.says("transacciones-clientes", "!start batch PEN VES").await;
    david.says(CHANNEL, "!start batch").await;
    david.says(CHANNEL, "!t 10 p").await;
    let first = cajero1.order("dm", 1).await;
    cajero1.replies_with_capture("dm", &first, b"one payment").await;
    cajero1.presses(&first, "Listo").await;
    if guild == Guild::Away {
        begins_without_waiting(&world).await;
    }
    maria
        .types_with_capture_without_waiting("dm", "!t 100 p Ana 0102", b"maria paid")
        .await;
    let order = shown(&world, 2).await;
    let file = json!({ "name": "captura.png", "base64": STANDARD.encode(picture(b"one payment")) });
    let body = json!({ "content": "", "reply_to": order, "files": [file] });
    cajero1.sends_without_waiting("dm", body).await;
    proved(&world, 2).await;
    if guild == Guild::Away {
        assert!(
            !last_alarm(&world).await.contains("es el mismo archivo"),
            "nobody writes in a guild that is away"
        );
        world.outage_ends("Cambista").await;
    }
    world.settles().await;
    cajero1.presses(&cajero1.order("dm", 2).await, "Listo").await;
    world.settles().await;
    assert!(last_alarm(&world).await.contains("es el mismo archivo"));
    let mut told = Vec::new();
    for (who, channel) in READ {
        let seen = world.person(who).reads(channel).await;
        // The day's seal and the account numbers differ between books.
        let is_alike = |message: &&Message| {
            let text = message.text();
            !text.contains("Sello de los libros") && !text.contains("Su cuenta en")
        };
        let seen = seen.iter().filter(is_alike);
        let seen: Vec<String> = seen.map(Message::told).collect();
        told.push(format!(
            "{who} in {channel}:
{}",
            seen.join(
                "
---
"
            )
        ));
    }
    world.closes_clean().await;
    told
}

async fn begins_without_waiting(world: &World) {
    let (status, answer) = world
        .control(
            reqwest::Method::POST,
            "/sandbox/guilds/Cambista/outage",
            serde_json::Value::Null,
        )
        .await;
    assert!((200..300).contains(&status), "{answer}");
}

async fn last_alarm(world: &World) -> String {
    let seen = world.person("superusuario").reads("alertas").await;
    seen.last().map(Message::text).unwrap_or_default()
}

/// Waits until cajero1 has the order by direct message, and returns the message's id.
async fn shown(world: &World, order: i64) -> String {
    let words = format!("Orden {order}");
    at_last(&words, async || {
        let seen = world.person("cajero1").reads("dm").await;
        let it = seen.iter().rev().find(|message| message.text().contains(&words));
        it.map(|message| message.id().to_owned())
    })
    .await
}

/// Waits until a capture of the order is stored.
async fn proved(world: &World, order: i64) {
    at_last("a capture in the books", async || {
        let backlog = world.backlog_told(order).await;
        when(backlog.iter().any(|step| step.contains("processing")))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_words_of_an_outage_are_those_without_it_on_sqlite() {
    let (there, away) = (TestDb::sqlite().await, TestDb::sqlite().await);
    compare(&there, &away).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn the_words_of_an_outage_are_those_without_it_on_postgres() {
    let (there, away) = (TestDb::postgres().await, TestDb::postgres().await);
    compare(&there, &away).await;
}

async fn compare(there: &TestDb, away: &TestDb) {
    let there = told_in_the_end(there, Guild::There).await;
    let away = told_in_the_end(away, Guild::Away).await;
    for (there, away) in there.iter().zip(&away) {
        assert_eq!(away, there);
    }
}

on_both_engines! {
    async fn a_desk_that_starts_in_an_outage_opens_when_it_ends(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        world.person("david").says(CHANNEL, "!start batch").await;
        world.outage_begins("Cambista").await;
        // Direct messages still work, because the books know who is who.
        world.person("david").is_told("dm", "!ganancias").await.shows(&["Ganancias de david"]);
        world.begins_a_new_session().await;
        world.person("superusuario").is_told("dm", "!setrates PEN VES 9").await.shows(&["9"]);
        world.outage_ends("Cambista").await;
        world.person("david").says(CHANNEL, "!t 100 p").await;
        world.person("cajero1").order("dm", 1).await.shows(&["902,70 Bs"]);
        world.closes_clean().await;
    }
}
