//! What every handler works with: the desk, Discord, and who is who in the guild.

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
use crate::clock::Moment;
use crate::config::Config;
use crate::db::{DbError, retrying};
use crate::domain::kernel::desk::Desk;
use crate::domain::people::members::{Actor, Standing, identify};

/// How many superusers are mentioned at once.
const MENTIONED_MAX: usize = 20;
/// What every message of the courier needs where it goes.
const MESSAGES_NEED: [Permissions; 5] = [
    Permissions::VIEW_CHANNEL,
    Permissions::SEND_MESSAGES,
    Permissions::EMBED_LINKS,
    Permissions::ATTACH_FILES,
    Permissions::READ_MESSAGE_HISTORY,
];

/// Everything a handler needs; shared by all of them and the courier.
pub(super) struct Surface {
    pub(super) desk: Desk,
    pub(super) config: Config,
    /// What is known of each command.
    pub(super) records: Records,
    pub(super) http: Arc<Http>,
    pub(super) cache: Arc<Cache>,
    pub(super) turns: Turns,
    pub(super) handled: Handled,
    /// The desk's guild.
    pub(super) home: Home,
    /// Whose coming or leaving is being written down.
    pub(super) comings: Turns,
    /// Whoever makes a reseller's channel: a second one would not see it yet, and make another of the same name.
    pub(super) making_channel: tokio::sync::Mutex<()>,
    pub(super) places: Known,
    /// For attachments, which Discord serves from another host than its API, and for the courier's own requests.
    pub(super) downloads: reqwest::Client,
    /// Who was told that an outcome is not known yet.
    pub(super) unsettled: Unsettled,
    /// What the alerts channel knows of trouble.
    pub(super) told: Told,
    /// Tells the courier to look at the outbox now.
    pub(super) looks: Notify,
    /// Until when Discord wants no request of the courier at all, in milliseconds of the desk's clock.
    rest_until_ms: AtomicI64,
    /// Direct channels that Discord made before.
    direct: Mutex<HashMap<UserId, ChannelId>>,
    /// Part of every nonce: keeps messages apart from those of books that were given up for these; mostly empty.
    pub(super) kept_apart: String,
    ready: watch::Sender<Ready>,
}

/// What is known of the events that came.
pub(super) struct Events {
    pub(super) turns: Turns,
    pub(super) handled: Handled,
}

/// The line to Discord, and the guild at its end.
pub(super) struct Line {
    pub(super) http: Arc<Http>,
    pub(super) cache: Arc<Cache>,
    pub(super) guild: GuildId,
    /// See [`Surface`].
    pub(super) kept_apart: String,
    /// Who owns it, as far as Discord said so.
    pub(super) owner: Option<UserId>,
}

/// What must have happened before the bot is ready.
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
            unsettled,
            told: Told::default(),
            home: Home::new(line.guild, line.owner),
            comings: Turns::default(),
            making_channel: tokio::sync::Mutex::default(),
            places: Known::default(),
            downloads: reqwest::Client::new(),
            looks: Notify::new(),
            rest_until_ms: AtomicI64::new(0),
            direct: Mutex::default(),
            kept_apart: line.kept_apart,
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

    /// Everybody who may decide everything, the owner first.
    pub(super) fn superusers(&self) -> Vec<UserId> {
        let named = self.config.discord.superusers.iter().map(|user| discord_user(*user));
        let mut all: Vec<UserId> = self.owner().into_iter().collect();
        all.extend(named.filter(|user| Some(*user) != self.owner()));
        all.truncate(MENTIONED_MAX);
        all
    }

    /// Whether the server is there at this moment: its channels can be looked up.
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

    /// What the bot lacks in a channel, of what its messages need.
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

    /// Discord wants no request before that.
    pub(super) fn rest_until(&self, moment: Moment) {
        self.rest_until_ms.fetch_max(moment.ms(), Ordering::SeqCst);
    }

    /// How long Discord still wants no request, in milliseconds.
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

    /// Whether somebody may do everything, as long as they are in the guild.
    pub(super) fn is_superuser(&self, user: UserId) -> bool {
        self.config.discord.superusers.contains(&user_id(user)) || self.owner() == Some(user)
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
