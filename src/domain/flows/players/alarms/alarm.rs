//! What an alarm is about, and its figures.

use serde::{Deserialize, Serialize};

use crate::coded_enum;
use crate::ids::{MemberId, OrderId};

coded_enum! {
    /// What is wrong.
    pub enum AlarmKind {
        /// A deposit or withdrawal waits too long.
        Pending => "pending",
        /// Many transactions of a player fail.
        Failures => "failures",
        /// A cashier rejects much.
        Rejections => "rejections",
    }
}

coded_enum! {
    /// A change of an alarm.
    pub enum AlarmEvent {
        Began => "began",
        Ended => "ended",
    }
}

/// What an alarm is about. Each has at most one open alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlarmSubject {
    /// A deposit or withdrawal.
    Request(OrderId),
    Player(MemberId),
    Cashier(MemberId),
}

impl AlarmSubject {
    pub const fn kind(self) -> AlarmKind {
        match self {
            AlarmSubject::Request(_) => AlarmKind::Pending,
            AlarmSubject::Player(_) => AlarmKind::Failures,
            AlarmSubject::Cashier(_) => AlarmKind::Rejections,
        }
    }

    /// The id under which it is stored.
    pub(super) const fn id(self) -> i64 {
        match self {
            AlarmSubject::Request(order) => order.get(),
            AlarmSubject::Player(member) | AlarmSubject::Cashier(member) => member.get(),
        }
    }

    pub(super) const fn read(kind: AlarmKind, id: i64) -> AlarmSubject {
        match kind {
            AlarmKind::Pending => AlarmSubject::Request(OrderId::new(id)),
            AlarmKind::Failures => AlarmSubject::Player(MemberId::new(id)),
            AlarmKind::Rejections => AlarmSubject::Cashier(MemberId::new(id)),
        }
    }

    /// The order, for whoever must look it up.
    pub(super) const fn order(self) -> Option<OrderId> {
        match self {
            AlarmSubject::Request(order) => Some(order),
            AlarmSubject::Player(_) | AlarmSubject::Cashier(_) => None,
        }
    }
}

/// The figures of the moment in which an alarm began or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum AlarmFacts {
    /// How long the request has waited, in milliseconds in which the desk was up.
    Waited { worked_ms: i64 },
    /// How many transactions failed in the last so many milliseconds.
    Failed { failed: i64, within_ms: i64 },
    /// How many of the requests that the cashier ended in the last so many milliseconds were rejected.
    Rejected { rejected: i64, ended: i64, within_ms: i64 },
    /// Nothing is left of it.
    Gone,
}

/// Something that is wrong, or was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alarm {
    pub subject: AlarmSubject,
    pub facts: AlarmFacts,
}

/// An alarm that began or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotedAlarm {
    pub alarm: Alarm,
    pub event: AlarmEvent,
}

#[cfg(test)]
mod tests {
    use super::{AlarmFacts, AlarmSubject};
    use crate::ids::{MemberId, OrderId};

    #[test]
    fn a_subject_is_read_back_as_it_was_stored() {
        for subject in [
            AlarmSubject::Request(OrderId::new(7)),
            AlarmSubject::Player(MemberId::new(7)),
            AlarmSubject::Cashier(MemberId::new(7)),
        ] {
            assert_eq!(AlarmSubject::read(subject.kind(), subject.id()), subject);
        }
    }

    #[test]
    fn figures_survive_their_json() {
        let rejected = AlarmFacts::Rejected {
            rejected: 4,
            ended: 6,
            within_ms: 1,
        };
        for facts in [AlarmFacts::Waited { worked_ms: 1 }, rejected, AlarmFacts::Gone] {
            let json = serde_json::to_string(&facts).unwrap();
            assert_eq!(serde_json::from_str::<AlarmFacts>(&json).unwrap(), facts);
        }
    }
}
