//! What the desk knows of its places at this moment, for whoever handles or tells something.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, UserId};

use super::seen::{Holder, Ids, Seen, Watched};
use super::turnstile::Turnstile;
use crate::discord::ids::unsigned;
use crate::domain::people::places::Place;
use crate::ids::DiscordPlaceId;

/// Filled at the start and after every review.
#[derive(Default)]
pub(in crate::discord) struct Known {
    ids: RwLock<HashMap<Place, DiscordPlaceId>>,
    watched: RwLock<HashMap<ChannelId, Watched>>,
    /// Everybody in the guild when it was last asked for.
    people: RwLock<HashMap<UserId, Holder>>,
    turnstile: Turnstile,
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

    pub(super) fn id(&self, place: Place) -> Option<u64> {
        let ids = self.ids.read().unwrap_or_else(PoisonError::into_inner);
        ids.get(&place).map(|id| unsigned(id.get()))
    }

    /// Who may read a channel that not everybody may; nothing for all others.
    pub(super) fn watched(&self, channel: ChannelId) -> Option<Watched> {
        let watched = self.watched.read().unwrap_or_else(PoisonError::into_inner);
        watched.get(&channel).copied()
    }
}
