//! The books: the double-entry ledger, its chain, and whether these books are older than what people were told.

pub mod ledger;
pub mod older;
