//! The day, week or month of a report, in days of the desk.

use chrono::{Datelike, Days, Months, NaiveDate};
use chrono_tz::Tz;

use crate::clock::Moment;
use crate::coded_enum;
use crate::domain::books::ledger::Period;
use crate::domain::kernel::days::{ClosingTime, DeskDays};

coded_enum! {
    /// How long a report's period is.
    pub enum Length {
        Day => "dia",
        /// From Monday.
        Week => "semana",
        Month => "mes",
    }
}

impl Length {
    /// The length with this name, with or without the accent, in whatever case.
    pub fn named(typed: &str) -> Option<Length> {
        match typed.trim().to_lowercase().as_str() {
            "día" | "dia" | "d" | "hoy" | "diario" => Some(Length::Day),
            "semana" | "s" | "semanal" => Some(Length::Week),
            "mes" | "m" | "mensual" => Some(Length::Month),
            _ => None,
        }
    }
}

/// A day, week or month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub length: Length,
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
    pub period: Period,
    pub time_zone: Tz,
    /// When each of its days ends.
    pub closes_at: ClosingTime,
}

impl Span {
    /// The period of this length that contains a day; `None` at the ends of the calendar.
    pub fn containing(length: Length, day: NaiveDate, days: DeskDays) -> Option<Span> {
        let (first_day, after) = match length {
            Length::Day => (day, day.succ_opt()?),
            Length::Week => {
                let first = day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday())))?;
                (first, first.checked_add_days(Days::new(7))?)
            }
            Length::Month => {
                let first = day.with_day(1)?;
                (first, first.checked_add_months(Months::new(1))?)
            }
        };
        Some(Span {
            length,
            first_day,
            last_day: after.pred_opt()?,
            period: Period {
                from: days.begin_of(first_day)?,
                until: days.begin_of(after)?,
            },
            time_zone: days.time_zone,
            closes_at: days.closes_at,
        })
    }

    /// How its days are counted.
    pub fn days(&self) -> DeskDays {
        DeskDays {
            time_zone: self.time_zone,
            closes_at: self.closes_at,
        }
    }

    /// The columns of a chart: hours of a day, or days.
    pub fn columns(&self) -> usize {
        match self.length {
            Length::Day => 24,
            Length::Week | Length::Month => {
                let days = self.last_day.signed_duration_since(self.first_day).num_days() + 1;
                usize::try_from(days).unwrap_or(0)
            }
        }
    }

    /// The column to which a moment belongs; `None` outside the period.
    pub fn column_of(&self, moment: Moment) -> Option<usize> {
        if !self.period.contains(moment) {
            return None;
        }
        match self.length {
            Length::Day => usize::try_from(self.days().hour_at(moment)?).ok(),
            Length::Week | Length::Month => {
                let day = self.days().day_at(moment)?;
                let days = day.signed_duration_since(self.first_day).num_days();
                usize::try_from(days).ok()
            }
        }
    }
}

/// The day that somebody typed: `30/11/2026`, `30/11`, `2026-11-30`, `hoy`, `ayer`. Without a year, the last one that is not in
/// the future.
pub fn day_typed(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let typed = typed.trim().to_lowercase();
    match typed.as_str() {
        "hoy" => return Some(today),
        "ayer" => return today.pred_opt(),
        "anteayer" => return today.pred_opt()?.pred_opt(),
        _ => {}
    }
    // `29-11-26` is a date of people, not of the year 29.
    if let (Ok(day), Some(4)) = (typed.parse::<NaiveDate>(), typed.find('-')) {
        return Some(day);
    }
    let parts: Vec<&str> = typed.split(['/', '-', '.']).collect();
    let number = |text: &&str| text.parse::<u32>().ok().filter(|_| text.len() <= 4);
    let numbers: Vec<u32> = parts.iter().map(number).collect::<Option<_>>()?;
    match numbers.as_slice() {
        [day, month, year] => {
            let century = if *year < 100 { 2_000 } else { 0 };
            NaiveDate::from_ymd_opt(i32::try_from(year + century).ok()?, *month, *day)
        }
        [day, month] if typed.contains('/') => {
            let of = |year| NaiveDate::from_ymd_opt(year, *month, *day);
            let years = [today.year(), today.year() - 1];
            years.into_iter().filter_map(of).find(|day| *day <= today)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{Length, Span, day_typed};
    use crate::clock::Moment;
    use crate::domain::kernel::days::{ClosingTime, DeskDays};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(length: Length, text: &str) -> Span {
        counted_until("00:00", length, text)
    }

    fn counted_until(closes_at: &str, length: Length, text: &str) -> Span {
        let days = DeskDays {
            time_zone: chrono_tz::America::Caracas,
            closes_at: ClosingTime::parse(closes_at).unwrap(),
        };
        Span::containing(length, day(text), days).unwrap()
    }

    #[test]
    fn a_period_is_a_whole_day_week_or_month_of_the_desk() {
        let week = span(Length::Week, "2026-11-29");
        assert_eq!((week.first_day, week.last_day), (day("2026-11-23"), day("2026-11-29")));
        let month = span(Length::Month, "2028-02-10");
        assert_eq!(
            (month.first_day, month.last_day),
            (day("2028-02-01"), day("2028-02-29"))
        );
        assert_eq!((week.columns(), month.columns()), (7, 29));
        // Caracas is four hours behind UTC.
        assert_eq!(
            span(Length::Day, "1970-01-01").period.from,
            Moment::from_ms(4 * 3_600_000)
        );
    }

    #[test]
    fn a_moment_belongs_to_the_column_of_its_hour_or_day_at_the_desk() {
        let today = span(Length::Day, "1970-01-02");
        let at = |ms: i64| Moment::from_ms(today.period.from.ms() + ms);
        assert_eq!(today.column_of(at(0)), Some(0));
        assert_eq!(today.column_of(at(3_600_000 * 24 - 1)), Some(23));
        assert_eq!(today.column_of(at(-1)), None);
        assert_eq!(today.column_of(at(3_600_000 * 24)), None);
        assert_eq!(span(Length::Week, "1970-01-02").column_of(at(0)), Some(4));
    }

    #[test]
    fn a_desk_that_closes_in_the_evening_counts_the_rest_of_the_date_to_the_next_day() {
        let (day, month) = (
            counted_until("22:00", Length::Day, "1970-02-01"),
            counted_until("22:00", Length::Month, "1970-02-01"),
        );
        assert_eq!(day.period.from, month.period.from);
        let evening = Moment::from_ms(day.period.from.ms() + 3_600_000);
        assert_eq!((day.column_of(evening), month.column_of(evening)), (Some(23), Some(0)));
    }

    #[test]
    fn days_are_typed_as_people_write_them() {
        let today = day("2026-11-30");
        let typed = |text| day_typed(text, today).map(|day| day.to_string());
        for text in ["29/11/2026", "29-11-26", "2026-11-29", "29/11", "ayer", " AYER "] {
            assert_eq!(typed(text).as_deref(), Some("2026-11-29"), "{text}");
        }
        assert_eq!(typed("1/12").as_deref(), Some("2025-12-01"));
        for text in ["", "mañana", "31/02/2026", "12", "902.70", "1/2/3/4", "-"] {
            assert_eq!(typed(text), None, "{text}");
        }
    }

    #[test]
    fn lengths_are_typed_as_people_say_them() {
        assert_eq!(Length::named(" Día "), Some(Length::Day));
        assert_eq!(Length::named("MES"), Some(Length::Month));
        assert_eq!(Length::named("año"), None);
    }
}
