//! People: who they are, what role they have, what they may do.
//!
//! A person is known by their Discord user id and gets a row the first time they do anything; a player may be known by
//! a Telegram user id, or only by the id that games use ([`IdentityKind`]). Superusers are not a
//! stored role: they are the guild's owner and the ids of the configuration, decided anew for every action. Whoever is not in
//! the desk's guild ([`Standing::Left`]) is no superuser either, whatever the configuration says.

mod actor;
mod availability;
mod bring_in;
mod bring_in_store;
mod change;
mod error;
mod identify;
mod identities_store;
mod named;
mod names;
mod presence;
mod set_cut;
mod store;

pub use actor::{Actor, NotAllowed, Permission};
pub use availability::Availability;
pub(crate) use availability::change_availability;
pub(crate) use bring_in::{Newcomer, bring_in};
pub(crate) use change::{
    By, Profile, add_identity, change_profile, change_role, move_discord, register_client, send_away,
};
pub use error::{MemberError, NotHere};
pub use identify::{Person, identify};
pub use identities_store::{
    Whereabouts, find_member_by_discord, find_member_by_identity, find_members_by_discord, list_whereabouts,
};
pub(crate) use identities_store::{find_or_register, upsert_member};
pub use named::{NamedInBooks, named};
pub use names::scripts_of;
pub(crate) use names::{mixes_scripts, reads_like};
pub(crate) use presence::{note_back, note_left};
pub use set_cut::{CutAsked, CutOutcome, CutSet, confirm_cut, set_cut};
pub use store::{
    count_referred_by, find_member, find_members, get_member, list_cashiers, list_members_with, list_referred_by,
};
pub(crate) use store::{get_member_for_update, is_somebody_called};

use crate::clock::Moment;
use crate::coded_enum;
use crate::domain::kernel::money::Percent;
use crate::domain::kernel::outbox;
use crate::ids::{DiscordUserId, MemberId};

coded_enum! {
    /// What a member is known by elsewhere. A member has at most one of each kind.
    pub enum IdentityKind {
        /// The id of a Discord user.
        Discord => "discord",
        /// The id of a Telegram user.
        Telegram => "telegram",
        /// What games know a player by: 24 hexadecimal digits, drawn at random and never given to anybody else.
        Player => "jugador",
        /// A cédula, RIF or passport in one plain form, for people of the old system.
        Cedula => "cedula",
        /// A phone in one plain form, for the same.
        Phone => "telefono",
    }
}

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
    /// Their Discord user; `None` for somebody without one.
    pub discord_user: Option<DiscordUserId>,
    /// What others are shown: the name given at registration, else Discord's.
    pub name: String,
    pub discord_name: String,
    pub role: Role,
    /// The percentage of a batch's gain that they get, for resellers.
    pub cut: Percent,
    /// Whether a cashier takes new orders.
    pub available: bool,
    /// After `!baja`, until a superuser gives them a role again.
    pub sent_away: bool,
    /// Since when they are not in the desk's guild; `None` while they are in it.
    pub left_at: Option<Moment>,
    /// ISO code of where they live, as given at registration.
    pub country: Option<String>,
    /// The reseller who brought this client (S0-17).
    pub referrer: Option<MemberId>,
}

impl Member {
    pub fn standing(&self) -> Standing {
        if self.left_at.is_some() {
            Standing::Left
        } else if self.sent_away {
            Standing::SentAway
        } else {
            Standing::Works
        }
    }

    /// Whether they may get work and do it.
    pub fn works(&self) -> bool {
        self.standing() == Standing::Works
    }

    /// # Errors
    /// [`NotHere`] after they left the guild.
    pub fn require_here(&self) -> Result<(), NotHere> {
        match self.left_at {
            None => Ok(()),
            Some(_) => Err(NotHere {
                name: self.name.clone(),
            }),
        }
    }

    /// The subject of notices about this member, so that they are told in order.
    pub fn outbox_subject(&self) -> String {
        outbox::subject_of_member(self.id)
    }
}

/// Whether somebody's role counts at this moment. The role itself, what they did and what they own stay in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Works,
    /// A superuser sent them away (`!baja`): no new work.
    SentAway,
    /// They are not in the desk's guild: they may only see and withdraw what is theirs. Coming back ends it.
    Left,
}
