//! Lanes: where messages queue. A lane is named by its purpose, because its Discord channel may be another one
//! tomorrow.

use serde::{Deserialize, Serialize};

use crate::coded_enum;
use crate::ids::{DiscordChannelId, MemberId};

/// One destination of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Lane {
    /// The channel that belongs to a reseller; the desk's own ([`MemberId::DESK`]) is where clients type.
    Channel(MemberId),
    /// Somebody's direct messages.
    Person(MemberId),
    /// Any channel in which somebody typed something.
    Typed(DiscordChannelId),
    /// The direct messages of the server's owner, who may not be registered.
    Owner,
    /// Every order that waits for a cashier.
    Pending,
    /// Where cashiers work.
    Cashiers,
    /// Where superusers decide.
    Requests,
    /// What needs a human.
    Alerts,
    /// Where newcomers register.
    Registration,
    /// Where earnings are asked for.
    Payouts,
    /// Who completed an achievement.
    Achievements,
    /// Not a channel: changes of the server's roles and channels that follow from the desk's books.
    Guild,
}

impl Lane {
    /// What it is stored as.
    pub fn code(self) -> String {
        match self {
            Lane::Channel(member) => format!("channel:{member}"),
            Lane::Person(member) => format!("person:{member}"),
            Lane::Typed(channel) => format!("typed:{channel}"),
            Lane::Owner => "owner".to_owned(),
            Lane::Pending => "pending".to_owned(),
            Lane::Cashiers => "cashiers".to_owned(),
            Lane::Requests => "requests".to_owned(),
            Lane::Alerts => "alerts".to_owned(),
            Lane::Registration => "registration".to_owned(),
            Lane::Payouts => "payouts".to_owned(),
            Lane::Achievements => "achievements".to_owned(),
            Lane::Guild => "guild".to_owned(),
        }
    }

    /// `None` for a lane that only a newer version of cambista knows.
    pub fn from_code(code: &str) -> Option<Lane> {
        if let Some((kind, number)) = code.split_once(':') {
            let number = number.parse().ok()?;
            return match kind {
                "channel" => Some(Lane::Channel(MemberId::new(number))),
                "person" => Some(Lane::Person(MemberId::new(number))),
                "typed" => Some(Lane::Typed(DiscordChannelId::new(number))),
                _ => None,
            };
        }
        let plain = [
            Lane::Owner,
            Lane::Pending,
            Lane::Cashiers,
            Lane::Requests,
            Lane::Alerts,
            Lane::Registration,
            Lane::Payouts,
            Lane::Achievements,
            Lane::Guild,
        ];
        plain.into_iter().find(|lane| lane.code() == code)
    }

    /// Whether only one person reads there.
    pub fn is_direct(self) -> bool {
        matches!(self, Lane::Person(_) | Lane::Owner)
    }
}

impl From<Lane> for String {
    fn from(lane: Lane) -> String {
        lane.code()
    }
}

impl TryFrom<String> for Lane {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        Lane::from_code(&code).ok_or_else(|| format!("there is no lane {code:?}"))
    }
}

coded_enum! {
    /// Why the bot cannot write in a lane.
    pub enum Closing {
        /// The channel does not exist, or no longer.
        Gone => "gone",
        /// The bot does not see it.
        NoAccess => "no_access",
        /// The bot sees it and may not write there.
        NoPermission => "no_permission",
        /// People can read it who may not read what is told there.
        Exposed => "exposed",
        /// Its person takes no direct messages.
        DirectClosed => "direct_closed",
        /// Discord refused for another reason.
        Refused => "refused",
    }
}

#[cfg(test)]
mod tests {
    use super::Lane;
    use crate::ids::{DiscordChannelId, MemberId};

    #[test]
    fn a_lane_is_read_back_from_its_code() {
        let ana = MemberId::new(7);
        for lane in [
            Lane::Channel(ana),
            Lane::Person(ana),
            Lane::Typed(DiscordChannelId::new(8)),
            Lane::Owner,
            Lane::Pending,
            Lane::Guild,
        ] {
            assert_eq!(Lane::from_code(&lane.code()), Some(lane));
        }
        assert_eq!(Lane::from_code("person:x"), None);
        assert_eq!(Lane::from_code("moon"), None);
    }
}
