//! What must hold after the story, whatever happened in it.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::Story;
use super::people::RESELLERS;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::patience::PATIENCE;
use crate::support::person::Person;
use crate::support::world::World;

/// What the desk acknowledged.
#[derive(Default)]
pub(super) struct Acknowledged {
    commands: Mutex<Vec<(i64, String)>>,
    paid: Mutex<Vec<i64>>,
}

impl Acknowledged {
    pub(super) fn command(&self, typed: &Message, command: &str) {
        let id = typed.id().parse().expect("a number");
        self.commands.lock().expect("no panic").push((id, command.to_owned()));
    }

    pub(super) fn paid(&self, order: i64) {
        self.paid.lock().expect("no panic").push(order);
    }
}

/// Waits until the outbox is empty: everything was told, and nothing was set aside.
pub(super) async fn nothing_is_owed(test_db: &TestDb) {
    let began = Instant::now();
    loop {
        let waiting = number(
            test_db,
            "select (select count(*) from outbox where state = 'waiting')
                  + (select count(*) from tellings where state in ('waiting', 'detoured'))",
        )
        .await;
        if waiting == 0 {
            break;
        }
        assert!(began.elapsed() < PATIENCE, "{waiting} notices are never told");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let aside = number(
        test_db,
        "select (select count(*) from outbox where state = 'set_aside')
              + (select count(*) from tellings where state = 'set_aside')",
    )
    .await;
    assert_eq!(aside, 0, "nothing was set aside");
    let sending = number(test_db, "select count(*) from sendings").await;
    assert_eq!(sending, 0, "nothing is half sent");
}

async fn number(test_db: &TestDb, sql: &'static str) -> i64 {
    let mut raw = test_db.raw().await;
    let (number,): (i64,) = sqlx::query_as(sql).fetch_one(&mut raw).await.expect("a number");
    number
}

#[derive(sqlx::FromRow)]
struct OrderRow {
    id: i64,
    state: String,
    source: Option<i64>,
    channel: i64,
    postings: i64,
}

/// Checks that everything acknowledged is in the books once, and that everybody sees the true state.
pub(super) async fn proves(test_db: &TestDb, world: &World, story: &Story) -> String {
    let mut raw = test_db.raw().await;
    let orders: Vec<OrderRow> = sqlx::query_as(
        "select o.id, o.state, o.source_message_id as source, o.source_channel_id as channel,
                (select count(*) from journal j where j.kind = 'order.completed' and j.id = o.journal_id) as postings
           from orders o order by o.id",
    )
    .fetch_all(&mut raw)
    .await
    .expect("the orders");
    let mut by_source: BTreeMap<i64, usize> = BTreeMap::new();
    for order in &orders {
        *by_source.entry(order.source.expect("they were typed")).or_default() += 1;
        assert_eq!(
            order.postings,
            i64::from(order.state == "completed"),
            "order {}",
            order.id
        );
        assert!(0 < order.channel);
    }
    assert!(
        by_source.values().all(|count| *count == 1),
        "a command is there twice: {by_source:?}"
    );
    let completed = number(test_db, "select count(*) from journal where kind = 'order.completed'").await;
    let states = |wanted: &str| orders.iter().filter(|order| order.state == wanted).count();
    assert_eq!(completed, states("completed") as i64, "each payment was posted once");
    assert_eq!(
        orders.len(),
        states("completed") + states("rejected"),
        "every order ended"
    );
    let commands = story.acknowledged.commands.lock().expect("no panic").clone();
    for (typed, command) in &commands {
        if command.starts_with("!t") {
            assert_eq!(by_source.get(typed), Some(&1), "{command} {typed} was acknowledged");
        }
    }
    let receipts = number(
        test_db,
        "select count(*) from receipts where use_case = 'batches.transfer'",
    )
    .await;
    assert_eq!(receipts, orders.len() as i64);
    for order in story.acknowledged.paid.lock().expect("no panic").iter() {
        let found = orders.iter().find(|found| found.id == *order).expect("a paid order");
        assert_eq!(found.state, "completed", "order {order} was acknowledged as paid");
    }
    shown(test_db, world, &orders).await;
    let batches = number(test_db, "select count(*) from batches").await;
    format!(
        "{} batches, {} orders ({} paid, {} cancelled), {} commands acknowledged",
        batches,
        orders.len(),
        states("completed"),
        states("rejected"),
        commands.len()
    )
}

/// Checks that every order is shown once at each place in its true state, and that every batch tells each thing once.
async fn shown(test_db: &TestDb, world: &World, orders: &[OrderRow]) {
    let mut channels = Vec::new();
    for (name, channel) in RESELLERS {
        channels.extend(world.person(name).reads(channel).await);
    }
    let mut pending = world.person("cajero1").reads("transacciones-pending").await;
    pending.extend(world.person("cajero1").reads("cajeros").await);
    let direct = [
        direct(world.person("cajero1")).await,
        direct(world.person("cajero2")).await,
    ];
    for order in orders {
        let title = format!("Orden {}", order.id);
        let state = if order.state == "completed" {
            "pagada"
        } else {
            "cancelada por el cajero"
        };
        let faces = |place: &[Message]| -> Vec<Message> {
            place
                .iter()
                .filter(|message| message.title() == Some(&title))
                .cloned()
                .collect()
        };
        // The pending channel need not show an order that was paid before anybody could be told.
        for (place, messages, times) in [("their channel", &channels, 1..=1), ("those who take", &pending, 0..=1)] {
            let faces = faces(messages);
            assert!(
                times.contains(&faces.len()),
                "{title} is shown in {place} {} times: {faces:?}",
                faces.len()
            );
            for face in faces {
                assert_eq!(face.field("Estado"), state, "{title}: {}", face.text());
                assert!(face.buttons().is_empty(), "{title}: {}", face.text());
            }
        }
        let told: Vec<Vec<Message>> = direct.iter().map(|place| faces(place)).collect();
        assert!(
            told.iter().any(|faces| !faces.is_empty()),
            "{title} was sent to its cashier"
        );
        for faces in told {
            assert!(faces.len() <= 1, "{title} is shown once: {faces:?}");
            for face in faces {
                assert_eq!(face.field("Estado"), state, "{title}: {}", face.text());
                assert!(face.buttons().is_empty(), "{title}: {}", face.text());
            }
        }
        let words = format!("✅ Orden **{}** pagada", order.id);
        let times = channels
            .iter()
            .filter(|message| message.text().contains(&words))
            .count();
        assert_eq!(times, usize::from(order.state == "completed"), "{words}");
    }
    let batches = number(test_db, "select count(*) from batches where state = 'closed'").await as usize;
    for words in ["Batch abierto.", "Batch cerrado\n"] {
        let times = channels
            .iter()
            .filter(|message| message.text().starts_with(words))
            .count();
        assert_eq!(times, batches, "{words}");
    }
}

async fn direct(person: Person<'_>) -> Vec<Message> {
    person.reads("dm").await
}
