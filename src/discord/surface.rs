//! What every handler works with: the desk, Discord, and who is who in the guild.

use std::sync::Arc;

use poise::serenity_prelude as serenity;
use serenity::{Cache, ChannelId, GuildId, Http, User, UserId};

use tokio::sync::watch;

use super::guild::Home;
use super::places::Known;
use super::turns::Turns;
use crate::config::Config;
use crate::db::{DbError, retrying};
use crate::domain::desk::Desk;
use crate::domain::members::{Actor, Standing, find_member_by_discord, identify};
use crate::ids::{DiscordChannelId, DiscordMessageId, DiscordUserId};

/// Everything a handler needs; shared by all of them and the courier.
pub(super) struct Surface {
    pub(super) desk: Desk,
    pub(super) config: Config,
    pub(super) http: Arc<Http>,
    pub(super) cache: Arc<Cache>,
    pub(super) turns: Turns,
    /// The desk's guild.
    pub(super) home: Home,
    /// Whose coming or leaving is being written down.
    pub(super) comings: Turns,
    pub(super) places: Known,
    /// For attachments: Discord serves them from another host than its API.
    pub(super) downloads: reqwest::Client,
    ready: watch::Sender<Ready>,
}

/// The line to Discord, and the guild at its end.
pub(super) struct Line {
    pub(super) http: Arc<Http>,
    pub(super) cache: Arc<Cache>,
    pub(super) guild: GuildId,
}

/// What must have happened before the bot is ready.
#[derive(Debug, Clone, Copy, Default)]
struct Ready {
    guild: bool,
    commands: bool,
}

impl Surface {
    pub(super) fn new(desk: Desk, config: Config, line: Line, turns: Turns) -> Self {
        Self {
            desk,
            config,
            http: line.http,
            cache: line.cache,
            turns,
            home: Home::new(line.guild),
            comings: Turns::default(),
            places: Known::default(),
            downloads: reqwest::Client::new(),
            ready: watch::Sender::default(),
        }
    }

    /// The guild's channels, roles and people are in the cache.
    pub(super) fn guild_came(&self) {
        self.ready.send_modify(|ready| ready.guild = true);
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

    /// The desk's guild.
    pub(super) fn guild(&self) -> GuildId {
        self.home.id()
    }

    /// Who owns the guild now.
    pub(super) fn owner(&self) -> Option<UserId> {
        self.home.owner()
    }

    /// Whether somebody may do everything, as long as they are in the guild.
    pub(super) fn is_superuser(&self, user: UserId) -> bool {
        self.config.discord.superusers.contains(&user_id(user)) || self.owner() == Some(user)
    }

    /// Everybody who is superuser now, without those who left the guild.
    pub(super) async fn superusers(&self) -> Result<Vec<UserId>, DbError> {
        let configured = self.config.discord.superusers.iter().copied().map(discord_user);
        let mut all: Vec<UserId> = self.owner().into_iter().chain(configured).collect();
        all.sort();
        all.dedup();
        let mut reader = self.desk.db.reader().await?;
        let mut here = Vec::new();
        for user in all {
            let known = find_member_by_discord(&mut reader, user_id(user)).await?;
            if known.is_none_or(|member| member.left_at.is_none()) {
                here.push(user);
            }
        }
        Ok(here)
    }

    /// Who this Discord user is at the desk. Everything a person does begins here. Of who is taken for gone, Discord is asked
    /// whether they are back.
    pub(super) async fn identify(&self, user: &User) -> Result<Actor, DbError> {
        let person = self.person(user);
        let actor = retrying(|| identify(&self.desk, &person)).await?;
        if actor.standing == Standing::Left && self.looks_for(user.id).await {
            return retrying(|| identify(&self.desk, &person)).await;
        }
        Ok(actor)
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
