//! Records closes, each once, and tells them.

use chrono::NaiveDate;

use super::{ChainHead, CloseFigures, CloseLength, store};
use crate::db::DbError;
use crate::domain::books::ledger::Period;
use crate::domain::kernel::days::DeskDays;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::ids::CloseId;

/// The subject under which closes are told in order.
const SUBJECT: &str = "closes";

/// A close to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClose {
    pub length: CloseLength,
    pub first_day: NaiveDate,
    pub period: Period,
    pub days: DeskDays,
    pub head: ChainHead,
    pub figures: CloseFigures,
}

/// Records these closes in one unit, oldest first, and returns how many were not recorded before. Every month is told, and
/// of the days the last one, which names the missed ones before it.
///
/// A sweep carries no request id: that each day and each month has one close is what makes it safe to repeat, also beside
/// another process.
///
/// # Errors
/// [`DbError`].
pub async fn record(desk: &Desk, closes: &[NewClose]) -> Result<usize, DbError> {
    let mut tx = desk.db.begin().await?;
    let now = desk.clock.now();
    let (mut days, mut months): (Vec<CloseId>, Vec<CloseId>) = (Vec::new(), Vec::new());
    for close in closes {
        let Some(id) = store::insert_close(&mut tx, close, now).await? else {
            continue;
        };
        match close.length {
            CloseLength::Day => days.push(id),
            CloseLength::Month => months.push(id),
        }
    }
    let recorded = days.len() + months.len();
    if let Some(close) = days.pop() {
        let notice = Notice::PeriodClosed { close, missed: days };
        outbox::enqueue(&mut tx, SUBJECT, &notice, now).await?;
    }
    for close in months {
        let notice = Notice::PeriodClosed {
            close,
            missed: Vec::new(),
        };
        outbox::enqueue(&mut tx, SUBJECT, &notice, now).await?;
    }
    tx.commit().await?;
    Ok(recorded)
}
