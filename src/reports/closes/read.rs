//! Reads closes, recorded or as they stand now, and what a close that is due consists of.

use chrono::NaiveDate;

use super::figures;
use super::{ChangedTotal, CloseCard, CloseState, Recorded};
use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::books::closes::{self, ChainHead, Close, CloseLength, Due, FigureOf, NewClose};
use crate::domain::books::ledger;
use crate::domain::kernel::days::DeskDays;
use crate::domain::kernel::money::Money;
use crate::domain::people::members::{Actor, Permission};
use crate::ids::CloseId;
use crate::reports::ReadError;
use crate::reports::desk::read::desk_report;
use crate::reports::desk::{Length, Span};

/// A period, beginning where the close before it ended.
async fn continued(reader: &mut Reader, counted: Span) -> Result<Span, DbError> {
    let period = closes::continued(reader, length_of(counted.length), counted.first_day, counted.period).await?;
    Ok(Span { period, ..counted })
}

/// The close of a day or a month, for superusers: as it was recorded, or as it stands now; its period may begin elsewhere
/// than the settings of now say. Give a snapshot.
///
/// # Errors
/// [`ReadError::NotAllowed`]; [`ReadError::BeforeBooks`] for a period that ended before the first posting.
pub async fn close_card(reader: &mut Reader, actor: &Actor, span: Span, now: Moment) -> Result<CloseCard, ReadError> {
    actor.require(Permission::SeeOthers)?;
    let span = continued(reader, span).await?;
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
    let span = continued(reader, span).await?;
    let Some((seq, hash)) = ledger::find_head_over(reader, span.period.until).await? else {
        return Ok(None);
    };
    Ok(Some(NewClose {
        length: due.length,
        first_day: due.first_day,
        period: span.period,
        days,
        head: ChainHead::of(seq, &hash),
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
    use super::{ChangedTotal, FigureOf, changed};
    use crate::domain::books::closes::Summed;
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
