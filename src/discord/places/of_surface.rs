//! What handlers ask about the desk's places.

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, RoleId};

use super::names::configured_name;
use super::premises::Premises;
use super::seen::Watched;
use crate::discord::surface::Surface;
use crate::domain::people::members::Role;
use crate::domain::people::places::Place;

impl Surface {
    /// The channel that fills this place; `None` while it is empty. [`Surface::watched`] tells whether only those can
    /// read it who may.
    pub(in crate::discord) fn place(&self, place: Place) -> Option<ChannelId> {
        self.places.id(place).map(ChannelId::new)
    }

    /// The Discord role that mirrors one of the desk's roles.
    pub(in crate::discord) fn desk_role(&self, role: Role) -> Option<RoleId> {
        Some(RoleId::new(self.places.id(Place::of_role(role)?)?))
    }

    /// Who may read a channel that is not for everybody; `None` for all other channels.
    pub(in crate::discord) fn watched(&self, channel: ChannelId) -> Option<Watched> {
        self.places.watched(channel)
    }

    /// The current name of what fills a place; its configured name while it is empty.
    pub(in crate::discord) fn name_of(&self, place: Place) -> String {
        let guild = self.cache.guild(self.guild());
        let found = self.places.id(place).zip(guild);
        let name = found.and_then(|(id, guild)| match place.mirrored_role() {
            Some(_) => Some(guild.roles.get(&RoleId::new(id))?.name.clone()),
            None => Some(guild.channels.get(&ChannelId::new(id))?.name.clone()),
        });
        name.unwrap_or_else(|| configured_name(&self.config.discord, place).to_owned())
    }

    pub(in crate::discord) fn premises(&self) -> Premises<'_> {
        Premises {
            desk: &self.desk,
            config: &self.config.discord,
            http: &self.http,
        }
    }
}
