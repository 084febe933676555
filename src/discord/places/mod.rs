//! The places where the desk works in the guild, and who can read them.
//!
//! Places are stored by id ([`Known`], from the books). Who can read them is computed from Discord's permissions
//! ([`readers`]) on a snapshot of the guild ([`Site`]), at the start and after each event that may change it.

mod adopt;
mod events;
mod fit;
mod known;
mod names;
mod noted;
mod of_surface;
mod people;
mod premises;
mod readers;
mod review;
mod rules;
mod seen;
mod site;
mod turnstile;

pub(super) use adopt::{in_order, load, open, settle};
pub(super) use events::may_change_readers;
pub(super) use fit::{fit, in_the_way};
pub(super) use known::Known;
pub(super) use names::{configured_name, named};
pub(super) use noted::note_all;
pub(super) use premises::Premises;
pub(super) use readers::Rules;
pub(super) use review::{is_private, learn, look, others_in, review};
pub(super) use rules::{place_channel, role_id, rules, taken_by};
pub(super) use seen::{Ids, Seen};
pub use site::LookError;
pub(super) use site::Site;

use crate::ids::DiscordPlaceId;

/// The desk's id of a Discord channel or role.
pub(super) fn id_of(discord: u64) -> DiscordPlaceId {
    DiscordPlaceId::new(super::ids::signed(discord))
}
