//! A snapshot of the guild: everything that decides who can read what.

use std::collections::HashMap;

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, GuildChannel, GuildId, Http, Role, RoleId, UserId};

use super::seen::Holder;
use crate::db::DbError;
use crate::discord::retry::{code, code_of, describe, retried};
use crate::domain::people::places::PlaceError;

/// The largest page of members that Discord returns, and the highest number of pages that are read.
const PAGE_MEMBERS: u64 = 1_000;
const PAGES_MAX: usize = 200;

/// Roles, channels and people of the guild.
#[derive(Debug, Clone)]
pub(in crate::discord) struct Site {
    pub(in crate::discord) guild: GuildId,
    pub(in crate::discord) owner: Option<UserId>,
    pub(in crate::discord) bot: UserId,
    pub(in crate::discord) roles: HashMap<RoleId, Role>,
    /// Sorted by age, the oldest first.
    pub(in crate::discord) channels: Vec<GuildChannel>,
    pub(in crate::discord) people: HashMap<UserId, Holder>,
}

/// Why the guild could not be reviewed.
#[derive(Debug, thiserror::Error)]
pub enum LookError {
    #[error("Discord: {}", describe(.0))]
    Discord(#[from] serenity::Error),
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Site {
    /// Fetches the guild from Discord.
    pub(in crate::discord) async fn fetch(http: &Http, guild: GuildId, bot: UserId) -> serenity::Result<Site> {
        let found = retried(|| http.get_guild(guild)).await?;
        let mut channels = retried(|| http.get_channels(guild)).await?;
        channels.sort_by_key(|channel| channel.id);
        Ok(Site {
            guild,
            owner: Some(found.owner_id),
            bot,
            roles: found.roles,
            channels,
            people: fetch_people(http, guild).await?,
        })
    }

    pub(in crate::discord) fn find_channel(&self, id: ChannelId) -> Option<&GuildChannel> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    /// Finds a channel. If it is not in the list, Discord is asked, because it may be newer than the list.
    pub(in crate::discord) async fn look_up(
        &self,
        http: &Http,
        id: ChannelId,
    ) -> serenity::Result<Option<GuildChannel>> {
        if let Some(found) = self.find_channel(id) {
            return Ok(Some(found.clone()));
        }
        match retried(|| http.get_channel(id)).await {
            Ok(found) => Ok(found.guild().filter(|channel| channel.guild_id == self.guild)),
            Err(error) if code_of(&error) == Some(code::UNKNOWN_CHANNEL) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The same, and adds the channel to the list. Returns whether it exists.
    pub(in crate::discord) async fn learn_channel(&mut self, http: &Http, id: ChannelId) -> serenity::Result<bool> {
        let found = self.look_up(http, id).await?;
        let is_there = found.is_some();
        if let Some(found) = found.filter(|_| self.find_channel(id).is_none()) {
            self.channels.push(found);
        }
        Ok(is_there)
    }

    /// Whether the guild has this role. Discord is asked before a role counts as deleted.
    pub(in crate::discord) async fn learn_role(&mut self, http: &Http, id: RoleId) -> serenity::Result<bool> {
        if !self.roles.contains_key(&id) {
            let all = retried(|| http.get_guild_roles(self.guild)).await?;
            self.roles.extend(all.into_iter().map(|role| (role.id, role)));
        }
        Ok(self.roles.contains_key(&id))
    }

    /// Whether a role is too high for the bot, which can only give and take roles below its own.
    pub(in crate::discord) fn is_too_high(&self, role: RoleId) -> bool {
        let height = |role: &RoleId| self.roles.get(role).map(|role| role.position);
        let own = self.people.get(&self.bot).map_or(&[][..], |bot| &bot.roles);
        let own = own.iter().filter_map(height).max();
        own.zip(height(&role)).is_some_and(|(own, of_role)| own <= of_role)
    }

    /// Everybody who holds this role, including bots.
    pub(in crate::discord) fn holders(&self, role: RoleId) -> impl Iterator<Item = (UserId, &Holder)> {
        let holds = move |(_, holder): &(&UserId, &Holder)| holder.roles.contains(&role);
        self.people.iter().filter(holds).map(|(id, holder)| (*id, holder))
    }
}

async fn fetch_people(http: &Http, guild: GuildId) -> serenity::Result<HashMap<UserId, Holder>> {
    let mut people = HashMap::new();
    let mut after = None;
    for _ in 0..PAGES_MAX {
        let page = retried(|| http.get_guild_members(guild, Some(PAGE_MEMBERS), after)).await?;
        people.extend(page.iter().map(|member| (member.user.id, Holder::from(member))));
        let is_last = u64::try_from(page.len()).unwrap_or(u64::MAX) < PAGE_MEMBERS;
        match page.last() {
            Some(last) if !is_last => after = Some(last.user.id.get()),
            Some(_) | None => return Ok(people),
        }
    }
    Ok(people)
}
