//! Events of apps: coins that move together, or not at all.
//!
//! `open → closed | expired`, once; a second attempt finds the state of the first. A transaction has no state of its
//! own: it is pending, final or refunded when its event is open, closed or expired.

mod close;
mod end;
mod error;
mod expire;
mod open;
mod ping;
mod show;
mod standing;
mod store;
mod transact;

pub use close::{EventClosed, close_event};
pub use error::EventError;
pub use expire::{Expiry, expire_due};
pub use open::{EventOpened, open_event};
pub use ping::{EventPinged, ping_event};
pub use show::{show_event, show_transaction};
pub use standing::{alive_until, worked_deadline};
pub use store::{
    EventTotals, MemberFunds, count_open, find_event, find_funds, find_pending_of, list_transactions_of, total_event,
};
pub use transact::{Transact, TransactionMade, transact};

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::coded_enum;
use crate::domain::kernel::money::Money;
use crate::ids::{AppEventId, AppId, AppTransactionId, DiscordUserId, JournalId};

/// How long an event lives after its creation or its last ping, in milliseconds of worked time (S1-10, Q-15). Exactly
/// this long is not over yet.
pub const EVENT_LIVES_MS: i64 = 60_000;
/// The most open events of one app: more than a game plays at once, and few enough that all of them are expired within a sweep.
pub const EVENTS_OPEN_MAX: i64 = 1_000;
/// The most transactions of one event: they are all finalised in one commit, which must not keep others waiting.
pub const TRANSACTIONS_MAX: i64 = 1_000;
/// The most coins of one transaction: few enough that no sum of an event overflows.
pub const AMOUNT_MAX: i64 = 1_000_000_000_000;
/// The longest description of a transaction, in characters.
pub const DESCRIPTION_MAX_CHARS: usize = 500;

coded_enum! {
    /// The state of an event.
    pub enum EventState {
        Open => "open",
        /// Everything in it is final.
        Closed => "closed",
        /// It went too long without a ping: its holds were released and nothing was posted.
        Expired => "expired",
    }
}

coded_enum! {
    /// Which way coins move.
    pub enum TransactionKind {
        /// The person gets coins.
        Credit => "credit",
        /// The person pays coins.
        Debit => "debit",
    }
}

/// A stored event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub id: AppEventId,
    pub app: AppId,
    pub state: EventState,
    pub created_at: Moment,
    /// The creation, or the last ping.
    pub pinged_at: Moment,
    pub ended_at: Option<Moment>,
    /// How many transactions it has.
    pub transactions: i64,
    /// The journal row that the close posted.
    pub journal: Option<JournalId>,
}

/// One movement in an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction {
    pub id: AppTransactionId,
    pub app: AppId,
    pub event: AppEventId,
    pub user: DiscordUserId,
    pub kind: TransactionKind,
    pub amount: Money,
    pub description: String,
    pub created_at: Moment,
    /// The state of its event when it was read.
    pub state: EventState,
}
