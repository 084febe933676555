//! The data of a report.

use super::period::Span;
use crate::clock::Moment;
use crate::domain::books::ledger::{Movement, Turned};
use crate::domain::flows::batches::Batch;
use crate::domain::kernel::money::{Exact, Money, Rate};
use crate::domain::kernel::outbox::BatchFigures;
use crate::domain::orders::Order;
use crate::domain::people::members::Member;
use crate::domain::treasury::accounts::Account;
use crate::ids::BatchId;
use crate::reports::particulars::Particulars;

/// The data of a period, of everybody or of one person. All of one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskReport {
    pub span: Span,
    pub made_at: Moment,
    /// The person whose report it is; `None` for everybody's.
    pub whose: Option<Member>,
    /// Made or changed in the period; oldest first.
    pub orders: Vec<ReportedOrder>,
    /// Closed in the period, or open at its end.
    pub batches: Vec<ReportedBatch>,
    pub accounts: Vec<ReportedAccount>,
    pub gains: Vec<ReportedGain>,
    /// Of numbered accounts.
    pub movements: Vec<ReportedMovement>,
    /// What the desk had open at the end, by code, never zero; empty in a person's report.
    pub positions: Vec<Money>,
    pub totals: Vec<Total>,
    /// There are more orders, batches or movements than a report holds.
    pub is_cut: bool,
}

/// An order, with who takes part in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedOrder {
    pub order: Order,
    pub particulars: Particulars,
    pub owner: String,
    pub creator: String,
    pub cashier: Option<String>,
    /// What completing it moved in the cashier's account; above zero for money that came in. `None` unless it was completed
    /// in the period and still is.
    pub moved: Option<Money>,
    pub paid_at: Option<Moment>,
    /// From its assignment to its completion, without the time in which the desk was down, in milliseconds.
    pub took_ms: Option<i64>,
}

impl ReportedOrder {
    /// What left the cashier's account.
    pub fn paid_out(&self) -> Option<Money> {
        let moved = self.moved.filter(|moved| moved.is_negative())?;
        moved.checked_neg().ok()
    }

    /// What came into the cashier's account.
    pub fn came_in(&self) -> Option<Money> {
        self.moved.filter(|moved| moved.is_positive())
    }
}

/// A batch with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedBatch {
    pub batch: Batch,
    pub reseller: String,
    pub figures: BatchFigures,
    /// Received currency per USDT, over all its purchases.
    pub price: Option<Rate>,
}

impl ReportedBatch {
    /// The price of USDT at which the batch makes neither gain nor loss: what was received per dollar sent.
    pub fn break_even(&self) -> Option<Exact> {
        let received = self.figures.received.to_exact();
        received
            .over(&self.figures.sent_usd)
            .filter(|_| self.figures.sent_usd.is_positive())
    }
}

/// A numbered account with what moved in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedAccount {
    pub account: Account,
    pub owner: String,
    pub turned: Turned,
}

/// A movement of somebody's earnings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedGain {
    pub member: String,
    pub batch: Option<BatchId>,
    pub what: GainKind,
    pub movement: Movement,
}

/// Why somebody's earnings moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GainKind {
    /// A share of a closed batch, or one that was taken back.
    Share,
    /// A payout, or one that was undone.
    Payout,
    /// Settled with a debt.
    Debt,
}

impl GainKind {
    pub(super) fn of(movement: &Movement) -> GainKind {
        match movement.kind.as_str() {
            "payout.paid" | "payout.undone" => GainKind::Payout,
            "debt.owed" | "debt.settled" => GainKind::Debt,
            _ => GainKind::Share,
        }
    }
}

/// A movement of a numbered account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedMovement {
    /// As its owner writes it.
    pub account: String,
    pub owner: String,
    /// `None` for the desk itself.
    pub actor: Option<String>,
    pub movement: Movement,
}

/// A total in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    pub of: TotalOf,
    /// The sum of the report's rows.
    pub rows: Money,
    /// The same from the entries and balances of the books.
    pub books: Money,
}

impl Total {
    pub fn agrees(&self) -> bool {
        self.rows == self.books
    }
}

/// What is summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TotalOf {
    /// What left cashiers' accounts for completed orders. Books: the entries of their completions in those accounts.
    PaidOut,
    /// What came into cashiers' accounts for completed orders. Books: the same.
    CameIn,
    /// What closed batches had sent. Books: the entries of their closings.
    BatchesSent,
    /// Shares of gains, less those that were taken back. Books: what left the account of gains; of a person, all that moved in
    /// their earnings but payouts and debts.
    Shared,
    /// Everything that moved in earnings: shares, payouts, debts. Books: closing less opening balances.
    Earnings,
    /// Everything that moved in numbered accounts. Books: closing less opening balances.
    Moved,
}
