//! The options for starting a sandbox.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::permissions::BOT_PERMISSIONS;

/// The options for starting a sandbox.
#[derive(Debug, Clone)]
pub struct SandboxOptions {
    /// The address to listen on. Port 0 takes a free port.
    pub addr: SocketAddr,
    /// The directory for its state; `None` keeps it only in memory.
    pub data_dir: Option<PathBuf>,
    pub seed: Seed,
    /// Whether Discord's rate limits apply from the start.
    pub rate_limits: bool,
}

/// Who and what exists at the first start. Ignored when `data_dir` already contains a state.
#[derive(Debug, Clone)]
pub struct Seed {
    pub guild_name: String,
    /// Username of the guild's owner, who has all permissions.
    pub owner: String,
    /// Usernames of the other people.
    pub people: Vec<String>,
    pub roles: Vec<SeedRole>,
    /// Categories without channels. Categories that a channel names are made anyway.
    pub categories: Vec<String>,
    pub channels: Vec<SeedChannel>,
    /// The permissions of the bot's role; [`BOT_PERMISSIONS`] unless a test needs fewer.
    pub bot_permissions: u64,
    /// The bot's token; random by default. Stored in the data directory as `discord/token`.
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
    /// Permission bits in addition to those of @everyone.
    pub permissions: u64,
    /// Usernames of its members.
    pub members: Vec<String>,
}

/// A text channel that exists from the start.
#[derive(Debug, Clone)]
pub struct SeedChannel {
    pub name: String,
    pub topic: Option<String>,
    /// Its category, which is made if it does not exist.
    pub category: Option<String>,
    /// Names of the people and roles that can see it, besides the bot. If empty, everybody can.
    pub private_to: Vec<String>,
}
