//! Prices, banks, numbered accounts, and what the desk has at banks.

pub mod accounts;
pub mod banks;
pub mod central;
pub mod rates;
