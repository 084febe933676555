//! A small Discord on 127.0.0.1: REST v10, gateway v10, attachments, a control interface and a web page.
//!
//! It has real state and no scripts: guilds with people, roles, channels and messages. It answers a real bot as Discord
//! would, and refuses what Discord refuses. It knows nothing of the desk. `docs/SANDBOX.md` says what it supports.

mod control;
mod error;
mod gateway;
mod guilds;
mod hub;
mod journal;
mod limits;
mod model;
mod options;
mod page;
mod permissions;
mod probe;
mod rest;
mod seed;
mod server;
mod snowflake;
mod traffic;
mod validate;
mod wire;
mod world;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;

pub use self::error::SandboxError;
use self::hub::Hub;
pub use self::options::{SandboxOptions, Seed, SeedChannel, SeedRole};
pub use self::permissions::BOT_PERMISSIONS;
pub use self::probe::BotProbe;

/// A running sandbox. Dropping it stops it without waiting; [`SandboxServer::shutdown`] waits.
pub struct SandboxServer {
    hub: Arc<Hub>,
    addr: SocketAddr,
    task: Option<JoinHandle<()>>,
}

/// Starts a sandbox. It is listening when this returns.
///
/// # Errors
/// [`SandboxError`]: the address is in use, the data directory cannot be used, or the seed contradicts itself.
pub async fn start(options: SandboxOptions) -> Result<SandboxServer, SandboxError> {
    let (hub, addr, task) = server::start(options).await?;
    Ok(SandboxServer {
        hub,
        addr,
        task: Some(task),
    })
}

impl SandboxServer {
    /// The address on which it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// `http://host:port`: the proxy address for the bot, and the address of the page.
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// The bot's token, without `Bot `.
    pub fn token(&self) -> &str {
        &self.hub.token
    }

    /// The application's id, which is also the bot's user id.
    pub fn application_id(&self) -> u64 {
        self.hub.world().bot_id()
    }

    /// The first guild's id.
    pub fn guild_id(&self) -> u64 {
        self.hub.world().home_id
    }

    /// Whether there is an outage in the first guild. No bot gets ready there until it ends.
    pub fn has_outage(&self) -> bool {
        let world = self.hub.world();
        world.guilds.get(&world.home_id).is_some_and(|guild| guild.unavailable)
    }

    /// A person's Discord id by username.
    pub fn user_id(&self, name: &str) -> Option<u64> {
        self.hub.world().find_person(name).map(|user| user.id)
    }

    /// The id of a channel of the first guild, by name.
    pub fn channel_id(&self, name: &str) -> Option<u64> {
        let world = self.hub.world();
        world
            .channels_of(world.home_id)
            .find(|channel| channel.name == name)
            .map(|one| one.id)
    }

    /// The id of a role of the first guild, by name.
    pub fn role_id(&self, name: &str) -> Option<u64> {
        let world = self.hub.world();
        world
            .roles_of(world.home_id)
            .find(|role| role.name == name)
            .map(|role| role.id)
    }

    /// The id of a guild by name; of several, the oldest.
    pub fn guild_id_of(&self, name: &str) -> Option<u64> {
        let world = self.hub.world();
        world.guilds.values().find(|guild| guild.name == name).map(|one| one.id)
    }

    /// Switches Discord's rate limits on or off.
    pub fn set_rate_limits(&self, on: bool) {
        self.hub.limits().on = on;
    }

    /// Limits how many messages and how many edits a channel (by id, also a DM) accepts in this time, whether or not
    /// other limits apply. `None` removes this limit.
    pub fn set_channel_limit(&self, channel_id: u64, limit: Option<(u32, Duration)>) {
        let rule = limit.map(|(requests, window)| limits::Rule { requests, window });
        self.hub.limits().set_channel(channel_id, rule);
    }

    /// From now on `/sandbox/idle` also asks this bot.
    pub fn set_probe(&self, probe: Arc<dyn BotProbe>) {
        self.hub.set_probe(probe);
    }

    /// Cuts all connections and waits until the server has ended.
    pub async fn shutdown(mut self) {
        self.hub.stop.cancel();
        if let Some(task) = self.task.take() {
            // A panic of the server's task was already reported.
            let _ = task.await;
        }
    }
}

impl Drop for SandboxServer {
    fn drop(&mut self) {
        self.hub.stop.cancel();
    }
}
