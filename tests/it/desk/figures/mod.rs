//! A figure far from the last one is asked about first (issue 10, number 1): what people type, read and press.

mod accounts;
mod prices;
mod purchases;

use crate::support::message::Message;
use crate::support::person::Person;

/// Types a command, and returns the question with its two buttons.
async fn is_asked(person: Person<'_>, channel: &str, typed: &str, parts: &[&str]) -> Message {
    let asked = person.is_answered(channel, typed).await;
    asked.shows(parts);
    assert_eq!(
        asked.buttons().last().map(String::as_str),
        Some("Corregir"),
        "{}",
        asked.told()
    );
    asked
}

/// The question's message after it ended, without buttons.
async fn has_become(person: Person<'_>, asked: &Message, parts: &[&str]) -> Message {
    let now = person.finds_again(asked).await.expect("the question");
    now.shows(parts);
    assert!(now.buttons().is_empty(), "{}", now.told());
    now
}
