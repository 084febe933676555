//! When a close begins.

use chrono::{Months, NaiveDate};

use super::{CloseLength, store};
use crate::clock::Moment;
use crate::db::{DbError, Source};
use crate::domain::books::ledger::Period;

/// The period of a day or a month, beginning where the close before it ended: after the hour of closing or the time zone was
/// changed, no moment is in two closes or in none. `counted` is the period by the settings of now.
///
/// # Errors
/// [`DbError`].
pub async fn continued(
    source: &mut impl Source,
    length: CloseLength,
    first_day: NaiveDate,
    counted: Period,
) -> Result<Period, DbError> {
    let before = match length {
        CloseLength::Day => first_day.pred_opt(),
        CloseLength::Month => first_day.checked_sub_months(Months::new(1)),
    };
    let before = match before {
        Some(before) => store::find_close_of(source, length, before).await?,
        None => None,
    };
    Ok(match before {
        Some(before) => after(before.period.until, counted),
        None => counted,
    })
}

/// A period is never empty, not even where a change of the time zone put its end before the end of the last one.
fn after(ended: Moment, counted: Period) -> Period {
    Period {
        from: ended.min(counted.until.plus_ms(-1)),
        until: counted.until,
    }
}

/// The day that is not closed yet at a moment of this day: the hour of closing may have been put later after it was closed.
///
/// # Errors
/// [`DbError`].
pub async fn open_day(source: &mut impl Source, day: NaiveDate) -> Result<NaiveDate, DbError> {
    let newest = store::find_newest_day(source).await?;
    let next = newest
        .filter(|newest| day <= *newest)
        .and_then(|newest| newest.succ_opt());
    Ok(next.unwrap_or(day))
}

#[cfg(test)]
mod tests {
    use super::after;
    use crate::clock::Moment;
    use crate::domain::books::ledger::Period;

    fn period(from: i64, until: i64) -> Period {
        Period {
            from: Moment::from_ms(from),
            until: Moment::from_ms(until),
        }
    }

    #[test]
    fn a_period_begins_where_the_last_one_ended() {
        let ended = Moment::from_ms(100);
        assert_eq!(after(ended, period(100, 200)), period(100, 200));
        assert_eq!(
            after(ended, period(120, 200)),
            period(100, 200),
            "the day ends later now"
        );
        assert_eq!(
            after(ended, period(80, 180)),
            period(100, 180),
            "the day ends earlier now"
        );
        assert_eq!(after(ended, period(10, 90)), period(89, 90), "another time zone");
    }
}
