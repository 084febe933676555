//! Where the desk works on Discord: its channels, its category, and the roles that mirror its own.
//!
//! A place is known by Discord's id, a plain number here. The configured name is used only to make a channel or role,
//! or to look for one while the place was never filled: after that a channel or role may have any name. When it is
//! deleted, its place stays empty until a superuser fills it again.
//!
//! What is wrong with a place, or with who holds which role in the guild, is a [`Finding`]. It is recorded and told
//! once, and told once more when it is fixed.

mod error;
mod finding;
mod lose;
mod note;
mod settle;
mod store;

pub use error::PlaceError;
pub use finding::{Finding, Noted, Remedy, Stranger, Subject};
pub use lose::lose;
pub use note::note;
pub use settle::{How, Settling, settle};
pub use store::{count_found_since, find_place_of, get_noted, list_findings, list_places};

use crate::coded_enum;
use crate::domain::people::members::Role;

coded_enum! {
    /// What the desk uses a channel, category or role of the guild for.
    pub enum Place {
        /// Holds the channels of the resellers.
        Category => "category",
        /// Orders that wait for a cashier.
        Pending => "channel.pending",
        /// Where cashiers and admins work.
        Cashiers => "channel.cashiers",
        /// Where superusers decide requests.
        Requests => "channel.requests",
        /// What needs a human.
        Alerts => "channel.alerts",
        /// Where newcomers register.
        Registration => "channel.registration",
        /// Where clients type.
        Clients => "channel.clients",
        /// Where earnings are asked for.
        Payouts => "channel.payouts",
        /// Where achievements are announced.
        Achievements => "channel.achievements",
        ResellerRole => "role.reseller",
        CashierRole => "role.cashier",
        ClientRole => "role.client",
        AdminRole => "role.admin",
    }
}

impl Place {
    /// The place of the Discord role that mirrors this role; a guest has none.
    pub const fn of_role(role: Role) -> Option<Place> {
        match role {
            Role::Guest => None,
            Role::Reseller => Some(Place::ResellerRole),
            Role::Cashier => Some(Place::CashierRole),
            Role::Client => Some(Place::ClientRole),
            Role::Admin => Some(Place::AdminRole),
        }
    }

    /// The desk's role that a Discord role mirrors; `None` for channels.
    pub const fn mirrored_role(self) -> Option<Role> {
        match self {
            Place::ResellerRole => Some(Role::Reseller),
            Place::CashierRole => Some(Role::Cashier),
            Place::ClientRole => Some(Role::Client),
            Place::AdminRole => Some(Role::Admin),
            Place::Category
            | Place::Pending
            | Place::Cashiers
            | Place::Requests
            | Place::Alerts
            | Place::Registration
            | Place::Clients
            | Place::Payouts
            | Place::Achievements => None,
        }
    }

    /// Who may read it.
    pub const fn audience(self) -> Audience {
        match self {
            Place::Pending | Place::Cashiers => Audience::Desk,
            Place::Requests | Place::Alerts => Audience::Admins,
            Place::Clients => Audience::Clients,
            Place::Category
            | Place::Registration
            | Place::Payouts
            | Place::Achievements
            | Place::ResellerRole
            | Place::CashierRole
            | Place::ClientRole
            | Place::AdminRole => Audience::Everybody,
        }
    }
}

/// Who may read a channel, beside superusers and the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    Everybody,
    /// Cashiers and admins.
    Desk,
    Admins,
    /// Clients, cashiers and admins.
    Clients,
    /// One reseller, cashiers and admins.
    Reseller,
}

impl Audience {
    /// The roles that read there; `None` where everybody may.
    pub const fn roles(self) -> Option<&'static [Role]> {
        match self {
            Audience::Everybody => None,
            Audience::Desk | Audience::Reseller => Some(&[Role::Cashier, Role::Admin]),
            Audience::Admins => Some(&[Role::Admin]),
            Audience::Clients => Some(&[Role::Client, Role::Cashier, Role::Admin]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_role_and_its_place_belong_together() {
        for place in Place::ALL {
            if let Some(role) = place.mirrored_role() {
                assert_eq!(Place::of_role(role), Some(*place));
                assert!(place.code().ends_with(role.code()));
            }
        }
    }
}
