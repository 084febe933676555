//! A batch, its states and events.

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
    /// In which role somebody gets a share of a gain.
    pub enum Part {
        Reseller => "reseller",
        Cashier => "cashier",
        /// A reseller who brought clients to the desk, for the gain of their orders.
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
        /// A purchase was undone.
        LotReversed => "lot_reversed",
        /// USDT were bought for all of it.
        Closed => "closed",
        /// Closed without a completed order in it.
        EndedEmpty => "ended_empty",
        /// Closed by a superuser although USDT were not bought for all of it.
        ClosedUnbought => "closed_unbought",
        /// A superuser undid the closing and its purchases.
        Reopened => "reopened",
    }
}

/// A batch of a reseller, or of the desk ([`Batch::is_of_desk`]).
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
    /// In USD; negative is a loss. Set when the batch closes.
    pub gain: Option<Money>,
    /// The reseller's percentage at the closing; in a batch of the desk, the desk's.
    pub cut: Option<Percent>,
    /// How many times it was reopened.
    pub reopened: i64,
    /// It was reopened while its channel has a newer open batch: transfers enter that one, and this one is named by its
    /// number.
    pub is_apart: bool,
    /// The journal row that closed it. `None` while it is open, and when its closing posted nothing.
    pub closing: Option<JournalId>,
}

impl Batch {
    /// Whether it is one of the desk's own batches, which the transfers of clients enter.
    pub fn is_of_desk(&self) -> bool {
        self.reseller == MemberId::DESK
    }

    pub fn received_key(&self) -> AccountKey {
        AccountKey::BatchReceived(self.id, self.corridor.receive)
    }

    pub fn sent_key(&self) -> AccountKey {
        AccountKey::BatchSent(self.id, self.corridor.send)
    }

    /// The outbox subject under which its notices are told in order.
    pub fn outbox_subject(&self) -> String {
        format!("batch:{}", self.id)
    }
}
