//! Turnover: what came into an account and what went out to another one, per period, by following the account's
//! entries.

pub use super::turnover_store::{list_turnovers, sum_of_kinds};

use super::AccountKey;
use crate::clock::Moment;
use crate::domain::kernel::money::Money;

/// Which account's entries are summed, and how the other accounts of their journal rows classify them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walk {
    pub account: AccountKey,
    /// What moves to this account counts as gone out.
    pub out: AccountKey,
    /// What moves between the account and this one is not counted.
    pub aside: AccountKey,
}

/// From a moment (included) until another one (not included).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: Moment,
    pub until: Moment,
}

impl Period {
    pub const ALWAYS: Period = Period {
        from: Moment::from_ms(0),
        until: Moment::from_ms(i64::MAX),
    };
}

/// What moved in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turnover {
    /// What came in, less what was taken back; negative where more was taken back than came.
    pub came: Money,
    /// What went out to the other account.
    pub went: Money,
}
