//! A person who acts and reads in the sandbox through its control interface.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::message::{Answer, Message};
use super::pictures::picture;
use super::world::World;

/// A person in the sandbox's Discord.
#[derive(Clone, Copy)]
pub struct Person<'w> {
    pub(super) world: &'w World,
    pub(super) name: &'static str,
}

impl<'w> Person<'w> {
    pub fn world(&self) -> &'w World {
        self.world
    }

    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Types a message, and waits until the desk has handled it.
    pub async fn says(&self, channel: &str, content: &str) -> Message {
        self.sends(channel, json!({ "content": content })).await
    }

    /// Replies to a message with a picture.
    pub async fn replies_with_capture(&self, channel: &str, to: &Message, bytes: &[u8]) -> Message {
        let file = json!({ "name": "captura.png", "base64": STANDARD.encode(picture(bytes)) });
        self.sends(channel, json!({ "content": "", "reply_to": to.id(), "files": [file] }))
            .await
    }

    pub async fn sends_capture_without_waiting(&self, channel: &str, to: &Message, bytes: &[u8]) -> Message {
        let file = json!({ "name": "captura.png", "base64": STANDARD.encode(picture(bytes)) });
        let body = json!({ "content": "", "reply_to": to.id(), "files": [file] });
        self.sends_without_waiting(channel, body).await
    }

    /// Types a command with the capture of one's own payment in the same message.
    pub async fn types_with_capture(&self, channel: &str, content: &str, bytes: &[u8]) -> Message {
        let said = self.types_with_capture_without_waiting(channel, content, bytes).await;
        self.world.settles().await;
        said
    }

    pub async fn types_with_capture_without_waiting(&self, channel: &str, content: &str, bytes: &[u8]) -> Message {
        let file = json!({ "name": "mi-pago.png", "base64": STANDARD.encode(picture(bytes)) });
        let body = json!({ "content": content, "files": [file] });
        self.sends_without_waiting(channel, body).await
    }

    pub async fn sends(&self, channel: &str, body: Value) -> Message {
        let said = self.sends_without_waiting(channel, body).await;
        self.world.settles().await;
        said
    }

    pub async fn sends_without_waiting(&self, channel: &str, body: Value) -> Message {
        let path = format!("/sandbox/people/{}/channels/{channel}/say", self.name);
        Message(self.world.post(&path, body).await)
    }

    /// Everything this person sees in a channel, oldest first.
    pub async fn reads(&self, channel: &str) -> Vec<Message> {
        let path = format!("/sandbox/people/{}/channels/{channel}/messages?limit=1000", self.name);
        let messages = self.world.get(&path).await;
        messages
            .as_array()
            .unwrap_or_else(|| panic!("messages: {messages}"))
            .iter()
            .cloned()
            .map(Message)
            .collect()
    }

    pub async fn last(&self, channel: &str) -> Message {
        self.reads(channel)
            .await
            .pop()
            .unwrap_or_else(|| panic!("{} sees nothing in {channel}", self.name))
    }

    /// The newest message in this channel whose text contains `text`.
    pub async fn finds(&self, channel: &str, text: &str) -> Message {
        let seen = self.reads(channel).await;
        let found = seen.iter().rev().find(|message| message.text().contains(text));
        found.cloned().unwrap_or_else(|| {
            let all: Vec<String> = seen.iter().map(Message::text).collect();
            panic!(
                "{} does not see {text:?} in {channel}, but:\n{}",
                self.name,
                all.join("\n---\n")
            )
        })
    }

    /// The message that shows an order to this person in this channel.
    pub async fn order(&self, channel: &str, number: i64) -> Message {
        let seen = self.reads(channel).await;
        let title = format!("Orden {number}");
        let shows = |message: &&Message| {
            let embeds = message.0["embeds"].as_array().cloned().unwrap_or_default();
            embeds.iter().any(|embed| {
                let text = embed["title"].as_str().unwrap_or_default();
                text == title || text.starts_with(&format!("{title} "))
            })
        };
        let found = seen.iter().rev().find(shows);
        found
            .cloned()
            .unwrap_or_else(|| panic!("{} sees no order {number} in {channel}: {seen:?}", self.name))
    }

    pub async fn presses(&self, message: &Message, label: &str) -> Answer {
        let answer = self.presses_without_waiting(message, label).await;
        self.world.settles().await;
        self.as_it_ended(answer).await
    }

    /// The answer with its message as it is now: a deferred answer is filled, an edited one is up to date.
    pub async fn as_it_ended(&self, mut answer: Answer) -> Answer {
        if ["deferred_message", "deferred_update", "update"].contains(&answer.kind()) {
            let message = answer.message();
            let now = self.finds_again(&message).await;
            match now {
                Some(now) => answer.0["response"]["message"] = now.0,
                None => assert_ne!(answer.kind(), "deferred_message", "the answer is there: {}", answer.0),
            }
        }
        answer
    }

    pub async fn presses_without_waiting(&self, message: &Message, label: &str) -> Answer {
        let path = format!("/sandbox/people/{}/press", self.name);
        Answer(
            self.world
                .post(&path, json!({ "message_id": message.id(), "label": label }))
                .await,
        )
    }

    /// Sends the modal that a press was answered with.
    pub async fn submits(&self, modal: &Answer, fields: Value) -> Answer {
        let answer = self.submits_without_waiting(modal, fields).await;
        self.world.settles().await;
        self.as_it_ended(answer).await
    }

    pub async fn submits_without_waiting(&self, modal: &Answer, fields: Value) -> Answer {
        let path = format!("/sandbox/people/{}/submit", self.name);
        let body = json!({ "interaction_id": modal.0["interaction_id"], "fields": fields });
        Answer(self.world.post(&path, body).await)
    }

    pub async fn slash(&self, channel: &str, command: &str, options: Value) -> Answer {
        let path = format!("/sandbox/people/{}/slash", self.name);
        let body = json!({ "channel": channel, "command": command, "options": options });
        let answer = Answer(self.world.post(&path, body).await);
        self.world.settles().await;
        self.as_it_ended(answer).await
    }

    /// The choices that Discord shows while an option of a slash command is typed: names and values.
    pub async fn completes(&self, channel: &str, command: &str, option: &str, typed: &str) -> Vec<(String, String)> {
        let path = format!("/sandbox/people/{}/complete", self.name);
        let mut body = json!({ "channel": channel, "command": command, "focused": option });
        body["options"][option] = json!(typed);
        let answer = self.world.post(&path, body).await;
        let choices = answer["response"]["choices"].as_array();
        let choices = choices.unwrap_or_else(|| panic!("no choices: {answer}"));
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        choices
            .iter()
            .map(|one| (text(&one["name"]), text(&one["value"])))
            .collect()
    }

    /// Pays an order: replies to it with a capture and presses **Listo**.
    pub async fn pays(&self, number: i64) -> Answer {
        let order = self.order("dm", number).await;
        let capture = format!("capture of order {number}");
        self.replies_with_capture("dm", &order, capture.as_bytes()).await;
        self.presses(&order, "Listo").await
    }
}
