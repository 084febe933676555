//! Closing an account: it stands above accounts, orders and batches, since any of them may still need it.

mod close;
mod error;
mod store;

pub use close::{AccountClosed, close};
pub use error::ClosingError;
