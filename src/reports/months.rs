//! Months of the desk.

use chrono::{Datelike, NaiveDate};

use crate::clock::Moment;
use crate::domain::books::ledger::Period;
use crate::domain::kernel::days::DeskDays;

/// One month, in days of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    pub year: i32,
    /// From 1 to 12.
    pub month: u32,
    pub period: Period,
}

/// The last `count` months, the current one first; fewer only at the ends of the calendar.
pub fn last_months(now: Moment, desk: DeskDays, count: usize) -> Vec<Month> {
    let Some(mut first_day) = desk.day_at(now).and_then(|day| day.with_day(1)) else {
        return Vec::new();
    };
    let mut months = Vec::new();
    let Some(mut until) = month_after(first_day).and_then(|day| desk.begin_of(day)) else {
        return months;
    };
    for _ in 0..count {
        let Some(from) = desk.begin_of(first_day) else { break };
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
    use crate::domain::kernel::days::{ClosingTime, DeskDays};

    #[test]
    fn a_month_begins_at_midnight_of_the_desk() {
        // 2026-12-01 04:30 UTC is still November in Lima.
        let now = Moment::from_ms(1_796_099_400_000);
        let days = |time_zone| DeskDays {
            time_zone,
            closes_at: ClosingTime::MIDNIGHT,
        };
        let lima = last_months(now, days(chrono_tz::America::Lima), 12);
        assert_eq!((lima[0].year, lima[0].month), (2026, 11));
        assert_eq!((lima[11].year, lima[11].month), (2025, 12));
        assert_eq!(lima[0].period.until.ms() - now.ms(), 30 * 60_000);
        assert!(lima.windows(2).all(|pair| pair[1].period.until == pair[0].period.from));
        assert_eq!(last_months(now, days(chrono_tz::UTC), 1)[0].month, 12);
    }
}
