//! What a close tells, as it is stored. A field that is added later needs `#[serde(default)]`: older closes lack it.

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::coded_enum;
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::BatchFigures;
use crate::ids::{AccountId, BatchId, SealSeq};

/// The figures of a period: what moved in it, and what was open when they were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseFigures {
    /// Orders made or changed in the period, and those of them that were paid in it.
    pub orders: i64,
    pub paid: i64,
    /// The totals of the report of the same period.
    pub totals: Vec<FigureOf>,
    pub cashiers: Vec<CashierFigures>,
    /// Oldest first.
    pub open_batches: Vec<OpenBatch>,
    pub gains: Vec<BatchGain>,
    pub waiting: Waiting,
    /// The head of the close before it.
    pub before: Option<HeadBefore>,
    /// The report had more rows than it holds.
    pub is_cut: bool,
}

coded_enum! {
    /// What a total sums; as in the report.
    pub enum Summed {
        PaidOut => "paid_out",
        CameIn => "came_in",
        BatchesSent => "batches_sent",
        Shared => "shared",
        Earnings => "earnings",
        Moved => "moved",
    }
}

/// A total in one currency, from rows and from the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureOf {
    pub of: Summed,
    pub rows: Money,
    pub books: Money,
}

impl FigureOf {
    pub fn agrees(&self) -> bool {
        self.rows == self.books
    }
}

/// A cashier with their accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashierFigures {
    pub name: String,
    pub accounts: Vec<AccountFigures>,
}

/// An account of a cashier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountFigures {
    pub account: AccountId,
    pub bank: Option<String>,
    /// Orders that were paid from it, or into it, in the period.
    pub orders: i64,
    pub paid_out: Money,
    pub came_in: Money,
    /// What the books said was in it when the period ended; of a period that has not ended, now.
    pub books: Money,
    /// Open orders that are to be paid from it, or into it, and what those from it need.
    pub waiting: i64,
    pub waits: Money,
}

/// An open batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenBatch {
    pub batch: BatchId,
    /// `None` for a batch of the desk.
    pub reseller: Option<String>,
    pub corridor: Corridor,
    pub opened_at: Moment,
    pub figures: BatchFigures,
}

/// What the gain of a batch did in the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchGain {
    pub batch: BatchId,
    /// `None` for a batch of the desk.
    pub reseller: Option<String>,
    /// In USD; `None` unless it closed in the period. Negative is a loss.
    pub gain: Option<Money>,
    /// What people's earnings got of it in the period, less what was taken back.
    pub shared: Money,
}

/// What waited for somebody when the figures were read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Orders that no cashier has.
    pub unassigned: Numbers,
    /// Orders of a cashier without a capture, and with one.
    pub assigned: Numbers,
    pub with_capture: Numbers,
    /// Requests that nobody decided.
    pub requests: Numbers,
    /// Alarms about players' transactions that last.
    pub alarms: i64,
    /// Places of the server in which something is wrong.
    pub findings: i64,
    /// Messages that Discord refuses.
    pub set_aside: i64,
}

impl Waiting {
    pub fn is_nothing(&self) -> bool {
        *self == Waiting::default()
    }
}

/// How many there are, and the numbers of the oldest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    pub count: i64,
    /// When the oldest was made.
    pub oldest: Option<Moment>,
    /// At most [`Numbers::FIRST_MAX`].
    pub first: Vec<i64>,
}

impl Numbers {
    /// How many numbers are named.
    pub const FIRST_MAX: usize = 12;

    /// Adds one; the oldest must come first.
    pub fn add(&mut self, number: i64, made_at: Moment) {
        self.count += 1;
        self.oldest.get_or_insert(made_at);
        if self.first.len() < Numbers::FIRST_MAX {
            self.first.push(number);
        }
    }
}

/// The head that an earlier close was made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadBefore {
    pub seq: SealSeq,
    /// Whether it was still part of the chain.
    pub is_there: bool,
}

#[cfg(test)]
mod tests {
    use super::Numbers;
    use crate::clock::Moment;

    #[test]
    fn all_are_counted_and_the_oldest_are_named() {
        let mut numbers = Numbers::default();
        for number in 1..=20 {
            numbers.add(number, Moment::from_ms(number));
        }
        assert_eq!((numbers.count, numbers.oldest), (20, Some(Moment::from_ms(1))));
        assert_eq!(numbers.first, (1..=12).collect::<Vec<i64>>());
    }
}
