//! The close of a day or a month (*cierre*): recorded, or as it stands so far.
//!
//! Its totals are those of the report of the same period ([`desk_report`]), so that the two cannot differ. A recorded close
//! shows what was known when it was made, and names the totals that a report shows differently since.

mod figures;

use chrono::NaiveDate;

use super::ReadError;
use super::desk::read::desk_report;
use super::desk::{Length, Span};
use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::books::closes::{
    self, ChainHead, Close, CloseFigures, CloseLength, Due, FigureOf, NewClose, Summed,
};
use crate::domain::books::ledger;
use crate::domain::kernel::days::DeskDays;
use crate::domain::kernel::money::Money;
use crate::domain::people::members::{Actor, Permission};
use crate::ids::CloseId;

/// A close as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseCard {
    pub span: Span,
    /// When its figures were read.
    pub as_of: Moment,
    pub state: CloseState,
    pub figures: CloseFigures,
    /// Totals that the report of the period shows differently now.
    pub changed: Vec<ChangedTotal>,
}

/// Whether a period is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CloseState {
    /// It has not ended. `last`: the latest day that is closed.
    Provisional {
        last: Option<NaiveDate>,
    },
    /// It has ended and nobody recorded its close: the figures were read now.
    NotRecorded,
    Recorded(Recorded),
}

/// What is known of a recorded close beside its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    pub head: ChainHead,
    /// Whether that head still is part of the chain.
    pub is_in_chain: bool,
    /// It was made long after the end of its period.
    pub is_late: bool,
    /// Days before it that were closed together with it, and told by it alone.
    pub missed: Vec<NaiveDate>,
}

/// A total that changed after the close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangedTotal {
    pub of: Summed,
    pub then: Money,
    pub now: Money,
}

impl CloseCard {
    /// Whether superusers must look at the books: a total differs from them, or the chain lacks a head.
    pub fn is_wrong(&self) -> bool {
        let is_cut_off = |recorded: &Recorded| !recorded.is_in_chain;
        let lacks_head = matches!(&self.state, CloseState::Recorded(recorded) if is_cut_off(recorded));
        let lacked_head = self.figures.before.is_some_and(|before| !before.is_there);
        lacks_head || lacked_head || self.figures.totals.iter().any(|total| !total.agrees())
    }
}

/// The close of a day or a month, for superusers: as it was recorded, or as it stands now. Give a snapshot.
///
/// # Errors
/// [`ReadError::NotAllowed`]; [`ReadError::BeforeBooks`] for a period that ended before the first posting.
pub async fn close_card(reader: &mut Reader, actor: &Actor, span: Span, now: Moment) -> Result<CloseCard, ReadError> {
    actor.require(Permission::SeeOthers)?;
    if let Some(close) = closes::find_close_of(reader, length_of(span.length), span.first_day).await? {
        let mut card = recorded_card(reader, close, Vec::new()).await?;
        let report = desk_report(reader, actor, None, card.span, now).await?;
        card.changed = changed(&card.figures.totals, &figures::totals(&report));
        return Ok(card);
    }
    let has_ended = span.period.until <= now;
    let begun = ledger::find_first_posted(reader).await?;
    if has_ended && begun.is_none_or(|begun| span.period.until <= begun) {
        return Err(ReadError::BeforeBooks(begun));
    }
    let state = match has_ended {
        true => CloseState::NotRecorded,
        false => CloseState::Provisional {
            last: closes::find_newest_close(reader, CloseLength::Day)
                .await?
                .map(|close| close.first_day),
        },
    };
    Ok(CloseCard {
        figures: figures::read(reader, actor, span, now).await?,
        as_of: now,
        state,
        changed: Vec::new(),
        span,
    })
}

/// A recorded close, as the desk itself tells it, with the days that are told with it.
///
/// # Errors
/// [`DbError`]; [`DbError::Corrupt`] when there is no such close.
pub async fn recorded_card_for_desk(
    reader: &mut Reader,
    close: CloseId,
    missed: &[CloseId],
) -> Result<CloseCard, DbError> {
    let mut days = Vec::new();
    for missed in missed {
        days.push(get_close(reader, *missed).await?.first_day);
    }
    let close = get_close(reader, close).await?;
    recorded_card(reader, close, days).await
}

async fn get_close(reader: &mut Reader, id: CloseId) -> Result<Close, DbError> {
    let close = closes::find_close(reader, id).await?;
    close.ok_or_else(|| DbError::Corrupt(format!("close {id} is not there")))
}

