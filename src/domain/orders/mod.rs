//! Orders: everything a cashier carries out, with one life cycle (DESIGN: pending → assigned → processing → completed).
//!
//! ```text
//! pending ─► assigned ─► processing ─► completed ─► reversed
//!    │           │            ├──────► returned
//!    ├───────────┴────────────┼──────► rejected   (cashier, with reason)
//!    └─ cancelled (by its reseller, only before processing)
//! ```
//!
//! Every change is one conditional update and one row of `order_backlog`. An order that was never completed never
//! touched the books. What completing posts is the workflow's affair (`batches`), not this module's.

mod assign;
mod beneficiary;
mod cancel;
mod carrier;
mod claim;
mod clients;
mod error;
mod listing;
mod proofs;
mod queue;
mod reject;
mod show_again;
mod state;
mod store;

pub(crate) use assign::hold_assignments;
pub use assign::{Assignment, Candidate, choose, list_candidates, most_free, sum_promised};
pub(crate) use assign::{list_open_paid_from, list_paused};
pub(crate) use beneficiary::{Alike, checked_beneficiary, find_alike};
pub use beneficiary::{BeneficiaryAdded, BeneficiaryMistake, add_beneficiary};
pub use cancel::cancel;
pub(crate) use carrier::require_carrier;
pub use claim::{Claim, OrderClaimed, claim};
pub use clients::{ClientTotal, ClientVolume, list_volumes_of, totals_of_clients};
pub use error::OrderError;
pub use listing::{Ended, Listing, Sum, Which, Whose, count_listed, count_newer, list_ends_in_batch, list_listed};
pub use proofs::{
    NewProof, Proof, ProofAttached, REFERENCE_DIGITS_MIN, attach_proof, find_receipt, list_proofs, list_shown_proofs,
};
pub(crate) use proofs::{find_capture_use, has_proof, insert_receipt};
pub use queue::{
    Given, HandOver, HandedOver, MoveReason, Reassigned, Relieved, ShiftChanged, Unbacked, change_shift, count_open,
    find_unbacked, find_unbacked_after, give_waiting, hand_on_unbacked, hand_over, list_open, reassign_open_of,
    reassign_overdue, relieve, remind, say_paid_before, tell_waiting_float,
};
pub(crate) use queue::{tell_float_missing, tell_float_settled};
pub use reject::reject;
pub use show_again::show_again;
pub use state::OrderState;
pub use store::{
    BacklogRow, PaidTotal, find_order, list_backlog, list_open_in_batch, list_open_of, list_orders_of_batch,
    totals_of_batch,
};
pub(crate) use store::{
    Change, NewOrder, change_state, get_order_for_update, insert_order, link_journal, link_reversal, require_owner,
};

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::db::DbError;
use crate::domain::kernel::money::{Money, MoneyError, Rate};
use crate::ids::{AccountId, BatchId, DiscordChannelId, DiscordMessageId, JournalId, MemberId, OrderId};

/// A payment to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    pub batch: Option<BatchId>,
    pub reseller: MemberId,
    /// Who typed it: the reseller, or a cashier on their behalf (Q-10).
    pub creator: MemberId,
    /// Who has it. Always exactly one, or nobody yet.
    pub cashier: Option<MemberId>,
    /// What it is paid from.
    pub account: Option<AccountId>,
    pub state: OrderState,
    /// What the reseller's customer paid.
    pub received: Money,
    pub rate: Rate,
    /// What the beneficiary gets: `received × rate`.
    pub amount: Money,
    /// What the bank takes on top.
    pub fee: Money,
    /// Units of the sent currency per dollar when the order was made (Q-5).
    pub usd_value: Rate,
    pub beneficiary: Option<String>,
    pub journal: Option<JournalId>,
    pub source_channel: DiscordChannelId,
    pub source_message: Option<DiscordMessageId>,
    pub created_at: Moment,
    pub assigned_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    pub reason: Option<String>,
    /// How often admins and cashiers were told that nobody can pay it, while it waits for one who can.
    pub float_told: i64,
}

impl Order {
    /// What leaves the cashier's account: amount and fee.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`], which the order's making has ruled out.
    pub fn total(&self) -> Result<Money, MoneyError> {
        self.amount.checked_add(self.fee)
    }

    /// Whether a client of the desk typed it, and not a reseller.
    pub fn is_of_client(&self) -> bool {
        self.reseller == MemberId::DESK
    }

    /// Whether it waits because no cashier has the float for it.
    pub fn is_short_of_float(&self) -> bool {
        self.state == OrderState::Pending && 0 < self.float_told
    }

    /// Notices about it are told in order with those of its batch.
    pub fn outbox_subject(&self) -> String {
        match self.batch {
            Some(batch) => format!("batch:{batch}"),
            None => format!("order:{}", self.id),
        }
    }
}

/// An order that ended without being paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderEnded {
    pub order: OrderId,
    pub state: OrderState,
}

/// [`Order::total`] of an order of the books.
///
/// # Errors
/// [`DbError::Corrupt`] when it is no amount, which the order's making has ruled out.
pub fn total_of(order: &Order) -> Result<Money, DbError> {
    let corrupt = |error: MoneyError| DbError::Corrupt(format!("order {}: {error}", order.id));
    order.total().map_err(corrupt)
}
