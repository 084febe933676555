//! What the desk knows of its places at this moment, for whoever handles or tells something.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, RoleId, UserId};

use super::configured_name;
use super::review::{Ids, Seen};
use super::site::Holder;
use super::turnstile::Turnstile;
use crate::discord::surface::{Surface, unsigned};
use crate::domain::members::Role;
use crate::domain::places::{Audience, Place};
use crate::ids::{DiscordPlaceId, MemberId};

/// Filled at the start and after every review.
#[derive(Default)]
pub(in crate::discord) struct Known {
    ids: RwLock<HashMap<Place, DiscordPlaceId>>,
    watched: RwLock<HashMap<ChannelId, Watched>>,
    /// Everybody in the guild when it was last asked for.
    people: RwLock<HashMap<UserId, Holder>>,
    turnstile: Turnstile,
}

/// A channel that not everybody may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) struct Watched {
    pub(in crate::discord) audience: Audience,
    /// Whose channel it is.
    pub(in crate::discord) reseller: Option<MemberId>,
    /// Whether nobody else can read it.
    pub(in crate::discord) is_closed: bool,
}

impl Known {
    /// What was seen counts from now on.
    pub(in crate::discord) fn learn(&self, seen: Seen) {
        self.learn_ids(&seen.ids);
        *self.watched.write().unwrap_or_else(PoisonError::into_inner) = seen.watched;
    }

    pub(super) fn learn_ids(&self, ids: &Ids) {
        let filled = ids.iter().filter_map(|(place, id)| Some((*place, (*id)?)));
        *self.ids.write().unwrap_or_else(PoisonError::into_inner) = filled.collect();
    }

    pub(in crate::discord) fn set_people(&self, people: HashMap<UserId, Holder>) {
        *self.people.write().unwrap_or_else(PoisonError::into_inner) = people;
    }

    pub(super) fn people(&self) -> HashMap<UserId, Holder> {
        self.people.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn turnstile(&self) -> &Turnstile {
        &self.turnstile
    }

    /// Somebody left the guild.
    pub(in crate::discord) fn forget(&self, user: UserId) {
        self.people
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&user);
    }

    fn id(&self, place: Place) -> Option<u64> {
        let ids = self.ids.read().unwrap_or_else(PoisonError::into_inner);
        ids.get(&place).map(|id| unsigned(id.get()))
    }
}

impl Surface {
    /// The channel that fills this place; nothing while it is empty. For posting what not everybody may read, ask
    /// [`Surface::private_place`].
    pub(in crate::discord) fn place(&self, place: Place) -> Option<ChannelId> {
        self.places.id(place).map(ChannelId::new)
    }

    /// The same where only those read who may. Nothing while others can: what is private then takes its next way.
    pub(in crate::discord) fn private_place(&self, place: Place) -> Option<ChannelId> {
        self.place(place).filter(|channel| self.is_closed(*channel))
    }

    /// The Discord role that mirrors one of the desk's.
    pub(in crate::discord) fn desk_role(&self, role: Role) -> Option<RoleId> {
        Some(RoleId::new(self.places.id(Place::of_role(role)?)?))
    }

    /// Who may read a channel that not everybody may; nothing for all others.
    pub(in crate::discord) fn watched(&self, channel: ChannelId) -> Option<Watched> {
        let watched = self.places.watched.read().unwrap_or_else(PoisonError::into_inner);
        watched.get(&channel).copied()
    }

    /// Whether only those read this channel who may. A channel that is none of the desk's is open.
    pub(in crate::discord) fn is_closed(&self, channel: ChannelId) -> bool {
        self.watched(channel).is_some_and(|watched| watched.is_closed)
    }

    /// Whether this is a channel of the guild that others can read, too. Direct messages are not.
    pub(in crate::discord) fn is_open(&self, channel: ChannelId) -> bool {
        let guild = self.guild().and_then(|guild| self.cache.guild(guild));
        let is_of_guild = guild.is_some_and(|guild| guild.channels.contains_key(&channel));
        is_of_guild && !self.is_closed(channel)
    }

    /// What fills a place is called this now; by the configuration while it is empty.
    pub(in crate::discord) fn name_of(&self, place: Place) -> String {
        let guild = self.guild().and_then(|guild| self.cache.guild(guild));
        let found = self.places.id(place).zip(guild);
        let name = found.and_then(|(id, guild)| match place.mirrored_role() {
            Some(_) => Some(guild.roles.get(&RoleId::new(id))?.name.clone()),
            None => Some(guild.channels.get(&ChannelId::new(id))?.name.clone()),
        });
        name.unwrap_or_else(|| configured_name(&self.config.discord, place).to_owned())
    }
}
