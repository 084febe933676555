//! Who calls the API for players, and with which role (S3-30 … S3-33).

use crate::coded_enum;
use crate::domain::people::members::Actor;
use crate::ids::{AppId, MemberId};

coded_enum! {
    /// What a token lets its holder do.
    pub enum ApiRole {
        /// Asks for deposits and withdrawals, and sees their own.
        Player => "jugador",
        /// Sees, confirms and rejects what is assigned to them.
        Cashier => "cajero",
        /// Everything.
        Admin => "admin",
        /// A bot that acts for players: automatic transactions, and what a player may do for any player.
        Bot => "bot",
        /// The system that runs games; as [`ApiRole::Bot`].
        System => "sistema",
    }
}

/// Whose token it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// An app of this desk, by its own key.
    App { id: AppId, name: String },
    /// A person of the desk, with their rights at this moment.
    Member(Actor),
    /// A system that signs its own tokens (the configuration names its issuer). Never a cashier's or a player's: those
    /// are members.
    Outside { issuer: String, subject: String },
}

/// A caller whose token was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    pub role: ApiRole,
    pub holder: Holder,
}

/// The token's role does not allow it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a token with the role {role} may not do this; {allowed:?} may")]
pub struct NotForRole {
    pub role: ApiRole,
    pub allowed: &'static [ApiRole],
}

impl Principal {
    /// # Errors
    /// [`NotForRole`] unless the token has one of these roles.
    pub fn require(&self, allowed: &'static [ApiRole]) -> Result<(), NotForRole> {
        if allowed.contains(&self.role) {
            Ok(())
        } else {
            Err(NotForRole {
                role: self.role,
                allowed,
            })
        }
    }

    /// The person whose token it is; `None` for a program's.
    pub fn member(&self) -> Option<MemberId> {
        match &self.holder {
            Holder::Member(actor) => Some(actor.member),
            Holder::App { .. } | Holder::Outside { .. } => None,
        }
    }

    /// Who acts in the books: the member, or the desk for a program.
    pub fn actor(&self) -> Actor {
        match &self.holder {
            Holder::Member(actor) => actor.clone(),
            Holder::App { .. } | Holder::Outside { .. } => Actor::desk(),
        }
    }

    /// A text that is the same for every token of the same holder: for request ids, rate limits and journal details.
    pub fn scope(&self) -> String {
        match &self.holder {
            Holder::App { id, .. } => format!("app:{id}"),
            Holder::Member(actor) => format!("member:{}", actor.member),
            Holder::Outside { issuer, subject } => format!("outside:{issuer}:{subject}"),
        }
    }
}
