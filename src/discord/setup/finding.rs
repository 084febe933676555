//! What setup looked at, found wanting, or made.

use crate::db::DbError;
use crate::discord::guild::NoGuild;
use crate::domain::people::places::{Place, Stranger, Subject};

/// One thing that was looked at, found wanting, or made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    TokenAccepted {
        application: String,
    },
    /// Privileged, and switched on only by hand.
    IntentOn(PrivilegedIntent),
    IntentOff(PrivilegedIntent),
    Guild {
        name: String,
    },
    NoGuild(NoGuild),
    /// There are none yet.
    NoBooks {
        cause: String,
    },
    /// A desk is open with them: in Discord, `!setup` does the same.
    BooksInUse,
    PermissionMissing {
        name: String,
    },
    PermissionsComplete,
    /// It fills its place; `name` is what it is called now.
    Found {
        place: Place,
        name: String,
    },
    Made {
        place: Place,
        name: String,
    },
    /// It was there by the configured name, and nobody reads it who must not.
    Adopted {
        place: Place,
        name: String,
    },
    /// The same for a role: this many people hold it, and all of them have it at the desk.
    RoleAdopted {
        name: String,
        holders: usize,
    },
    /// Nothing fills the place. What has the configured name is not used, because of these.
    NotAdopted {
        place: Place,
        name: String,
        because_of: Vec<Stranger>,
    },
    /// Nothing fills the place, and nothing was to be made.
    Missing {
        place: Place,
        name: String,
    },
    /// The bot cannot give a role that stands above its own.
    RoleTooHigh {
        name: String,
    },
    /// A channel was opened to a role whose holders work there.
    LetIn {
        channel: String,
        role: String,
    },
    /// These can read a channel, or hold a role, who must not.
    Open {
        subject: Subject,
        name: String,
        to: Vec<Stranger>,
    },
    /// A reseller's channel was deleted.
    ResellersMissing {
        name: String,
    },
    /// Whoever holds these reads every channel, whatever it says.
    Administrators {
        roles: Vec<Stranger>,
    },
    NotMade {
        name: String,
        cause: String,
    },
}

/// What setup may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Looks, and changes nothing.
    Look,
    /// Takes what is there when nobody has it who must not, and makes what is missing.
    Fill,
    /// Makes the desk's own also where something of the name is there that cannot be taken.
    Own,
}

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Fine,
    /// Worth knowing; the desk works with it.
    Warning,
    Wrong,
}

/// An intent that is switched on in Discord's developer portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrivilegedIntent {
    GuildMembers,
    MessageContent,
}

/// What setup saw and did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupReport {
    pub findings: Vec<Finding>,
    pub invite_link: String,
}

impl Finding {
    pub(super) fn no_books(fault: &DbError) -> Self {
        match fault {
            DbError::AlreadyOpen(_) => Finding::BooksInUse,
            other => Finding::NoBooks {
                cause: other.to_string(),
            },
        }
    }

    pub fn weight(&self) -> Weight {
        match self {
            Finding::TokenAccepted { .. }
            | Finding::IntentOn(_)
            | Finding::Guild { .. }
            | Finding::PermissionsComplete
            | Finding::Found { .. }
            | Finding::Made { .. }
            | Finding::Adopted { .. }
            | Finding::RoleAdopted { .. }
            | Finding::LetIn { .. } => Weight::Fine,
            Finding::Administrators { .. } => Weight::Warning,
            Finding::IntentOff(_)
            | Finding::NoGuild(_)
            | Finding::NoBooks { .. }
            | Finding::BooksInUse
            | Finding::PermissionMissing { .. }
            | Finding::NotAdopted { .. }
            | Finding::Missing { .. }
            | Finding::RoleTooHigh { .. }
            | Finding::Open { .. }
            | Finding::ResellersMissing { .. }
            | Finding::NotMade { .. } => Weight::Wrong,
        }
    }
}
