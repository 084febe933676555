//! Purchases of USDT for batches, and which of them were undone.

mod new_lot;
mod store;

pub(super) use new_lot::NewLot;
pub use store::{Lot, LotReversed, find_lot, list_all_lots, list_lots, list_reversed_lots};
pub(super) use store::{insert_lot, insert_reversal, list_last_prices};
