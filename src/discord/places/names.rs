//! The configured names of places.

use poise::serenity_prelude as serenity;
use serenity::{ChannelType, GuildChannel};

use super::site::Site;
use crate::config::DiscordConfig;
use crate::discord::ids::signed;
use crate::domain::people::places::Place;
use crate::ids::DiscordPlaceId;

/// The name under which a place is made, and under which it is searched as long as it was never filled.
pub(in crate::discord) fn configured_name(config: &DiscordConfig, place: Place) -> &str {
    let (channels, roles) = (&config.channels, &config.roles);
    match place {
        Place::Category => &channels.category,
        Place::Pending => &channels.pending,
        Place::Cashiers => &channels.cashiers,
        Place::Requests => &channels.requests,
        Place::Alerts => &channels.alerts,
        Place::Registration => &channels.registration,
        Place::Clients => &channels.clients,
        Place::Payouts => &channels.payouts,
        Place::Achievements => &channels.achievements,
        Place::ResellerRole => &roles.reseller,
        Place::CashierRole => &roles.cashier,
        Place::ClientRole => &roles.client,
        Place::AdminRole => &roles.admin,
    }
}

/// The channels or roles with the configured name of a place, the oldest first.
pub(in crate::discord) fn named(config: &DiscordConfig, site: &Site, place: Place) -> Vec<DiscordPlaceId> {
    let name = configured_name(config, place);
    if place.mirrored_role().is_some() {
        let is_it = |role: &&serenity::Role| role.name.to_lowercase() == name.to_lowercase();
        let mut found: Vec<u64> = site.roles.values().filter(is_it).map(|role| role.id.get()).collect();
        found.sort_unstable();
        return found.into_iter().map(|id| DiscordPlaceId::new(signed(id))).collect();
    }
    let is_it = |channel: &&GuildChannel| match place {
        Place::Category => channel.kind == ChannelType::Category && channel.name.to_lowercase() == name.to_lowercase(),
        _ => channel.kind == ChannelType::Text && channel.name == name,
    };
    let found = site.channels.iter().filter(is_it);
    found
        .map(|channel| DiscordPlaceId::new(signed(channel.id.get())))
        .collect()
}
