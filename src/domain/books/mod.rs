//! The books: the double-entry ledger, its chain, the closes of its days, and whether these books are older than what people
//! were told.

pub mod closes;
pub mod ledger;
pub mod older;
