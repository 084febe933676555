//! Registration: how people become clients, resellers or cashiers, and how they leave (S0-9 … S0-17).
//!
//! A person who joins the server is greeted and asks for a role; a superuser decides. The role brings a Discord role
//! and, for a reseller, a private channel: the courier gives both after the commit.

mod approve_role;
mod ask_role;
mod assign_role;
mod deactivate;
mod error;
mod join;
mod leave;
mod post_panel;
mod role_change;

pub use approve_role::{RoleApproved, approve_role};
pub use ask_role::{AskRole, RoleAsked, ask_role};
pub use assign_role::{RoleAssigned, assign_role};
pub use deactivate::{Deactivated, deactivate};
pub use error::RegistrationError;
pub use join::{come_back, join};
pub use leave::{Left, leave};
pub use post_panel::post_panel;

use crate::domain::people::members::Role;

/// The roles somebody may ask for.
pub const ROLES_OFFERED: [Role; 3] = [Role::Reseller, Role::Client, Role::Cashier];
