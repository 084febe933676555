//! The shares of closed batches.

mod store;

pub(super) use store::insert_shares;
pub use store::{EarnedShare, PaidShare, list_shares, list_shares_of, sum_commissions};
