//! The state that all handlers share: the desk, Discord, and who is who in the guild.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use poise::serenity_prelude as serenity;
use serenity::{Cache, ChannelId, GuildId, Http, Permissions, User, UserId};

use tokio::sync::{Notify, watch};

use super::guild::Home;
use super::handled::Handled;
use super::ids::{discord_user, user_id};
use super::places::Known;
use super::trouble::Told;
use super::turns::Turns;
use super::unsettled::Unsettled;
use super::view::help::Records;
use super::voice::Voice;
use crate::clock::Moment;
use crate::config::Config;
use crate::db::{DbError, retrying};
use crate::domain::kernel::desk::Desk;
use crate::domain::people::members::{Actor, Standing, identify};
use crate::meters::CourierMeters;

/// How many superusers are mentioned at once.
const MENTIONED_MAX: usize = 20;
/// The permissions that the courier's messages need in a channel.
const MESSAGES_NEED: [Permissions; 5] = [
    Permissions::VIEW_CHANNEL,
    Permissions::SEND_MESSAGES,
    Permissions::EMBED_LINKS,
    Permissions::ATTACH_FILES,
    Permissions::READ_MESSAGE_HISTORY,
];

/// Everything a handler needs. Shared by all handlers and the courier.
pub(super) struct Surface {
    pub(super) desk: Desk,
    pub(super) config: Config,
    /// What is known of each command.
    pub(super) records: Records,
    pub(super) http: Arc<Http>,
    pub(super) cache: Arc<Cache>,
    pub(super) turns: Turns,
    pub(super) handled: Handled,
    pub(super) voice: Voice,
    /// The desk's guild.
    pub(super) home: Home,
    /// Held while somebody's coming or leaving is recorded.
    pub(super) comings: Turns,
    /// Held while a reseller's channel is made. Otherwise two makers would not see each other's channel and make the
    /// same one.
    pub(super) making_channel: tokio::sync::Mutex<()>,
    pub(super) places: Known,
    /// Fetches attachments, which are on another host than Discord's API, and makes the courier's own requests.
    pub(super) downloads: reqwest::Client,
    /// The people who were told that an outcome is not known yet.
    pub(super) unsettled: Unsettled,
    /// What the alerts channel was told about trouble.
    pub(super) told: Told,
    /// Wakes the courier to check the outbox.
    pub(super) looks: Notify,
    /// What the courier asked of Discord.
    pub(super) meters: CourierMeters,
    /// Until when the courier must make no request at all, in milliseconds of the desk's clock.
    rest_until_ms: AtomicI64,
    /// Channels of direct messages that are already known.
    direct: Mutex<HashMap<UserId, ChannelId>>,
    /// Part of every nonce. It distinguishes messages from those of books that were given up for these; usually empty.
    pub(super) kept_apart: String,
    ready: watch::Sender<Ready>,
}

/// The records of arrived events.
pub(super) struct Events {
    pub(super) turns: Turns,
    pub(super) handled: Handled,
    pub(super) voice: Voice,
}

/// The connection to Discord, and the guild.
pub(super) struct Line {
    pub(super) http: Arc<Http>,
    pub(super) cache: Arc<Cache>,
    pub(super) guild: GuildId,
    /// See [`Surface::kept_apart`].
    pub(super) kept_apart: String,
    /// The guild's owner, if Discord named one.
    pub(super) owner: Option<UserId>,
    pub(super) meters: CourierMeters,
}

/// What must happen before the bot is ready.
#[derive(Debug, Clone, Copy, Default)]
struct Ready {
    guild: bool,
    commands: bool,
}

impl Surface {
    pub(super) fn new(desk: Desk, config: Config, records: Records, line: Line, events: Events) -> Self {
        let unsettled = Unsettled::in_folder(&config.desk.data_dir);
        Self {
            desk,
            config,
            records,
            http: line.http,
            cache: line.cache,
            turns: events.turns,
            handled: events.handled,
            voice: events.voice,
            unsettled,
            told: Told::default(),
            home: Home::new(line.guild, line.owner),
            comings: Turns::default(),
            making_channel: tokio::sync::Mutex::default(),
            places: Known::default(),
            downloads: reqwest::Client::new(),
            looks: Notify::new(),
            meters: line.meters,
            rest_until_ms: AtomicI64::new(0),
            direct: Mutex::default(),
            kept_apart: line.kept_apart,
            ready: watch::Sender::default(),
        }
    }

