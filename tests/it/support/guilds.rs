//! What people do to the guild: kick somebody, transfer it, make another one; channels, roles and permissions.

use std::time::Duration;

use cambista::sandbox::SandboxServer;
use reqwest::Method;
use serde_json::{Value, json};

use super::patience::PATIENCE;
use super::person::Person;
use super::world::World;

const LOOK_AGAIN: Duration = Duration::from_millis(20);

impl World {
    /// Sends a request to the sandbox's control interface; returns status and answer.
    pub async fn control(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if !body.is_null() {
            request = request.json(&body);
        }
        let response = request.send().await.expect("the sandbox answers");
        let status = response.status().as_u16();
        (status, response.json().await.unwrap_or(Value::Null))
    }

    /// As [`World::control`]; the request must succeed, and the desk has handled it when this returns.
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

    /// From the bot's next start on, READY lists the guilds in this order.
    pub async fn lists_guilds(&self, order: &[&str]) {
        self.changes(Method::PUT, "/sandbox/guilds", json!({ "order": order }))
            .await;
    }
}

impl World {
    /// Binds a channel to a reseller in the books directly, whoever can read it.
    pub async fn binds_as_before(&self, reseller: &str, channel: &str) {
        let running = self.running();
        let id = running.discord.channel_id(channel).expect("a channel");
        let mut tx = running.app.desk.db.begin().await.expect("a unit");
        let bound = sqlx::query(
            "update channels set discord_channel_id = $1, name = $2
              where reseller_id = (select id from members where name = $3)",
        )
        .bind(i64::try_from(id).expect("an id"))
        .bind(channel.to_owned())
        .bind(reseller.to_owned())
        .execute(tx.conn())
        .await
        .expect("a row");
        assert_eq!(bound.rows_affected(), 1, "{reseller} has a channel");
        tx.commit().await.expect("kept");
    }

    /// Stops the bot and leaves Discord running, so that people can act meanwhile. [`World::bot_comes`] starts it
    /// again.
    pub async fn bot_goes(&mut self) -> SandboxServer {
        let running = self.running.take().expect("a running desk");
        running.app.shutdown().await;
        running.discord
    }

    pub async fn bot_comes(&mut self, discord: SandboxServer) {
        discord.shutdown().await;
        self.open().await;
    }

    /// Discord invalidates the bot's session: the bot identifies again, and the events in between are lost.
    pub async fn begins_a_new_session(&self) {
        let before = self.sessions().await;
        self.post("/sandbox/gateway", json!({ "invalidate": true })).await;
        let anew = async {
            while self.sessions().await == before {
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        };
        tokio::time::timeout(PATIENCE, anew)
            .await
            .expect("the bot identifies anew");
        self.settles().await;
    }

    /// How often the bot identified or resumed.
    async fn sessions(&self) -> u64 {
        let gateway = self.get("/sandbox/gateway").await;
        gateway["connections"].as_u64().expect("a count")
    }

    /// As [`World::changes`], while no bot is running.
    pub async fn changes_unseen(&self, method: Method, path: &str, body: Value) {
        let (status, answer) = self.control(method, path, body).await;
        assert!((200..300).contains(&status), "{path}: {status} {answer}");
    }
}

impl Person<'_> {
    /// Gives this person exactly these Discord roles, by hand.
    pub async fn holds_roles(&self, roles: &[&str]) {
        let path = format!("/sandbox/people/{}", self.name);
        self.world
            .changes(Method::PATCH, &path, json!({ "roles": roles }))
            .await;
    }

    /// Joins another guild than the first one.
    pub async fn enters(&self, guild: &str) {
        let body = json!({ "name": self.name, "guild": guild });
        self.world.changes(Method::POST, "/sandbox/people", body).await;
    }

    async fn does(&self, what: &str, body: Value) -> Value {
        let path = format!("/sandbox/people/{}/{what}", self.name);
        self.world.changes(Method::POST, &path, body).await
    }

    /// Kicks somebody, or the bot by its name.
    pub async fn kicks(&self, whom: &str) {
        self.does("kick", json!({ "person": whom })).await;
    }

    /// As [`Person::kicks`], in another guild than the first one.
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

    /// Invites the bot to a guild, also again.
    pub async fn invites_bot(&self, guild: &str) {
        self.does("invite", json!({ "guild": guild })).await;
    }

    /// Makes a channel that everybody reads.
    pub async fn makes_channel(&self, name: &str) -> Value {
        self.does("channels", json!({ "name": name })).await
    }

    /// Makes a channel that only its maker and these people and roles read.
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

    /// Sets what a person, a role, `@everyone` or the bot may and may not do in a channel.
    pub async fn sets_permissions(&self, channel: &str, whose: &str, allow: &[&str], deny: &[&str]) {
        let path = format!("/sandbox/people/{}/channels/{channel}/permissions", self.name);
        let body = json!({ "whose": whose, "allow": allow, "deny": deny });
        self.world.changes(Method::PUT, &path, body).await;
    }

    /// Removes the permissions that were set for somebody in a channel.
    pub async fn unsets_permissions(&self, channel: &str, whose: &str) {
        let path = format!("/sandbox/people/{}/channels/{channel}/permissions", self.name);
        self.world
            .changes(Method::DELETE, &path, json!({ "whose": whose }))
            .await;
    }

    /// Makes a role with the permissions of `@everyone`. Returns its id, because role names need not be unique.
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
