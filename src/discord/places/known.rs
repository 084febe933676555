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
use crate::domain::people::members::Role;
use crate::domain::people::places::{Audience, Place};
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
    /// What was seen counts from now on. Returns whether it is another thing than before.
    pub(in crate::discord) fn learn(&self, seen: Seen) -> bool {
        let other_places = self.learn_ids(&seen.ids);
        let mut watched = self.watched.write().unwrap_or_else(PoisonError::into_inner);
        let other_readers = *watched != seen.watched;
        *watched = seen.watched;
        other_places || other_readers
    }

    pub(super) fn learn_ids(&self, ids: &Ids) -> bool {
        let filled = ids.iter().filter_map(|(place, id)| Some((*place, (*id)?)));
        let filled: HashMap<Place, DiscordPlaceId> = filled.collect();
        let mut known = self.ids.write().unwrap_or_else(PoisonError::into_inner);
        let is_other = *known != filled;
        *known = filled;
        is_other
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
    /// The channel that fills this place; nothing while it is empty. Whether only those read there who may, [`Surface::watched`]
    /// says.
    pub(in crate::discord) fn place(&self, place: Place) -> Option<ChannelId> {
        self.places.id(place).map(ChannelId::new)
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

    /// What fills a place is called this now; by the configuration while it is empty.
    pub(in crate::discord) fn name_of(&self, place: Place) -> String {
        let guild = self.cache.guild(self.guild());
        let found = self.places.id(place).zip(guild);
        let name = found.and_then(|(id, guild)| match place.mirrored_role() {
            Some(_) => Some(guild.roles.get(&RoleId::new(id))?.name.clone()),
            None => Some(guild.channels.get(&ChannelId::new(id))?.name.clone()),
        });
        name.unwrap_or_else(|| configured_name(&self.config.discord, place).to_owned())
    }
}
