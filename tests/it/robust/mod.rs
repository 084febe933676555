//! Stories of what goes wrong: pressed twice, delivered twice, refused, restarted, killed.

mod backups;
mod cli;
mod faults;
mod kill;
mod moving;
mod older_books;
mod presses;
mod restart;
mod service;
mod starts;

use crate::support::message::Message;
use crate::support::person::Person;
use crate::support::world::World;

/// The demo reseller's channel.
const CHANNEL: &str = "transacciones-david";
const PENDING: &str = "transacciones-pending";
const CASHIERS: &str = "cajeros";

/// Opens a batch with order 1, assigned to cajero1.
async fn one_order(world: &World) {
    let david = world.person("david");
    david.says(CHANNEL, "!start batch").await;
    david.says(CHANNEL, "!t 100 p").await;
}

/// How many messages that this person sees in a channel contain these words.
async fn count(person: Person<'_>, channel: &str, words: &str) -> usize {
    let seen = person.reads(channel).await;
    seen.iter().filter(|message| message.text().contains(words)).count()
}

/// How many messages in this channel show an order.
async fn count_orders(person: Person<'_>, channel: &str, number: i64) -> usize {
    let title = format!("Orden {number}");
    let seen = person.reads(channel).await;
    seen.iter().filter(|message| message.title() == Some(&title)).count()
}

/// cajero1 sends the capture of order 1; returns the order's message.
async fn captured(world: &World) -> Message {
    let cajero = world.person("cajero1");
    let order = cajero.order("dm", 1).await;
    cajero.replies_with_capture("dm", &order, b"capture of order 1").await;
    order
}

/// Closes the demo's batch with one order of 100 and checks its figures.
async fn closes_the_batch(world: &World) {
    let david = world.person("david");
    david.says(CHANNEL, "!c 100 26.32").await;
    david
        .last(CHANNEL)
        .await
        .shows(&["Batch cerrado", "26,32 $", "23,75 $", "2,57 $"]);
    assert_eq!(count(david, CHANNEL, "Batch cerrado").await, 1);
}
