//! What the books moved in a period, read for reports: entries, and the turnover of many accounts at once.

pub use super::period_store::{list_entries_of, list_moved_in, list_turned};

use super::{AccountKey, Period};
use crate::domain::kernel::money::Money;
use crate::ids::MemberId;

/// Whose entries are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MovedIn {
    /// All numbered accounts, or those of one member.
    Numbered(Option<MemberId>),
    /// The earnings of everybody, or of one member.
    Earnings(Option<MemberId>),
}

/// An account with its turnover in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    pub key: AccountKey,
    /// Its balance when the period began.
    pub opening: Money,
    /// The sum of its entries above zero, and below.
    pub came: Money,
    pub went: Money,
    /// Its balance when the period ended.
    pub closing: Money,
}

impl Period {
    /// Whether a moment is in it.
    pub fn contains(self, at: crate::clock::Moment) -> bool {
        self.from <= at && at < self.until
    }
}