async fn recorded_card(reader: &mut Reader, close: Close, missed: Vec<NaiveDate>) -> Result<CloseCard, DbError> {
    let length = match close.length {
        CloseLength::Day => Length::Day,
        CloseLength::Month => Length::Month,
    };
    let span = Span::containing(length, close.first_day, close.days);
    let span = span.ok_or_else(|| DbError::Corrupt(format!("close {} is beyond the calendar", close.id)))?;
    let is_late = close.is_late();
    Ok(CloseCard {
        // What was closed, also when a newer table of time zones counts it otherwise.
        span: Span {
            period: close.period,
            ..span
        },
        as_of: close.made_at,
        state: CloseState::Recorded(Recorded {
            is_in_chain: closes::is_in_chain(reader, &close.head).await?,
            head: close.head,
            is_late,
            missed,
        }),
        figures: close.figures,
        changed: Vec::new(),
    })
}

/// The close that a day or a month gets, for the desk itself and for superusers; `None` while a posting of it waits for its
/// seal. Give a snapshot, so that figures and head are of one moment.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn new_close(
    reader: &mut Reader,
    actor: &Actor,
    due: Due,
    days: DeskDays,
    now: Moment,
) -> Result<Option<NewClose>, ReadError> {
    actor.require(Permission::SeeOthers)?;
    let length = match due.length {
        CloseLength::Day => Length::Day,
        CloseLength::Month => Length::Month,
    };
    let span = Span::containing(length, due.first_day, days);
    let span = span.ok_or_else(|| DbError::Corrupt(format!("{} is beyond the calendar", due.first_day)))?;
    let Some((seq, hash)) = ledger::find_head_over(reader, span.period.until).await? else {
        return Ok(None);
    };
    Ok(Some(NewClose {
        length: due.length,
        first_day: due.first_day,
        period: span.period,
        days,
        head: ChainHead {
            seq,
            hash: hex::encode(hash),
        },
        figures: figures::read(reader, actor, span, now).await?,
    }))
}

fn length_of(length: Length) -> CloseLength {
    match length {
        Length::Month => CloseLength::Month,
        // Weeks are not closed; nobody can ask for one.
        Length::Day | Length::Week => CloseLength::Day,
    }
}

/// The totals that differ, also those that only one of both has.
fn changed(then: &[FigureOf], now: &[FigureOf]) -> Vec<ChangedTotal> {
    let find = |among: &[FigureOf], like: &FigureOf| {
        let is_same = |other: &&FigureOf| other.of == like.of && other.rows.currency() == like.rows.currency();
        let found = among.iter().find(is_same);
        found.map_or(Money::zero(like.rows.currency()), |found| found.rows)
    };
    let of_both = |total: &FigureOf| ChangedTotal {
        of: total.of,
        then: find(then, total),
        now: find(now, total),
    };
    let is_new = |total: &&FigureOf| {
        !then
            .iter()
            .any(|other| other.of == total.of && other.rows.currency() == total.rows.currency())
    };
    let all = then.iter().chain(now.iter().filter(is_new)).map(of_both);
    all.filter(|total| total.then != total.now).collect()
}

#[cfg(test)]
mod tests {
    use super::{ChangedTotal, FigureOf, Summed, changed};
    use crate::domain::kernel::money::{Currency, Money};

    fn paid(minor: i64, currency: Currency) -> FigureOf {
        let money = Money::from_minor(minor, currency);
        FigureOf {
            of: Summed::PaidOut,
            rows: money,
            books: money,
        }
    }

    #[test]
    fn a_total_that_changed_or_went_or_came_is_named() {
        let then = [paid(5, Currency::VES), paid(7, Currency::PEN), paid(1, Currency::USD)];
        let now = [paid(5, Currency::VES), paid(9, Currency::PEN), paid(2, Currency::EUR)];
        let difference = |then, now, currency| ChangedTotal {
            of: Summed::PaidOut,
            then: Money::from_minor(then, currency),
            now: Money::from_minor(now, currency),
        };
        assert_eq!(
            changed(&then, &now),
            [
                difference(7, 9, Currency::PEN),
                difference(1, 0, Currency::USD),
                difference(0, 2, Currency::EUR)
            ]
        );
        assert!(changed(&then, &then).is_empty());
    }
}
