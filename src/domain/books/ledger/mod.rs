//! The books: signed entries in a double-entry journal, and the only code that writes money.
//!
//! Invariants, each kept by code here and proved again by [`audit`]:
//! - per currency the entries of a journal row sum to zero;
//! - every entry stores previous balance, amount and current balance, and `previous + amount = current` along an account;
//! - no account goes below its floor: `balance − held` is what can be spent. The floor is zero, an overdraft that somebody
//!   allowed, or points that a reversal left owed; earnings that are owed stand in a debt account;
//! - a hold ends once, settled or released; a journal row is reversed once;
//! - every journal row is sealed into a SHA-256 chain ([`chain`]) and never changes again (triggers on both engines).
//!
//! The chart of accounts is [`AccountKey`]; docs/BOOKS.md lists every posting of the desk.

pub mod audit;
pub mod chain;
mod chart;
mod debt;
mod error;
mod floor;
mod hold;
mod movements;
mod movements_store;
mod period;
mod period_store;
mod post;
mod posted;
mod posted_store;
mod ranking;
mod ranking_store;
mod release_all;
mod release_all_store;
mod reverse;
mod seal;
mod seal_store;
mod store;
mod turnover;
mod turnover_store;
mod unit;

pub use chart::AccountKey;
pub use debt::settle_debt;
pub use error::LedgerError;
pub use floor::{FloorChange, keep_paid, set_floor};
pub use hold::{hold, release, settle};
pub use movements::{Movement, find_newest_entry, list_moved_by, list_moved_with_mirror, list_movements};
pub use period::{MovedIn, Turned, list_entries_of, list_moved_in, list_turned};
pub use post::{Line, Posting, post, post_all};
pub use posted::{Posted, find_balances_around, find_posted, find_settling};
pub use ranking::{CoinHolder, list_coin_holders};
pub use release_all::release_all;
pub use reverse::{Reversal, reverse};
pub use seal::{find_first_posted, find_head, find_head_over, seal_pending};
pub use store::{find_balance, find_balance_for_update, list_balances};
pub use turnover::{Period, Turnover, Walk, list_turnovers, sum_of_kinds};

use crate::domain::kernel::money::Money;

/// The balance of an account, and what of it can be spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// The sum of all that was posted.
    pub balance: Money,
    /// The part of it that open holds set aside.
    pub held: Money,
    /// The lowest that `balance − held` may be: zero, or what an overdraft allows. The desk's own accounts have none,
    /// and show zero here.
    pub floor: Money,
}

impl Balance {
    /// What can be spent: `balance − held − floor`.
    pub fn available(self) -> Money {
        let (held, floor) = (self.held.minor(), self.floor.minor());
        let minor = self.balance.minor().saturating_sub(held).saturating_sub(floor);
        Money::from_minor(minor, self.balance.currency())
    }

    /// What the owner owes: how far the balance is below zero; zero when it is not.
    pub fn owed(self) -> Money {
        let minor = self.balance.minor().min(0).saturating_neg();
        Money::from_minor(minor, self.balance.currency())
    }
}
