//! Findings: what is wrong with a place, as data.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Place;
use crate::coded_enum;
use crate::domain::people::members::Role;
use crate::ids::{ChannelId, DiscordPlaceId, DiscordUserId, MemberId};

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    Place(Place),
    /// A reseller's channel.
    Channel(ChannelId),
    /// The Discord role that mirrors what somebody is at the desk.
    RoleOf(MemberId),
    /// The people who can read every channel, as administrators of the guild.
    Administrators,
}

/// What a subject's text begins with, before the id of a reseller's channel or of a member.
const CHANNEL: &str = "reseller:";
const ROLE_OF: &str = "role_of:";
const ADMINISTRATORS: &str = "administrators";

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Place(place) => f.write_str(place.code()),
            Subject::Channel(channel) => write!(f, "{CHANNEL}{channel}"),
            Subject::RoleOf(member) => write!(f, "{ROLE_OF}{member}"),
            Subject::Administrators => f.write_str(ADMINISTRATORS),
        }
    }
}

impl Subject {
    /// Reads what `Display` wrote.
    ///
    /// # Errors
    /// A sentence for the log, when the text is not a subject.
    pub fn from_text(text: &str) -> Result<Subject, String> {
        let id = |id: &str| id.parse().map_err(|_| format!("{text:?} is the subject of no finding"));
        if let Some(channel) = text.strip_prefix(CHANNEL) {
            return Ok(Subject::Channel(ChannelId::new(id(channel)?)));
        }
        if let Some(member) = text.strip_prefix(ROLE_OF) {
            return Ok(Subject::RoleOf(MemberId::new(id(member)?)));
        }
        if text == ADMINISTRATORS {
            return Ok(Subject::Administrators);
        }
        Place::from_code(text).map(Subject::Place)
    }
}

/// Somebody who can read a channel and must not, or who holds a Discord role without having it at the desk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Stranger {
    /// Everybody in the guild.
    Everyone,
    /// Whoever holds this role.
    Role {
        id: DiscordPlaceId,
        name: String,
    },
    Person {
        id: DiscordUserId,
        name: String,
    },
}

impl Stranger {
    /// Whether both are the same role or person, even if the name changed.
    fn is_same(&self, other: &Stranger) -> bool {
        match (self, other) {
            (Stranger::Everyone, Stranger::Everyone) => true,
            (Stranger::Role { id, .. }, Stranger::Role { id: other, .. }) => id == other,
            (Stranger::Person { id, .. }, Stranger::Person { id: other, .. }) => id == other,
            (Stranger::Everyone | Stranger::Role { .. } | Stranger::Person { .. }, _) => false,
        }
    }
}

/// What is wrong with a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    /// Nothing fills the place.
    Missing,
    /// These can read the desk's channel, or hold its role, and must not.
    Open { to: Vec<Stranger> },
    /// Nothing fills the place. A channel or role of the configured name exists, but is not used because of these.
    NotAdopted { because_of: Vec<Stranger> },
    /// Somebody has this role at the desk, but not the Discord role that mirrors it.
    RoleTaken { role: Role, then: Remedy },
    /// These have Discord's administrator permission, by these roles, and are neither superusers nor admins of the desk.
    Administrators { people: Vec<Stranger>, by: Vec<Stranger> },
}

coded_enum! {
    /// What the desk does about a Discord role that was taken from a member.
    pub enum Remedy {
        /// It gives the role back.
        GivenBack => "given_back",
        /// It cannot give the role back: it ranks above the bot's own.
        TooHigh => "too_high",
        /// It no longer gives the role back: somebody, or another bot, takes it each time.
        TooOften => "too_often",
    }
}

impl Finding {
    /// Whether it says the same as another one. A new name of somebody makes no difference.
    pub fn is_same(&self, other: &Finding) -> bool {
        match (self, other) {
            (Finding::Missing, Finding::Missing) => true,
            (Finding::Open { to: these }, Finding::Open { to: those })
            | (Finding::NotAdopted { because_of: these }, Finding::NotAdopted { because_of: those })
            | (Finding::Administrators { people: these, .. }, Finding::Administrators { people: those, .. }) => {
                these.len() == those.len() && these.iter().all(|one| those.iter().any(|other| one.is_same(other)))
            }
            (
                Finding::RoleTaken { role, then },
                Finding::RoleTaken {
                    role: other_role,
                    then: other,
                },
            ) => role == other_role && then == other,
            (
                Finding::Missing
                | Finding::Open { .. }
                | Finding::NotAdopted { .. }
                | Finding::RoleTaken { .. }
                | Finding::Administrators { .. },
                _,
            ) => false,
        }
    }
}

/// The result of one check; without a finding, what was wrong is fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    pub subject: Subject,
    pub finding: Option<Finding>,
}

#[cfg(test)]
mod tests {
    use super::{Finding, Remedy, Stranger, Subject};
    use crate::domain::people::members::Role;
    use crate::domain::people::places::Place;
    use crate::ids::{ChannelId, DiscordPlaceId, DiscordUserId, MemberId};

    fn role(id: i64, name: &str) -> Stranger {
        Stranger::Role {
            id: DiscordPlaceId::new(id),
            name: name.into(),
        }
    }

    #[test]
    fn a_finding_is_the_same_when_it_names_the_same_ones() {
        let ana = Stranger::Person {
            id: DiscordUserId::new(1),
            name: "ana".into(),
        };
        let open = |to: &[Stranger]| Finding::Open { to: to.to_vec() };
        assert!(open(&[role(1, "Amigos"), ana.clone()]).is_same(&open(&[ana.clone(), role(1, "Otros")])));
        assert!(!open(&[role(1, "Amigos")]).is_same(&open(&[role(2, "Amigos")])));
        assert!(!open(&[role(1, "Amigos")]).is_same(&open(&[role(1, "Amigos"), ana])));
        assert!(!open(&[Stranger::Everyone]).is_same(&Finding::Missing));
        let because_of = vec![Stranger::Everyone];
        assert!(!open(&because_of).is_same(&Finding::NotAdopted { because_of }));
        let administrators = |by: &str| Finding::Administrators {
            people: vec![Stranger::Everyone],
            by: vec![role(1, by)],
        };
        assert!(administrators("Jefes").is_same(&administrators("Otros")));
        let taken = |then| Finding::RoleTaken {
            role: Role::Cashier,
            then,
        };
        assert!(taken(Remedy::GivenBack).is_same(&taken(Remedy::GivenBack)));
        assert!(!taken(Remedy::GivenBack).is_same(&taken(Remedy::TooOften)));
    }

    #[test]
    fn a_subject_survives_its_text() {
        for subject in [
            Subject::Place(Place::Requests),
            Subject::Channel(ChannelId::new(i64::MAX)),
            Subject::RoleOf(MemberId::new(7)),
            Subject::Administrators,
        ] {
            assert_eq!(Subject::from_text(&subject.to_string()), Ok(subject));
        }
        for text in ["", "reseller:", "reseller:x", "role_of:", "channel.nothing"] {
            assert!(Subject::from_text(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_finding_survives_its_json() {
        for finding in [
            Finding::Missing,
            Finding::Open {
                to: vec![Stranger::Everyone, role(7, "Amigos")],
            },
            Finding::RoleTaken {
                role: Role::Cashier,
                then: Remedy::TooHigh,
            },
        ] {
            let json = serde_json::to_string(&finding).unwrap();
            assert_eq!(serde_json::from_str::<Finding>(&json).unwrap(), finding);
        }
    }
}
