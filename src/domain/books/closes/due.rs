//! Which days and months have to be closed.

use chrono::{Datelike, Days, NaiveDate};

use super::{CloseLength, store};
use crate::clock::Moment;
use crate::db::{DbError, Source};
use crate::domain::books::ledger;
use crate::domain::kernel::days::DeskDays;

/// How long the desk waits after the end of a day before it closes it, in milliseconds. A unit of work takes its time when it
/// begins and may commit later; none takes longer than this.
const SETTLES_MS: i64 = 60_000;
/// How many missed days are closed at most. A desk that was down for longer closes the last ones.
const DAYS_MAX: u64 = 31;

/// A day or month that has to be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub length: CloseLength,
    pub first_day: NaiveDate,
}

/// The days and months that have ended and are not closed, oldest first, each month after its last day. Before the first
/// close that is the last day, if the books had begun.
///
/// # Errors
/// [`DbError`].
pub async fn list_due(source: &mut impl Source, days: DeskDays, now: Moment) -> Result<Vec<Due>, DbError> {
    let settled = now.plus_ms(-SETTLES_MS);
    let Some(last) = days.day_at(settled).and_then(|today| today.pred_opt()) else {
        return Ok(Vec::new());
    };
    if let Some(newest) = store::find_newest_day(source).await? {
        return Ok(due(newest.succ_opt(), last));
    }
    let begun = ledger::find_first_posted(source).await?;
    let ended = last.succ_opt().and_then(|next| days.begin_of(next));
    match begun.zip(ended) {
        Some((begun, ended)) if begun < ended => Ok(due(Some(last), last)),
        _ => Ok(Vec::new()),
    }
}

/// The days from `first` to `last`, at most so many of the last ones, and the months that end with one of them.
fn due(first: Option<NaiveDate>, last: NaiveDate) -> Vec<Due> {
    let earliest = last.checked_sub_days(Days::new(DAYS_MAX - 1));
    let Some(mut day) = first.zip(earliest).map(|(first, earliest)| first.max(earliest)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    while day <= last {
        let of_day = Due {
            length: CloseLength::Day,
            first_day: day,
        };
        found.push(of_day);
        let Some(next) = day.succ_opt() else { break };
        if next.month() != day.month()
            && let Some(first_day) = day.with_day(1)
        {
            found.push(Due {
                length: CloseLength::Month,
                first_day,
            });
        }
        day = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{DAYS_MAX, due};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn named(first: &str, last: &str) -> Vec<String> {
        let found = due(Some(day(first)), day(last));
        found
            .into_iter()
            .map(|due| format!("{} {}", due.length, due.first_day))
            .collect()
    }

    #[test]
    fn a_month_is_closed_after_its_last_day() {
        assert_eq!(
            named("2026-11-29", "2026-12-01"),
            ["dia 2026-11-29", "dia 2026-11-30", "mes 2026-11-01", "dia 2026-12-01"]
        );
        assert_eq!(named("2026-11-29", "2026-11-29"), ["dia 2026-11-29"]);
    }

    #[test]
    fn nothing_is_due_twice() {
        assert!(named("2026-11-30", "2026-11-29").is_empty());
    }

    #[test]
    fn a_long_outage_closes_the_last_days() {
        let found = named("2026-01-01", "2026-11-30");
        let days = found.iter().filter(|due| due.starts_with("dia")).count();
        assert_eq!(u64::try_from(days), Ok(DAYS_MAX));
        assert_eq!(found.last().map(String::as_str), Some("mes 2026-11-01"));
    }
}
