//! What a sandbox is started with.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::permissions::BOT_PERMISSIONS;

/// What a sandbox is started with.
#[derive(Debug, Clone)]
pub struct SandboxOptions {
    /// Where it listens. Port 0 takes a free one.
    pub addr: SocketAddr,
    /// Where its Discord is kept. Nothing: in memory only.
    pub data_dir: Option<PathBuf>,
    pub seed: Seed,
    /// Whether Discord's rate limits hold from the start.
    pub rate_limits: bool,
}

/// Who and what is there at the first start (ignored when `data_dir` already holds a Discord).
#[derive(Debug, Clone)]
pub struct Seed {
    pub guild_name: String,
    /// Username of the guild's owner, who may do everything.
    pub owner: String,
    /// Usernames of the others.
    pub people: Vec<String>,
    pub roles: Vec<SeedRole>,
    /// Categories that are there without a channel in them; those that a channel names are made anyway.
    pub categories: Vec<String>,
    pub channels: Vec<SeedChannel>,
    /// What the bot's own role allows; [`BOT_PERMISSIONS`] unless a test wants less.
    pub bot_permissions: u64,
    /// The bot's token; random when not given. Kept in the data directory as `discord/token`.
    pub token: Option<String>,
}

impl Default for Seed {
    /// A guild with its owner and the bot, and nothing else.
    fn default() -> Self {
        Seed {
            guild_name: "Cambista".into(),
            owner: "superusuario".into(),
            people: Vec::new(),
            roles: Vec::new(),
            categories: Vec::new(),
            channels: Vec::new(),
            bot_permissions: BOT_PERMISSIONS,
            token: None,
        }
    }
}

/// A role that exists from the start, below the bot's.
#[derive(Debug, Clone)]
pub struct SeedRole {
    pub name: String,
    /// Permission bits beyond what everybody has.
    pub permissions: u64,
    /// Usernames of those who have it.
    pub members: Vec<String>,
}

/// A text channel that exists from the start.
#[derive(Debug, Clone)]
pub struct SeedChannel {
    pub name: String,
    pub topic: Option<String>,
    /// The category it is in, made when it is not there.
    pub category: Option<String>,
    /// Usernames and role names that alone (with the bot) see it. Empty: everybody does.
    pub private_to: Vec<String>,
}
