//! People: who they are, what role they have, what they may do.
//!
//! A person is known by their Discord user id and gets a row the first time they do anything. Superusers are not a
//! stored role: they are the guild's owner and the ids of the configuration, decided anew for every action.

mod actor;
mod availability;
mod change;
mod error;
mod identify;
mod names;
mod set_cut;
mod store;

pub use actor::{Actor, NotAllowed, Permission};
pub use availability::Availability;
pub(crate) use availability::change_availability;
pub(crate) use change::{Active, By, Profile, change_active, change_profile, change_role};
pub use error::MemberError;
pub use identify::{Person, identify};
pub use set_cut::{CutSet, set_cut};
pub use store::{
    count_referred_by, find_member, find_members, find_members_by_discord, get_member, list_cashiers,
    list_members_with, list_referred_by,
};
pub(crate) use store::{find_or_register, get_member_for_update, is_somebody_called, upsert_member};

use crate::coded_enum;
use crate::domain::money::Percent;
use crate::ids::{DiscordUserId, MemberId};

coded_enum! {
    /// What a member is at the desk.
    pub enum Role {
        /// Known, without a role.
        Guest => "guest",
        Client => "client",
        /// *Revendedor*.
        Reseller => "reseller",
        /// *Cajero*.
        Cashier => "cashier",
        Admin => "admin",
    }
}

/// A person of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub id: MemberId,
    pub discord_user: DiscordUserId,
    /// What others are shown: the name given at registration, else Discord's.
    pub name: String,
    pub discord_name: String,
    pub role: Role,
    /// Share of a batch's gain, for resellers.
    pub cut: Percent,
    /// Whether a cashier takes new orders.
    pub available: bool,
    /// Not after `!baja`: no new work, but what they did and own stays.
    pub active: bool,
    /// ISO code of where they live, as given at registration.
    pub country: Option<String>,
    /// The reseller who brought this client (S0-17).
    pub referrer: Option<MemberId>,
}
