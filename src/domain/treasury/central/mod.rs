//! Central balances: what the desk has at a bank apart from the accounts of its cashiers (S2-22, S2-28).
//!
//! Postings: `bank.recharged` `world −(x + c), bank:<id>:central +x, fees +c`; `bank.adjusted` the same with either sign;
//! `bank.transferred` `central −x, account (cashier's bank) +x`.

mod error;
mod move_central;
mod transfer;

pub use error::CentralError;
pub use move_central::{CentralChange, CentralMoved, CentralMovement, move_central};
pub use transfer::{CentralToAccount, CentralTransferred, transfer_to_account};
