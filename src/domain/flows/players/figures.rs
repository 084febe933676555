//! Figures about transactions (S3-37): what they come to, and how to count it. Everything here is pure; the reads are in
//! `figures_store.rs`.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;

use super::{Category, Failure, Side, TransactionState};
use crate::clock::Moment;
use crate::db::DbError;
use crate::domain::kernel::money::{Currency, Money};
use crate::ids::MemberId;

/// Transactions that were made in this time; without a limit where there is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    pub from: Option<Moment>,
    pub before: Option<Moment>,
}

/// How many, and what they come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub count: i64,
    pub total: Money,
}

impl Tally {
    pub fn none(currency: Currency) -> Tally {
        Tally {
            count: 0,
            total: Money::zero(currency),
        }
    }

    /// # Errors
    /// [`DbError::Corrupt`] for a sum that no books can hold.
    pub fn plus(self, other: Tally) -> Result<Tally, DbError> {
        let total = self.total.checked_add(other.total);
        Ok(Tally {
            count: self.count.saturating_add(other.count),
            total: total.map_err(|error| DbError::Corrupt(format!("figures: {error}")))?,
        })
    }
}

/// Transactions that are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    pub side: Side,
    pub category: Category,
    pub state: TransactionState,
    pub tally: Tally,
}

/// All transactions of a player, or of everybody, by what they are and what became of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Groups {
    pub currency: Currency,
    pub groups: Vec<Group>,
}

impl Groups {
    /// Completed ones by what they are, in the order of the specification; only those that there are.
    pub fn completed(&self) -> Vec<Group> {
        let mut completed: Vec<Group> = self.groups.clone();
        completed.retain(|group| group.state == TransactionState::Completed);
        completed.sort_by_key(|group| (group.side, group.category));
        completed
    }

    /// What the completed ones of a side and category come to.
    pub fn completed_of(&self, side: Side, category: Category) -> Tally {
        let completed = self.completed();
        let found = completed
            .iter()
            .find(|group| (group.side, group.category) == (side, category));
        found.map_or(Tally::none(self.currency), |group| group.tally)
    }

    /// Every state with its transactions, also states without any.
    ///
    /// # Errors
    /// [`DbError::Corrupt`] for a sum that no books can hold.
    pub fn by_state(&self) -> Result<Vec<(TransactionState, Tally)>, DbError> {
        let mut states = Vec::new();
        for state in TransactionState::ALL {
            let mut tally = Tally::none(self.currency);
            for group in self.groups.iter().filter(|group| group.state == *state) {
                tally = tally.plus(group.tally)?;
            }
            states.push((*state, tally));
        }
        Ok(states)
    }
}

/// Prizes for one position; `None`: none was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrizesOf {
    pub position: Option<i64>,
    pub tally: Tally,
}

/// Transactions that failed for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FailuresOf {
    pub failure: Failure,
    pub tally: Tally,
}

/// Deposits and withdrawals that have not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenRequests {
    pub pending: i64,
    pub in_process: i64,
    /// When the oldest was asked for.
    pub oldest: Option<Moment>,
}

impl OpenRequests {
    /// How long the oldest has waited, in milliseconds; `None` without any.
    pub fn oldest_age_ms(self, now: Moment) -> Option<i64> {
        self.oldest.map(|oldest| now.ms_since(oldest).max(0))
    }
}

/// The length of a slice of time in milliseconds: every time zone's days begin at the beginning of one.
pub(super) const SLICE_MS: i64 = 15 * 60_000;

/// Completed transactions of one side that were made in one slice of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SliceOf {
    /// Its number since 1970, UTC.
    pub(super) number: i64,
    pub(super) side: Side,
    pub(super) tally: Tally,
}

/// Completed transactions of one day of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayFigures {
    pub day: NaiveDate,
    pub credits: Tally,
    pub debits: Tally,
}

/// The newest `days_max` days with completed transactions, newest first. A day is the desk's, in its time zone.
///
/// # Errors
/// [`DbError::Corrupt`] for a sum that no books can hold, or a time that no calendar has.
pub fn by_day(slices: &[SliceOf], zone: Tz, currency: Currency, days_max: usize) -> Result<Vec<DayFigures>, DbError> {
    let mut days: BTreeMap<NaiveDate, DayFigures> = BTreeMap::new();
    for slice in slices {
        let ms = slice.number.saturating_mul(SLICE_MS);
        let at = DateTime::from_timestamp_millis(ms);
        let at = at.ok_or_else(|| DbError::Corrupt(format!("a transaction was made at {ms}")))?;
        let day = at.with_timezone(&zone).date_naive();
        let figures = days.entry(day).or_insert(DayFigures {
            day,
            credits: Tally::none(currency),
            debits: Tally::none(currency),
        });
        let of_side = match slice.side {
            Side::Credit => &mut figures.credits,
            Side::Debit => &mut figures.debits,
        };
        *of_side = of_side.plus(slice.tally)?;
    }
    Ok(days.into_values().rev().take(days_max).collect())
}

/// A deposit or withdrawal that a cashier ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// `took_ms`: from its last assignment, in milliseconds.
    Confirmed {
        took_ms: i64,
    },
    Rejected,
}

/// What a cashier did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CashierFigures {
    pub cashier: MemberId,
    pub confirmed: i64,
    pub rejected: i64,
    /// In hundredths of a percent.
    pub effectiveness: Option<i64>,
    /// From the assignment to the confirmation, in milliseconds; `None` when nothing was confirmed.
    pub median_ms: Option<i64>,
    pub p95_ms: Option<i64>,
}

/// What each cashier did, in the order of their ids.
pub fn by_cashier(endings: &[(MemberId, Ending)]) -> Vec<CashierFigures> {
    let mut of_each: BTreeMap<MemberId, (Vec<i64>, i64)> = BTreeMap::new();
    for (cashier, ending) in endings {
        let (took_ms, rejected) = of_each.entry(*cashier).or_default();
        match ending {
            Ending::Confirmed { took_ms: ms } => took_ms.push(*ms),
            Ending::Rejected => *rejected += 1,
        }
    }
    let figures = of_each.into_iter().map(|(cashier, (mut took_ms, rejected))| {
        took_ms.sort_unstable();
        let confirmed = i64::try_from(took_ms.len()).unwrap_or(i64::MAX);
        CashierFigures {
            cashier,
            confirmed,
            rejected,
            effectiveness: effectiveness(confirmed, rejected),
            median_ms: nearest_rank(&took_ms, 50),
            p95_ms: nearest_rank(&took_ms, 95),
        }
    });
    figures.collect()
}

/// The share of confirmed requests among those that ended, in hundredths of a percent, half of one rounded up; `None`
/// when none ended.
pub fn effectiveness(confirmed: i64, rejected: i64) -> Option<i64> {
    let (part, whole) = (i128::from(confirmed), i128::from(confirmed) + i128::from(rejected));
    let doubled = (part * 20_000 + whole).checked_div(whole * 2)?;
    i64::try_from(doubled).ok()
}

/// A percentile by nearest rank: the smallest of the values of which at least `percent` in a hundred are not larger.
/// `sorted`: ascending. `None` for no values.
pub fn nearest_rank(sorted: &[i64], percent: usize) -> Option<i64> {
    let rank = (sorted.len() * percent.min(100)).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

#[cfg(test)]
#[path = "figures_tests.rs"]
mod tests;
