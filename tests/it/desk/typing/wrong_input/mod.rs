//! Tables of wrong inputs: what people type amiss, and the desk's answer to each. Nothing of it is stored.

mod orders_and_people;
mod prices_and_accounts;
mod transfers;
mod words;

use crate::support::message::Message;
use crate::support::person::Person;
use crate::support::replies::TOLD_DIRECTLY;

/// Types each, and writes down what is answered. All of it together stores nothing.
async fn typed_amiss(person: Person<'_>, channel: &str, inputs: &[&str]) -> String {
    let world = person.world();
    // Whoever speaks for the first time is registered.
    person.says(channel, "hola").await;
    let before = world.rows().await;
    let mut table = String::new();
    for input in inputs {
        let said = person.says(channel, input).await;
        let seen = person.reads(channel).await;
        let answers: Vec<&Message> = seen
            .iter()
            .filter(|one| one.0["message_reference"]["message_id"] == said.0["id"])
            .collect();
        assert!(!answers.is_empty(), "{input:?} met with silence");
        table.push_str(&format!("{}\n", shown(input)));
        for answer in answers {
            let by_direct_message = answer.text() == TOLD_DIRECTLY;
            let told = match by_direct_message {
                true => format!("(por mensaje directo) {}", person.last("dm").await.told()),
                false => answer.told(),
            };
            table.push_str(&format!("    {}\n", told.replace('\n', "\n    ")));
        }
    }
    assert_eq!(world.rows().await, before, "something was stored");
    table
}

/// What was typed, with what nobody sees written out.
fn shown(typed: &str) -> String {
    let seen = |c: char| match c {
        '\n' => " ⏎ ".to_owned(),
        c if c.is_ascii() || c.is_alphanumeric() || "¡¿«»€½！−’".contains(c) => c.to_string(),
        c => format!("⟨U+{:04X}⟩", u32::from(c)),
    };
    typed.chars().map(seen).collect()
}
