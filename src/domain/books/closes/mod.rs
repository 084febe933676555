//! Closes: the record of a day or a month of the desk that has ended (*cierre*).
//!
//! Invariants: a close is written once for each day and each month (a unique constraint) and never changes; it keeps the
//! figures that were told and the head of the chain with which they were read. It posts nothing: later postings may change
//! what a report of the same period shows, and then the close still says what was known when it was made.

mod begin;
mod chain;
mod due;
mod figures;
mod record;
mod store;

pub use begin::{continued, open_day};
pub use chain::{find_cut_off, is_in_chain};
pub use due::{Due, list_due};
pub use figures::{
    AccountFigures, BatchGain, CashierFigures, CloseFigures, FigureOf, HeadBefore, Numbers, OpenBatch, Summed, Waiting,
};
pub use record::{NewClose, record};
pub use store::{find_close, find_close_of, find_newest_close};

use chrono::NaiveDate;

use crate::clock::Moment;
use crate::coded_enum;
use crate::domain::books::ledger::Period;
use crate::domain::kernel::days::DeskDays;
use crate::ids::{CloseId, SealSeq};

coded_enum! {
    /// What is closed.
    pub enum CloseLength {
        Day => "dia",
        Month => "mes",
    }
}

/// A day or a month that was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Close {
    pub id: CloseId,
    pub length: CloseLength,
    pub first_day: NaiveDate,
    pub period: Period,
    /// How days were counted then.
    pub days: DeskDays,
    pub made_at: Moment,
    pub head: ChainHead,
    pub figures: CloseFigures,
}

/// The last seal of the chain at some moment; its hash is the whole past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainHead {
    pub seq: SealSeq,
    /// In lower-case hexadecimal.
    pub hash: String,
}

impl ChainHead {
    pub fn of(seq: SealSeq, hash: &[u8]) -> ChainHead {
        ChainHead {
            seq,
            hash: hex::encode(hash),
        }
    }
}

/// How long after the end of its period a close still counts as made in time, in milliseconds. The desk makes it about a
/// minute after.
const LATE_AFTER_MS: i64 = 15 * 60_000;

impl Close {
    /// Whether it was made long after the end of its period: the desk was down then, or could not save.
    pub fn is_late(&self) -> bool {
        LATE_AFTER_MS < self.made_at.ms() - self.period.until.ms()
    }
}
