//! Prices and numbered accounts.

pub mod accounts;
pub mod rates;
