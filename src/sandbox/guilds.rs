//! Looks up guilds and their members, roles and channels.

use super::model::{Channel, Guild, Member, Role};
use super::world::World;

impl World {
    /// The first guild.
    ///
    /// # Panics
    /// Panics before the seed is planted, which happens before anybody can call it.
    pub(super) fn home(&self) -> &Guild {
        &self.guilds[&self.home_id]
    }

    /// The bot's user id; 0 before the seed is planted.
    pub(super) fn bot_id(&self) -> u64 {
        self.guilds.get(&self.home_id).map_or(0, |home| home.bot_id)
    }

    /// The guilds that the bot is in, in the order of READY.
    pub(super) fn bot_guilds(&self) -> Vec<&Guild> {
        let bot_id = self.bot_id();
        let mut guilds: Vec<&Guild> = self
            .guilds
            .values()
            .filter(|guild| self.member(guild.id, bot_id).is_some())
            .collect();
        let rank = |id: u64| self.guild_order.iter().position(|one| *one == id);
        guilds.sort_by_key(|guild| (rank(guild.id).unwrap_or(usize::MAX), guild.id));
        guilds
    }

    /// Whether the bot receives events of this guild: it is in the guild and there is no outage.
    pub(super) fn bot_hears(&self, guild_id: u64) -> bool {
        self.guilds.get(&guild_id).is_some_and(|guild| !guild.unavailable)
            && self.member(guild_id, self.bot_id()).is_some()
    }

    pub(super) fn member(&self, guild_id: u64, user_id: u64) -> Option<&Member> {
        self.members.get(&(guild_id, user_id))
    }

    /// The members, ordered by user id.
    pub(super) fn members_of(&self, guild_id: u64) -> impl DoubleEndedIterator<Item = &Member> {
        self.members
            .range((guild_id, 0)..=(guild_id, u64::MAX))
            .map(|(_, one)| one)
    }

    pub(super) fn roles_of(&self, guild_id: u64) -> impl Iterator<Item = &Role> {
        self.roles.values().filter(move |role| role.guild_id == guild_id)
    }

    /// The guild's channels and categories, without threads.
    pub(super) fn channels_of(&self, guild_id: u64) -> impl Iterator<Item = &Channel> {
        let of_guild = move |channel: &&Channel| channel.recipient.is_none() && channel.guild_id == guild_id;
        let channels = self.channels.values().filter(of_guild);
        channels.filter(|channel| channel.thread.is_none())
    }

    pub(super) fn threads_of(&self, guild_id: u64) -> impl Iterator<Item = &Channel> {
        let of_guild = move |channel: &&Channel| channel.thread.is_some() && channel.guild_id == guild_id;
        self.channels.values().filter(of_guild)
    }

    /// This person's guilds, the oldest first.
    pub(super) fn guilds_of(&self, user_id: u64) -> impl Iterator<Item = &Guild> {
        let inside = move |guild: &&Guild| self.member(guild.id, user_id).is_some();
        self.guilds.values().filter(inside)
    }

    /// Whether a person and the bot share a guild. Without that, neither can write to the other.
    pub(super) fn shares_guild(&self, user_id: u64) -> bool {
        let bot_id = self.bot_id();
        self.guilds_of(user_id)
            .any(|guild| self.member(guild.id, bot_id).is_some())
    }
}
