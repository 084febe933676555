//! What setup found, missed, or made.

use crate::db::DbError;
use crate::discord::guild::NoGuild;
use crate::domain::people::places::{Place, Stranger, Subject};

/// One thing that setup found, missed, or made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    TokenAccepted {
        application: String,
    },
    /// A privileged intent, which can be switched on only by hand.
    IntentOn(PrivilegedIntent),
    IntentOff(PrivilegedIntent),
    Guild {
        name: String,
    },
    NoGuild(NoGuild),
    /// There are no books yet.
    NoBooks {
        cause: String,
    },
    /// A running desk uses the books. There, `!setup` does the same.
    BooksInUse,
    PermissionMissing {
        name: String,
    },
    PermissionsComplete,
    /// It fills its place. `name` is its current name.
    Found {
        place: Place,
        name: String,
    },
    Made {
        place: Place,
        name: String,
    },
    /// A channel with the configured name existed and nobody reads it who must not, so it is used.
    Adopted {
        place: Place,
        name: String,
    },
    /// The same for a role: this many people hold it, and all of them have it at the desk.
    RoleAdopted {
        name: String,
        holders: usize,
    },
    /// The place is empty. What has the configured name is not used, because these people or roles have it.
    NotAdopted {
        place: Place,
        name: String,
        because_of: Vec<Stranger>,
    },
    /// The place is empty, and nothing may be made.
    Missing {
        place: Place,
        name: String,
    },
    /// The role is above the bot's own, so the bot cannot give it.
    RoleTooHigh {
        name: String,
    },
    /// A role was given access to a channel in which its holders work.
    LetIn {
        channel: String,
        role: String,
    },
    /// These people or roles can read a channel, or hold a role, and must not.
    Open {
        subject: Subject,
        name: String,
        to: Vec<Stranger>,
    },
    /// A reseller's channel was deleted.
    ResellersMissing {
        name: String,
    },
    /// Holders of these roles read every channel, regardless of its overwrites.
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
    /// Only look; change nothing.
    Look,
    /// Use what exists with the configured name if nobody has it who must not, and make what is missing.
    Fill,
    /// The same, and make a new one where something with the name exists that cannot be used.
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

/// An intent that must be switched on in Discord's developer portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrivilegedIntent {
    GuildMembers,
    MessageContent,
}

/// What setup found and did.
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
