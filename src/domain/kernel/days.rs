//! The days of the desk: when each begins and ends.
//!
//! Everything is stored in UTC. A day of the desk ends at its hour of closing (*hora de cierre*) in the desk's time zone,
//! and the next one begins at that moment, so that no moment belongs to two days or to none.

use std::fmt;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike};
use chrono_tz::Tz;

use crate::clock::Moment;

/// An hour of closing before noon ends the day that began on the date before: a desk that closes at 02:00 works after
/// midnight.
const NOON_MINUTES: u16 = 12 * 60;
const DAY_MINUTES: u16 = 24 * 60;
/// How far a local time is looked for that a change of clocks skips, and in which steps, in minutes.
const SKIPPED_MINUTES_MAX: i64 = 180;
const SKIPPED_STEP_MINUTES: i64 = 15;

/// What the clocks of a time zone show at a moment; `None` only beyond the calendar.
pub fn local_time(moment: Moment, time_zone: Tz) -> Option<NaiveDateTime> {
    let utc = DateTime::from_timestamp_millis(moment.ms())?;
    Some(utc.with_timezone(&time_zone).naive_local())
}

/// The local time at which a day ends: whole minutes after midnight, below 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosingTime {
    minutes: u16,
}

impl ClosingTime {
    pub const MIDNIGHT: ClosingTime = ClosingTime { minutes: 0 };

    /// `22:00`, `02:30`; `None` for anything else.
    pub fn parse(text: &str) -> Option<ClosingTime> {
        let (hours, minutes) = text.split_once(':')?;
        let number = |digits: &str| match digits.len() {
            2 if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse::<u16>().ok(),
            _ => None,
        };
        let (hours, minutes) = (number(hours)?, number(minutes)?);
        let all = hours * 60 + minutes;
        (minutes < 60 && all < DAY_MINUTES).then_some(ClosingTime { minutes: all })
    }

    /// Whether it ends the day that began on the date before.
    fn is_after_midnight(self) -> bool {
        self.minutes < NOON_MINUTES
    }
}

impl fmt::Display for ClosingTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

/// How the desk counts its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeskDays {
    pub time_zone: Tz,
    pub closes_at: ClosingTime,
}

impl DeskDays {
    /// The day of the desk to which a moment belongs; `None` only beyond the calendar.
    pub fn day_at(self, moment: Moment) -> Option<NaiveDate> {
        let date = local_time(moment, self.time_zone)?.date();
        let days = [date.pred_opt()?, date, date.succ_opt()?];
        let is_in = |day: &NaiveDate| {
            let ends = day.succ_opt().and_then(|next| self.begin_of(next));
            let begins = self.begin_of(*day);
            begins
                .zip(ends)
                .is_some_and(|(begins, ends)| begins <= moment && moment < ends)
        };
        days.into_iter().find(is_in)
    }

    /// The first moment of a day of the desk: the hour of closing of the day before it. Where a change of clocks skips that
    /// time, the first one there is.
    pub fn begin_of(self, day: NaiveDate) -> Option<Moment> {
        let date = match self.closes_at.is_after_midnight() {
            true => day,
            false => day.checked_sub_days(Days::new(1))?,
        };
        let minutes = u32::from(self.closes_at.minutes);
        let begins = date.and_time(NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)?);
        let at = |later: i64| {
            let local = begins.checked_add_signed(chrono::TimeDelta::minutes(later * SKIPPED_STEP_MINUTES))?;
            self.time_zone.from_local_datetime(&local).earliest()
        };
        let begin = (0..=SKIPPED_MINUTES_MAX / SKIPPED_STEP_MINUTES).find_map(at)?;
        Some(Moment::from_ms(begin.timestamp_millis()))
    }

    /// The hour of a moment in the desk's time zone, from 0 to 23.
    pub fn hour_at(self, moment: Moment) -> Option<u32> {
        Some(local_time(moment, self.time_zone)?.hour())
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::{ClosingTime, DeskDays};
    use crate::clock::Moment;

    const HOUR_MS: i64 = 3_600_000;

    fn days(closes_at: &str) -> DeskDays {
        DeskDays {
            time_zone: chrono_tz::America::Lima,
            closes_at: ClosingTime::parse(closes_at).unwrap(),
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// 2026-11-20 04:30 UTC: half past eleven in the night of the 19th in Lima.
    const LATE: Moment = Moment::from_ms(1_795_149_000_000);

    #[test]
    fn a_day_ends_at_the_hour_of_closing() {
        assert_eq!(days("00:00").day_at(LATE), Some(day("2026-11-19")));
        assert_eq!(days("23:30").day_at(LATE), Some(day("2026-11-20")));
        assert_eq!(days("23:31").day_at(LATE), Some(day("2026-11-19")));
        assert_eq!(days("02:00").day_at(LATE), Some(day("2026-11-19")));
        let after_midnight = Moment::from_ms(LATE.ms() + HOUR_MS);
        assert_eq!(days("02:00").day_at(after_midnight), Some(day("2026-11-19")));
        assert_eq!(days("00:00").day_at(after_midnight), Some(day("2026-11-20")));
    }

    #[test]
    fn only_a_time_of_day_is_an_hour_of_closing() {
        for text in ["00:00", "23:59", "02:30"] {
            assert_eq!(
                ClosingTime::parse(text).map(|time| time.to_string()).as_deref(),
                Some(text)
            );
        }
        for text in [
            "", "24:00", "12:60", "2:30", "02:3", "0230", "-1:00", "+1:00", "02:30:00", "ab:cd",
        ] {
            assert_eq!(ClosingTime::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_skipped_hour_of_closing_is_the_next_time_there_is() {
        // In Havana the clocks went from 00:00 to 01:00 on 2026-03-08.
        let havana = DeskDays {
            time_zone: chrono_tz::America::Havana,
            closes_at: ClosingTime::MIDNIGHT,
        };
        let begin = havana.begin_of(day("2026-03-08")).unwrap();
        assert_eq!(havana.hour_at(begin), Some(1));
        assert_eq!(havana.day_at(begin), Some(day("2026-03-08")));
        assert_eq!(havana.day_at(Moment::from_ms(begin.ms() - 1)), Some(day("2026-03-07")));
    }

    proptest! {
        #[test]
        fn every_moment_belongs_to_one_day(ms in 0_i64..4_000_000_000_000, minutes in 0_u16..1_440, zone in 0_usize..3) {
            let zones = [chrono_tz::America::Lima, chrono_tz::America::Havana, chrono_tz::Europe::Madrid];
            let days = DeskDays { time_zone: zones[zone], closes_at: ClosingTime { minutes } };
            let day = days.day_at(Moment::from_ms(ms)).unwrap();
            let (begins, ends) = (days.begin_of(day).unwrap(), days.begin_of(day.succ_opt().unwrap()).unwrap());
            prop_assert!(begins.ms() <= ms && ms < ends.ms());
            prop_assert!(22 * HOUR_MS <= ends.ms() - begins.ms() && ends.ms() - begins.ms() <= 26 * HOUR_MS);
        }
    }
}
