//! What people do to the guild itself: send somebody away, hand it on, make another; channels, roles and permissions.

use reqwest::Method;
use serde_json::{Value, json};

use super::world::{Person, World};

impl World {
    /// Asks the control interface, and answers with what it said to it.
    pub async fn control(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if !body.is_null() {
            request = request.json(&body);
        }
        let response = request.send().await.expect("the sandbox answers");
        let status = response.status().as_u16();
        (status, response.json().await.unwrap_or(Value::Null))
    }

    /// The same where it must succeed, and waits until the desk has dealt with it.
    pub async fn changes(&self, method: Method, path: &str, body: Value) -> Value {
        let (status, answer) = self.control(method, path, body).await;
        assert!((200..300).contains(&status), "{path}: {status} {answer}");
        self.settles().await;
        answer
    }

    /// Discord loses a guild: it is unavailable until [`World::outage_ends`].
    pub async fn outage_begins(&self, guild: &str) {
        let path = format!("/sandbox/guilds/{guild}/outage");
        self.changes(Method::POST, &path, Value::Null).await;
    }

    pub async fn outage_ends(&self, guild: &str) {
        let path = format!("/sandbox/guilds/{guild}/outage");
        self.changes(Method::DELETE, &path, Value::Null).await;
    }

    /// READY lists guilds in this order from the bot's next start on.
    pub async fn lists_guilds(&self, order: &[&str]) {
        self.changes(Method::PUT, "/sandbox/guilds", json!({ "order": order }))
            .await;
    }
}

impl Person<'_> {
    async fn does(&self, what: &str, body: Value) -> Value {
        let path = format!("/sandbox/people/{}/{what}", self.name);
        self.world.changes(Method::POST, &path, body).await
    }

    /// Sends somebody away, or the bot by its name.
    pub async fn kicks(&self, whom: &str) {
        self.does("kick", json!({ "person": whom })).await;
    }

    /// The same in another guild than the first one.
    pub async fn kicks_from(&self, guild: &str, whom: &str) {
        self.does("kick", json!({ "person": whom, "guild": guild })).await;
    }

    /// Makes somebody else the guild's owner.
    pub async fn hands_the_guild_to(&self, whom: &str) {
        self.does("transfer", json!({ "to": whom })).await;
    }

    /// Makes a guild of their own and invites the bot to it.
    pub async fn makes_guild_with_bot(&self, name: &str) -> Value {
        self.does("guilds", json!({ "name": name, "bot": true })).await
    }

    /// Brings the bot to a guild (back).
    pub async fn invites_bot(&self, guild: &str) {
        self.does("invite", json!({ "guild": guild })).await;
    }

    /// Makes a channel that everybody reads.
    pub async fn makes_channel(&self, name: &str) -> Value {
        self.does("channels", json!({ "name": name })).await
    }

    /// Makes a channel that only these people and roles (and who makes it) read.
    pub async fn makes_private_channel(&self, name: &str, readers: &[&str]) -> Value {
        self.does("channels", json!({ "name": name, "private_to": readers }))
            .await
    }

    pub async fn renames_channel(&self, channel: &str, name: &str) {
        let path = format!("/sandbox/people/{}/channels/{channel}", self.name);
        self.world.changes(Method::PATCH, &path, json!({ "name": name })).await;
    }

    /// Moves a channel to another category; `""` is none.
    pub async fn moves_channel(&self, channel: &str, category: &str) {
        let path = format!("/sandbox/people/{}/channels/{channel}", self.name);
        let body = json!({ "category": category });
        self.world.changes(Method::PATCH, &path, body).await;
    }

    pub async fn deletes_channel(&self, channel: &str) {
        let path = format!("/sandbox/people/{}/channels/{channel}", self.name);
        self.world.changes(Method::DELETE, &path, Value::Null).await;
    }

    /// Sets what somebody (a person, a role, `@everyone`, the bot) may and may not in a channel.
    pub async fn sets_permissions(&self, channel: &str, whose: &str, allow: &[&str], deny: &[&str]) {
        let path = format!("/sandbox/people/{}/channels/{channel}/permissions", self.name);
        let body = json!({ "whose": whose, "allow": allow, "deny": deny });
        self.world.changes(Method::PUT, &path, body).await;
    }

    /// Takes back what was set for somebody in a channel.
    pub async fn unsets_permissions(&self, channel: &str, whose: &str) {
        let path = format!("/sandbox/people/{}/channels/{channel}/permissions", self.name);
        self.world
            .changes(Method::DELETE, &path, json!({ "whose": whose }))
            .await;
    }

    /// Makes a role with nothing but what everybody may. Says its id: names need not be the only ones.
    pub async fn makes_role(&self, name: &str) -> String {
        let made = self.does("roles", json!({ "name": name })).await;
        made["id"].as_str().expect("a role has an id").to_owned()
    }

    /// Changes a role's name, `permissions` or `position`.
    pub async fn changes_role(&self, role: &str, change: Value) {
        let path = format!("/sandbox/people/{}/roles/{role}", self.name);
        self.world.changes(Method::PATCH, &path, change).await;
    }

    pub async fn deletes_role(&self, role: &str) {
        let path = format!("/sandbox/people/{}/roles/{role}", self.name);
        self.world.changes(Method::DELETE, &path, Value::Null).await;
    }
}
