//! Where the desk works in the guild, and who can read it there.
//!
//! Places are remembered by id ([`Known`], from the books). Who can read what is computed from Discord's permissions
//! ([`readers`]) out of the guild as it is at one moment ([`Site`]), at the start and whenever Discord says that
//! something changed.

mod adopt;
mod known;
mod site;

pub(super) use adopt::open;
pub(super) use known::Known;
pub(super) use site::Site;

use crate::config::DiscordConfig;
use crate::domain::places::Place;

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
