//! What the desk knows of its places at this moment, for whoever handles or tells something.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, RoleId, UserId};

use super::configured_name;
use super::site::Holder;
use crate::discord::surface::{Surface, unsigned};
use crate::domain::members::Role;
use crate::domain::places::Place;
use crate::ids::DiscordPlaceId;

/// Filled at the start and after every review.
#[derive(Default)]
pub(in crate::discord) struct Known {
    ids: RwLock<HashMap<Place, DiscordPlaceId>>,
    /// Everybody in the guild when it was last asked for.
    people: RwLock<HashMap<UserId, Holder>>,
}

impl Known {
    /// From now on these are the places.
    pub(super) fn set_places(&self, ids: HashMap<Place, DiscordPlaceId>) {
        *self.ids.write().unwrap_or_else(PoisonError::into_inner) = ids;
    }

    pub(super) fn set_people(&self, people: HashMap<UserId, Holder>) {
        *self.people.write().unwrap_or_else(PoisonError::into_inner) = people;
    }

    pub(super) fn people(&self) -> HashMap<UserId, Holder> {
        self.people.read().unwrap_or_else(PoisonError::into_inner).clone()
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
        let id = ChannelId::new(self.places.id(place)?);
        let guild = self.guild().and_then(|guild| self.cache.guild(guild));
        // While Discord does not show the guild, what is remembered counts.
        let is_there = guild.is_none_or(|guild| guild.channels.contains_key(&id));
        is_there.then_some(id)
    }

    /// The Discord role that mirrors one of the desk's.
    pub(in crate::discord) fn desk_role(&self, role: Role) -> Option<RoleId> {
        let id = RoleId::new(self.places.id(Place::of_role(role)?)?);
        let guild = self.guild().and_then(|guild| self.cache.guild(guild));
        let is_there = guild.is_none_or(|guild| guild.roles.contains_key(&id));
        is_there.then_some(id)
    }

    /// What a channel's place is called now; by the configuration while it is empty.
    pub(in crate::discord) fn name_of(&self, place: Place) -> String {
        let channel = self.place(place);
        let guild = self.guild().and_then(|guild| self.cache.guild(guild));
        let name = channel
            .zip(guild)
            .and_then(|(channel, guild)| guild.channels.get(&channel).map(|channel| channel.name.clone()));
        name.unwrap_or_else(|| configured_name(&self.config.discord, place).to_owned())
    }
}
