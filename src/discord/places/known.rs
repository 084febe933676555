//! What the desk currently knows about its places.

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
    /// Everybody in the guild, as of the last time that Discord listed them.
    people: RwLock<HashMap<UserId, Holder>>,
    turnstile: Turnstile,
}

impl Known {
    /// Stores what was seen. Returns whether anything changed.
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

    /// Forgets somebody who left the guild.
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

    /// Who may read a channel that is not for everybody; `None` for all other channels.
    pub(super) fn watched(&self, channel: ChannelId) -> Option<Watched> {
        let watched = self.watched.read().unwrap_or_else(PoisonError::into_inner);
        watched.get(&channel).copied()
    }
}
