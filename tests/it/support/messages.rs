//! What people do with messages beside writing and replying: edit, delete, forward, and threads.

use reqwest::Method;
use serde_json::{Value, json};

use super::message::Message;
use super::person::Person;

impl Person<'_> {
    /// Edits the text of one of their own messages.
    pub async fn edits(&self, channel: &str, message: &Message, content: &str) -> Message {
        let path = self.path_of(channel, message);
        let body = json!({ "content": content });
        Message(self.world.changes(Method::PATCH, &path, body).await)
    }

    /// Deletes one of their own messages, or anybody's if this person may manage messages.
    pub async fn deletes(&self, channel: &str, message: &Message) {
        let path = self.path_of(channel, message);
        self.world.changes(Method::DELETE, &path, Value::Null).await;
    }

    fn path_of(&self, channel: &str, message: &Message) -> String {
        format!(
            "/sandbox/people/{}/channels/{channel}/messages/{}",
            self.name,
            message.id()
        )
    }

    /// Forwards a message, as it is now, to another channel.
    pub async fn forwards(&self, message: &Message, channel: &str) -> Message {
        let path = format!("/sandbox/people/{}/channels/{channel}/forward", self.name);
        let body = json!({ "message_id": message.id() });
        Message(self.world.changes(Method::POST, &path, body).await)
    }

    /// Makes a thread that everybody sees who sees the channel. Returns its id, which can be used as a channel.
    pub async fn makes_thread(&self, channel: &str, name: &str) -> String {
        self.opens_thread(channel, json!({ "name": name })).await
    }

    /// Makes a thread that only these people see (or the bot, by its name).
    pub async fn makes_private_thread(&self, channel: &str, name: &str, with: &[&str]) -> String {
        let new = json!({ "name": name, "private": true, "with": with });
        self.opens_thread(channel, new).await
    }

    async fn opens_thread(&self, channel: &str, new: Value) -> String {
        let path = format!("/sandbox/people/{}/channels/{channel}/threads", self.name);
        let thread = self.world.changes(Method::POST, &path, new).await;
        thread["id"].as_str().expect("a thread has an id").to_owned()
    }

    /// Sends files as a phone does: each with `name`, `base64`, and the other fields in docs/SANDBOX.md.
    pub async fn sends_files(&self, channel: &str, reply_to: Option<&Message>, files: Value) -> Message {
        let mut body = json!({ "content": "", "files": files });
        if let Some(message) = reply_to {
            body["reply_to"] = json!(message.id());
        }
        self.sends(channel, body).await
    }
}
