//! Stories of databases that break: answers that are lost, servers that are away, disks that are full, files that are replaced.

mod away;
mod disk;
mod files;
mod killed_server;
mod lost_commits;
mod poolers;

use std::time::{Duration, Instant};

use crate::support::message::Message;
use crate::support::person::Person;

/// The demo reseller's channel.
const CHANNEL: &str = "transacciones-david";
/// How long people wait for something that must come.
const PATIENCE: Duration = Duration::from_secs(40);

/// Waits for a reply to `said` with these words.
async fn hears(person: Person<'_>, channel: &str, said: &Message, words: &str) -> Message {
    let until = Instant::now() + PATIENCE;
    loop {
        let seen = person.reads(channel).await;
        let found = seen.iter().find(|message| {
            message.0["message_reference"]["message_id"] == said.0["id"] && message.text().contains(words)
        });
        if let Some(found) = found {
            return found.clone();
        }
        if until < Instant::now() {
            let all: Vec<String> = seen.iter().map(Message::text).collect();
            panic!("{} is not told {words:?} but:\n{}", person.name(), all.join("\n---\n"));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Waits for a message with these words.
async fn reads_at_last(person: Person<'_>, channel: &str, words: &str) -> Message {
    let until = Instant::now() + PATIENCE;
    loop {
        let seen = person.reads(channel).await;
        if let Some(found) = seen.iter().find(|message| message.text().contains(words)) {
            return found.clone();
        }
        if until < Instant::now() {
            let all: Vec<String> = seen.iter().map(Message::text).collect();
            panic!(
                "{} does not read {words:?} but:\n{}",
                person.name(),
                all.join("\n---\n")
            );
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// How many messages here hold these words.
async fn count(person: Person<'_>, channel: &str, words: &str) -> usize {
    let seen = person.reads(channel).await;
    seen.iter().filter(|message| message.text().contains(words)).count()
}
