//! Where the desk works in the guild, and who can read it there.
//!
//! Places are remembered by id ([`Known`], from the books). Who can read what is computed from Discord's permissions
//! ([`readers`]) out of the guild as it is at one moment ([`Site`]), at the start and whenever Discord says that
//! something changed.

mod adopt;
mod events;
mod known;
mod noted;
mod people;
mod readers;
mod review;
mod site;
mod turnstile;

pub(super) use adopt::{fit, in_order, in_the_way, load, named, open, settle};
pub(super) use events::may_change_readers;
pub(super) use known::Known;
pub(super) use noted::note_all;
pub(super) use readers::Rules;
pub(super) use review::{
    Ids, Premises, Seen, is_private, learn, look, others_in, place_channel, review, role_id, rules, taken_by,
};
pub use site::LookError;
pub(super) use site::Site;

use crate::config::DiscordConfig;
use crate::domain::people::places::Place;
use crate::ids::DiscordPlaceId;

/// A channel's or role's id as the books have it.
pub(super) fn id_of(discord: u64) -> DiscordPlaceId {
    DiscordPlaceId::new(super::surface::signed(discord))
}

/// What a place is called when it is made, and looked for as long as it was never filled.
pub(super) fn configured_name(config: &DiscordConfig, place: Place) -> &str {
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