    /// Records that the guild's channels, roles and people are in the cache.
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
        // This cannot fail: the sender lives as long as this surface.
        let _closed = watched.wait_for(|ready| ready.guild && ready.commands).await;
    }

    /// The desk's guild.
    pub(super) fn guild(&self) -> GuildId {
        self.home.id()
    }

    /// The current owner of the guild.
    pub(super) fn owner(&self) -> Option<UserId> {
        self.home.owner()
    }

    /// All superusers, the owner first; at most [`MENTIONED_MAX`].
    pub(super) fn superusers(&self) -> Vec<UserId> {
        let named = self.config.discord.superusers.iter().map(|user| discord_user(*user));
        let mut all: Vec<UserId> = self.owner().into_iter().collect();
        all.extend(named.filter(|user| Some(*user) != self.owner()));
        all.truncate(MENTIONED_MAX);
        all
    }

    /// Whether the guild is in the cache, so that its channels can be looked up.
    pub(super) fn knows_guild(&self) -> bool {
        self.cache.guild(self.guild()).is_some()
    }

    /// Whether a channel is known to be in another guild than the desk's.
    pub(super) fn is_elsewhere(&self, channel: ChannelId) -> bool {
        let others = self.cache.guilds().into_iter().filter(|guild| *guild != self.guild());
        let has = |guild: GuildId| {
            let found = self.cache.guild(guild);
            found.is_some_and(|guild| guild.channels.contains_key(&channel))
        };
        others.into_iter().any(has)
    }

    /// The permissions that the bot's messages need in a channel and that it lacks there.
    pub(super) fn lacking_in(&self, channel: ChannelId) -> Vec<Permissions> {
        let Some(guild) = self.cache.guild(self.guild()) else {
            return Vec::new();
        };
        let bot = guild.members.get(&self.cache.current_user().id);
        let (Some(bot), Some(channel)) = (bot, guild.channels.get(&channel)) else {
            return Vec::new();
        };
        let has = guild.user_permissions_in(channel, bot);
        let lacks = |needed: &Permissions| !has.contains(*needed);
        MESSAGES_NEED.into_iter().filter(lacks).collect()
    }

    /// Forbids requests until this moment.
    pub(super) fn rest_until(&self, moment: Moment) {
        self.rest_until_ms.fetch_max(moment.ms(), Ordering::SeqCst);
    }

    /// For how long requests are still forbidden, in milliseconds.
    pub(super) fn rests_for_ms(&self, now: Moment) -> Option<u64> {
        let left_ms = self.rest_until_ms.load(Ordering::SeqCst) - now.ms();
        u64::try_from(left_ms).ok().filter(|left_ms| 0 < *left_ms)
    }

    pub(super) fn find_direct(&self, user: UserId) -> Option<ChannelId> {
        let direct = self.direct.lock().unwrap_or_else(PoisonError::into_inner);
        direct.get(&user).copied()
    }

    pub(super) fn remember_direct(&self, user: UserId, channel: ChannelId) {
        let mut direct = self.direct.lock().unwrap_or_else(PoisonError::into_inner);
        direct.insert(user, channel);
    }

    /// Whether somebody is a superuser, as long as they are in the guild.
    pub(super) fn is_superuser(&self, user: UserId) -> bool {
        self.config.discord.superusers.contains(&user_id(user)) || self.owner() == Some(user)
    }

    /// Who this Discord user is at the desk. Every action of a person starts with this. If they are recorded as gone,
    /// Discord is asked whether they are back.
    pub(super) async fn identify(&self, user: &User) -> Result<Actor, DbError> {
        let person = self.person(user);
        let actor = retrying(|| identify(&self.desk, &person)).await?;
        if actor.standing == Standing::Left && self.looks_for(user.id).await {
            return retrying(|| identify(&self.desk, &person)).await;
        }
        Ok(actor)
    }

    /// `text` with the configured prefix in the commands that it shows.
    pub(super) fn with_prefix(&self, text: String) -> String {
        let prefix = &self.config.discord.prefix;
        if prefix == "!" {
            return text;
        }
        text.replace("`!", &format!("`{prefix}"))
    }
}
