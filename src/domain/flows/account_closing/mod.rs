//! Closing an account. It is a flow, and not a part of the accounts, because it must look at orders and batches that
//! may still need the account.

mod close;
mod error;
mod store;

pub use close::{AccountClosed, close};
pub use error::ClosingError;
