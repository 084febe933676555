//! Months in the desk's time zone.

use chrono::{DateTime, Datelike, NaiveDate};
use chrono_tz::Tz;

use super::desk::begin_of;
use crate::clock::Moment;
use crate::domain::books::ledger::Period;

/// One month in the desk's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    pub year: i32,
    /// From 1 to 12.
    pub month: u32,
    pub period: Period,
}

/// The last `count` months, the current one first; fewer only at the ends of the calendar.
pub fn last_months(now: Moment, desk: Tz, count: usize) -> Vec<Month> {
    let today = DateTime::from_timestamp_millis(now.ms()).map(|utc| utc.with_timezone(&desk).date_naive());
    let Some(mut first_day) = today.and_then(|day| day.with_day(1)) else {
        return Vec::new();
    };
    let mut months = Vec::new();
    let Some(mut until) = month_after(first_day).and_then(|day| begin_of(day, desk)) else {
        return months;
    };
    for _ in 0..count {
        let Some(from) = begin_of(first_day, desk) else { break };
        months.push(Month {
            year: first_day.year(),
            month: first_day.month(),
            period: Period { from, until },
        });
        until = from;
        let Some(before) = first_day.pred_opt().and_then(|day| day.with_day(1)) else {
            break;
        };
        first_day = before;
    }
    months
}

fn month_after(first_day: NaiveDate) -> Option<NaiveDate> {
    first_day.checked_add_months(chrono::Months::new(1))
}

#[cfg(test)]
mod tests {
    use super::last_months;
    use crate::clock::Moment;

    #[test]
    fn a_month_begins_at_midnight_of_the_desk() {
        // 2026-12-01 04:30 UTC is still November in Lima.
        let now = Moment::from_ms(1_796_099_400_000);
        let lima = last_months(now, chrono_tz::America::Lima, 12);
        assert_eq!((lima[0].year, lima[0].month), (2026, 11));
        assert_eq!((lima[11].year, lima[11].month), (2025, 12));
        assert_eq!(lima[0].period.until.ms() - now.ms(), 30 * 60_000);
        assert!(lima.windows(2).all(|pair| pair[1].period.until == pair[0].period.from));
        assert_eq!(last_months(now, chrono_tz::UTC, 1)[0].month, 12);
    }
}
