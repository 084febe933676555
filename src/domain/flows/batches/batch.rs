//! A batch, and what may happen to it.

use crate::clock::Moment;
use crate::coded_enum;
use crate::domain::books::ledger::AccountKey;
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::{Money, Percent};
use crate::ids::{AccountId, BatchId, ChannelId, JournalId, MemberId};

coded_enum! {
    /// Whether a batch still takes transfers.
    pub enum BatchState {
        Open => "open",
        Closed => "closed",
    }
}

coded_enum! {
    /// As what somebody gets a share of a gain.
    pub enum Part {
        Reseller => "reseller",
        Cashier => "cashier",
        /// For the gain of clients they brought.
        Referrer => "referrer",
    }
}

coded_enum! {
    /// What happened to a batch.
    pub enum BatchEvent {
        Opened => "opened",
        OrderCompleted => "order_completed",
        OrderReversed => "order_reversed",
        /// The bank paid an order back.
        OrderReturned => "order_returned",
        /// A purchase no longer counts.
        LotReversed => "lot_reversed",
        /// All was bought for.
        Closed => "closed",
        /// Closed by hand, with nothing paid in it.
        EndedEmpty => "ended_empty",
        /// Closed by a superuser although USDT were not bought for all of it.
        ClosedUnbought => "closed_unbought",
        /// A superuser took the closing back, and its purchases with it.
        Reopened => "reopened",
    }
}

/// A reseller's batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    pub id: BatchId,
    pub channel: ChannelId,
    pub reseller: MemberId,
    pub corridor: Corridor,
    /// The reseller's account that the received money passes through.
    pub account: AccountId,
    pub state: BatchState,
    pub opened_at: Moment,
    pub closed_at: Option<Moment>,
    /// In USD; negative is a loss. Set at the close.
    pub gain: Option<Money>,
    /// The reseller's share at the close.
    pub cut: Option<Percent>,
    /// How often its closing was taken back.
    pub reopened: i64,
    /// Opened again beside another open batch of its channel: transfers enter that one, and this one is closed by its number.
    pub is_apart: bool,
    /// The row that closed it; none while it is open, and of a closing that posted nothing.
    pub closing: Option<JournalId>,
}

impl Batch {
    /// Whether it is one of the desk's own, which its clients' transfers enter.
    pub fn is_of_desk(&self) -> bool {
        self.reseller == MemberId::DESK
    }

    pub fn received_key(&self) -> AccountKey {
        AccountKey::BatchReceived(self.id, self.corridor.receive)
    }

    pub fn sent_key(&self) -> AccountKey {
        AccountKey::BatchSent(self.id, self.corridor.send)
    }

    /// Notices about it are told in order.
    pub fn outbox_subject(&self) -> String {
        format!("batch:{}", self.id)
    }
}
