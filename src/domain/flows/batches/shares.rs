//! The shares of closed batches.

pub(super) use super::shares_store::insert_shares;
pub use super::shares_store::{EarnedShare, PaidShare, list_shares, list_shares_of, sum_commissions};
