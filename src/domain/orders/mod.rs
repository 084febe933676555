//! Orders: everything that cashiers carry out, of every kind, with one life cycle.
//!
//! ```text
//! pending ─► assigned ─► processing ─► completed ─► reversed  (a superuser undid it)
//!    │           │            ├──────►     └──────► returned  (the bank paid it back)
//!    ├───────────┴────────────┼──────► rejected   (cashier, with reason)
//!    └─ cancelled (by its owner, only before processing)
//! ```
//!
//! A kind ([`OrderKind`]) uses a part of it and says who may do what. Every change is one conditional update and one
//! row in `order_backlog`. [`Escrow`] is what an order keeps of its owner's money; apart from that, an order posts
//! nothing before it is completed. What completing posts is up to the kind, not to this module.

mod assign;
mod assign_store;
mod beneficiary;
mod beneficiary_store;
mod cancel;
mod carrier;
mod claim;
mod completion;
mod error;
mod escrow;
mod give_back;
mod kind;
mod listing;
mod listing_store;
mod order;
mod payment_marks;
mod payment_marks_store;
mod period;
mod period_store;
mod plain_marks;
mod proofs;
mod proofs_store;
mod queue;
mod reject;
mod routing;
mod show_again;
mod state;
mod step;
mod stop;
mod store;
mod undo;

pub use assign::{Assignment, Candidate, choose, list_candidates, most_free, sum_promised};
pub(crate) use assign::{hold_assignments, list_open_paid_from, list_paused};
pub(crate) use beneficiary::checked_beneficiary;
pub use beneficiary::{BeneficiaryAdded, add_beneficiary, is_same_beneficiary};
pub use cancel::cancel;
pub(crate) use carrier::{get_order_to_return, require_carrier};
pub use claim::{Claim, OrderClaimed, claim};
pub(crate) use completion::complete_within;
pub use completion::{Completion, OrderCompleted, OrderConfirmed, complete, confirm};
pub use error::{BeneficiaryMistake, CompleteError, OrderError, ReturnError};
pub use escrow::{hold_escrow, take_escrow};
pub(crate) use give_back::give_back_within;
pub use give_back::{OrderReturned, give_back};
pub(crate) use kind::refuse_own;
pub use kind::{CashierAccount, Completing, Kind, Move, ORDER_KINDS, OrderKind, ProofRule, Rules, Who, may};
pub use listing::{Listing, Which, Whose, count_newer, list_listed};
pub(crate) use listing::{bound_to_listing, condition_of_listing};
pub use order::{Escrow, Order};
pub(crate) use payment_marks::{
    PaymentMarks, bank_mark, find_refusal_that_counts, find_used_twice, insert_marks, insert_refusal, may_be_same_bank,
};
pub use period::{ChangedIn, list_changed_in};
pub use plain_marks::write_plain_marks;
pub use proofs::list_capture_names;
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
pub use routing::{Others, Routing};
pub use show_again::show_again;
pub use state::OrderState;
pub use step::Step;
pub use store::{BacklogRow, NewOrder, find_order, insert_order, list_backlog, list_open_of};
pub(crate) use store::{
    Change, OrderRow, change_state, get_order_for_update, link_journal, orders_of, require_owner, select_orders,
};
pub use undo::Reopened;
pub(crate) use undo::{Undoing, UndoneAs, undo};

use serde::{Deserialize, Serialize};

use crate::domain::kernel::money::Money;
use crate::ids::OrderId;

/// An order that ended without being paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderEnded {
    pub order: OrderId,
    pub state: OrderState,
    /// What went back to the account of whoever it is for.
    #[serde(default)]
    pub given_back: Option<Money>,
}
