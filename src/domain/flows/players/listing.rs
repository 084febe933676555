//! Lists of transactions: what the API filters them by.

pub use super::listing_store::{count_transactions, find_transaction_of_order, list_transactions};

use super::{Category, Side, TransactionState};
use crate::clock::Moment;
use crate::ids::{MemberId, PlayerTransactionId};

/// Which transactions. Every field that is `None` lets all through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Listing {
    pub member: Option<MemberId>,
    pub side: Option<Side>,
    pub category: Option<Category>,
    pub state: Option<TransactionState>,
    /// The cashier who has it, or had it last.
    pub cashier: Option<MemberId>,
    /// Made at this moment or later.
    pub from: Option<Moment>,
    /// Made before this moment.
    pub before: Option<Moment>,
    /// Only those that a cashier must carry out and nobody has ended.
    pub open_only: bool,
}

/// A part of a list, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// Beginning below this one.
    pub below: Option<PlayerTransactionId>,
    pub skip: i64,
    pub rows_max: i64,
}
