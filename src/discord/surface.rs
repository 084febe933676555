//! What every handler works with: the desk, Discord, and who is who in the guild.

use std::sync::{Arc, OnceLock};

use poise::serenity_prelude as serenity;
use serenity::{Cache, ChannelId, GuildId, Http, User, UserId};

use tokio::sync::watch;

use super::places::Known;
use super::turns::Turns;
use crate::config::Config;
use crate::db::{DbError, retrying};
use crate::domain::desk::Desk;
use crate::domain::members::{Actor, Person, identify};
use crate::ids::{DiscordChannelId, DiscordMessageId, DiscordUserId};

/// Everything a handler needs; shared by all of them and the courier.
pub(super) struct Surface {
    pub(super) desk: Desk,
    pub(super) config: Config,
    pub(super) http: Arc<Http>,
    pub(super) cache: Arc<Cache>,
    pub(super) turns: Turns,
    pub(super) places: Known,
    /// For attachments: Discord serves them from another host than its API.
    pub(super) downloads: reqwest::Client,
    guild: OnceLock<GuildId>,
    ready: watch::Sender<Ready>,
}

/// What must have happened before the bot is ready.
#[derive(Debug, Clone, Copy, Default)]
struct Ready {
    guild: bool,
    commands: bool,
}

impl Surface {
    pub(super) fn new(desk: Desk, config: Config, http: Arc<Http>, cache: Arc<Cache>, turns: Turns) -> Self {
        let guild = OnceLock::new();
        if let Some(id) = config.discord.guild_id.filter(|id| *id != 0) {
            let _: Result<(), GuildId> = guild.set(GuildId::new(id));
        }
        Self {
            desk,
            config,
            http,
            cache,
            turns,
            places: Known::default(),
            downloads: reqwest::Client::new(),
            guild,
            ready: watch::Sender::default(),
        }
    }

    /// Works in this guild unless the configuration named one.
    pub(super) fn choose_guild(&self, first_found: Option<GuildId>) {
        if let Some(found) = first_found {
            self.guild.get_or_init(|| found);
        }
    }

    /// A guild's channels, roles and people are in the cache.
    pub(super) fn guild_came(&self, guild: GuildId) {
        if self.guild() == Some(guild) {
            self.ready.send_modify(|ready| ready.guild = true);
        }
    }

    pub(super) fn commands_registered(&self) {
        self.ready.send_modify(|ready| ready.commands = true);
    }

    pub(super) fn is_ready(&self) -> bool {
        let ready = self.ready.borrow();
        ready.guild && ready.commands
    }

    pub(super) async fn wait_ready(&self) {
        let mut watched = self.ready.subscribe();
        // The sender lives as long as this surface.
        let _closed = watched.wait_for(|ready| ready.guild && ready.commands).await;
    }

    pub(super) fn guild(&self) -> Option<GuildId> {
        self.guild.get().copied()
    }

    pub(super) fn owner(&self) -> Option<UserId> {
        self.guild()
            .and_then(|guild| self.cache.guild(guild).map(|guild| guild.owner_id))
    }

    pub(super) fn is_superuser(&self, user: UserId) -> bool {
        self.config.discord.superusers.contains(&user_id(user)) || self.owner() == Some(user)
    }

    /// Who this Discord user is at the desk. Everything a person does begins here.
    pub(super) async fn identify(&self, user: &User) -> Result<Actor, DbError> {
        let person = Person {
            discord_user: user_id(user.id),
            name: user.name.clone(),
            superuser: self.is_superuser(user.id),
        };
        retrying(|| identify(&self.desk, &person)).await
    }

    /// `text` with the configured prefix where it shows a command to type.
    pub(super) fn with_prefix(&self, text: String) -> String {
        let prefix = &self.config.discord.prefix;
        if prefix == "!" {
            return text;
        }
        text.replace("`!", &format!("`{prefix}"))
    }
}

/// Discord's ids are 63-bit numbers until the year 2084.
pub(super) fn signed(id: u64) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}

/// The other way round; Discord knows no id 0.
pub(super) fn unsigned(id: i64) -> u64 {
    u64::try_from(id).unwrap_or(1).max(1)
}

pub(super) fn user_id(user: UserId) -> DiscordUserId {
    DiscordUserId::new(signed(user.get()))
}

pub(super) fn channel_id(channel: ChannelId) -> DiscordChannelId {
    DiscordChannelId::new(signed(channel.get()))
}

pub(super) fn message_id(message: serenity::MessageId) -> DiscordMessageId {
    DiscordMessageId::new(signed(message.get()))
}

pub(super) fn discord_user(user: DiscordUserId) -> UserId {
    UserId::new(unsigned(user.get()))
}

pub(super) fn discord_channel(channel: DiscordChannelId) -> ChannelId {
    ChannelId::new(unsigned(channel.get()))
}

pub(super) fn discord_message(message: DiscordMessageId) -> serenity::MessageId {
    serenity::MessageId::new(unsigned(message.get()))
}
