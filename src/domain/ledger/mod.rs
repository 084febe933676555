//! The books: signed entries in a double-entry journal, and the only code that writes money.
//!
//! Invariants, each kept by code here and proved again by [`audit`]:
//! - per currency the entries of a journal row sum to zero;
//! - every entry stores previous balance, amount and current balance, and `previous + amount = current` along an account;
//! - no account goes below its floor: `balance − held` is what can be spent;
//! - a hold ends once, settled or released; a journal row is reversed once;
//! - every journal row is sealed into a SHA-256 chain ([`chain`]) and never changes again (triggers on both engines).
//!
//! The chart of accounts is [`AccountKey`]; every posting of the desk stands in docs/BOOKS.md.

pub mod audit;
pub mod chain;
mod chart;
mod error;
mod hold;
mod post;
mod reverse;
mod seal;
mod store;
mod unit;

pub use chart::AccountKey;
pub use error::LedgerError;
pub use hold::{hold, release, settle};
pub use post::{Line, Posting, post};
pub use reverse::{Reversal, reverse};
pub use seal::{find_head, seal_pending};
pub use store::{find_balance, list_balances};

use crate::domain::money::Money;

/// What stands in an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// All that was posted.
    pub balance: Money,
    /// The part of it that is promised by open holds.
    pub held: Money,
}

impl Balance {
    /// What can be spent: `balance − held`.
    pub fn available(self) -> Money {
        Money::from_minor(
            self.balance.minor().saturating_sub(self.held.minor()),
            self.balance.currency(),
        )
    }
}
