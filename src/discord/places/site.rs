//! The guild as it is at one moment: all that says who can read what.

use std::collections::HashMap;

use poise::serenity_prelude as serenity;
use serenity::{GuildChannel, GuildId, Http, Member, Role, RoleId, UserId};

use crate::discord::retry::retried;
use crate::discord::surface::Surface;

/// Discord's greatest page of members, and how many pages are read: more people than any desk's guild has.
const PAGE_MEMBERS: u64 = 1_000;
const PAGES_MAX: usize = 200;

/// Roles, channels and people of the guild.
#[derive(Debug, Clone)]
pub(in crate::discord) struct Site {
    pub(in crate::discord) guild: GuildId,
    pub(in crate::discord) owner: UserId,
    pub(in crate::discord) bot: UserId,
    pub(in crate::discord) roles: HashMap<RoleId, Role>,
    pub(in crate::discord) channels: Vec<GuildChannel>,
    pub(in crate::discord) people: HashMap<UserId, Holder>,
}

/// Somebody in the guild, and which roles they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::discord) struct Holder {
    pub(in crate::discord) name: String,
    pub(in crate::discord) is_bot: bool,
    pub(in crate::discord) roles: Vec<RoleId>,
}

impl From<&Member> for Holder {
    fn from(member: &Member) -> Self {
        Self {
            name: member.user.name.clone(),
            is_bot: member.user.bot,
            roles: member.roles.clone(),
        }
    }
}

impl Site {
    /// Asks Discord.
    pub(in crate::discord) async fn fetch(http: &Http, guild: GuildId, bot: UserId) -> serenity::Result<Site> {
        let found = retried(|| http.get_guild(guild)).await?;
        let mut channels = retried(|| http.get_channels(guild)).await?;
        channels.sort_by_key(|channel| channel.id);
        Ok(Site {
            guild,
            owner: found.owner_id,
            bot,
            roles: found.roles,
            channels,
            people: fetch_people(http, guild).await?,
        })
    }

    /// As the cache has it, with those of the last [`Site::fetch`] whom Discord did not send: in a large guild it sends
    /// only those who are online, and then everybody whose roles change.
    pub(in crate::discord) fn cached(surface: &Surface) -> Option<Site> {
        let bot = surface.cache.current_user().id;
        let guild = surface.cache.guild(surface.guild()?)?;
        let mut people = surface.places.people();
        people.extend(guild.members.iter().map(|(id, member)| (*id, Holder::from(member))));
        let mut channels: Vec<GuildChannel> = guild.channels.values().cloned().collect();
        channels.sort_by_key(|channel| channel.id);
        Some(Site {
            guild: guild.id,
            owner: guild.owner_id,
            bot,
            roles: guild.roles.clone(),
            channels,
            people,
        })
    }

    /// Who holds this role, bots and all.
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
