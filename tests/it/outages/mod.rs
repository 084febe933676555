//! Stories of database failures: lost answers, unreachable servers, full disks, replaced files.

mod away;
mod disk;
mod files;
mod killed_server;
mod lost_commits;
mod poolers;
mod spoilt_books;
mod two_processes;

use crate::support::message::Message;
use crate::support::patience::{PATIENCE, seen_within};
use crate::support::person::Person;

/// The demo reseller's channel.
const CHANNEL: &str = "transacciones-david";

/// Waits for a reply to `said` with these words.
async fn hears(person: Person<'_>, channel: &str, said: &Message, words: &str) -> Message {
    let answers = |message: &Message| message.0["message_reference"]["message_id"] == said.0["id"];
    waits_for(person, channel, words, answers).await
}

/// Waits for a message with these words.
async fn reads_at_last(person: Person<'_>, channel: &str, words: &str) -> Message {
    waits_for(person, channel, words, |_| true).await
}

async fn waits_for(person: Person<'_>, channel: &str, words: &str, fits: impl Fn(&Message) -> bool) -> Message {
    let look = async || {
        let seen = person.reads(channel).await;
        seen.into_iter()
            .find(|message| fits(message) && message.text().contains(words))
    };
    if let Some(found) = seen_within(PATIENCE, look).await {
        return found;
    }
    let seen = person.reads(channel).await;
    let all: Vec<String> = seen.iter().map(Message::text).collect();
    panic!("{} is not told {words:?} but:\n{}", person.name(), all.join("\n---\n"));
}

/// How many messages in this channel contain these words.
async fn count(person: Person<'_>, channel: &str, words: &str) -> usize {
    let seen = person.reads(channel).await;
    seen.iter().filter(|message| message.text().contains(words)).count()
}
