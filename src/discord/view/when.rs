//! Moments: running ones in each reader's own time zone, those of lists and histories in the desk's.

use chrono::DateTime;
use chrono_tz::Tz;

use crate::clock::Moment;

/// `hace 5 minutos`, kept up to date by the reader's Discord.
pub(crate) fn ago(moment: Moment) -> String {
    format!("<t:{}:R>", seconds(moment))
}

/// Time of day with seconds, for histories.
pub(crate) fn exactly(moment: Moment) -> String {
    format!("<t:{0}:d> <t:{0}:T>", seconds(moment))
}

/// How long something took: `4 min`, `2 h 5 min`, `3 d 4 h`.
pub(crate) fn lasted(ms: i64) -> String {
    let minutes = ms.max(0) / 60_000;
    let (hours, days) = (minutes / 60, minutes / (24 * 60));
    match (days, hours, minutes) {
        (0, 0, 0) => "menos de 1 min".to_owned(),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {} min", minutes % 60),
        (days, hours, _) => format!("{days} d {} h", hours % 24),
    }
}

/// `20/11/2026 17:05`, in the desk's time zone.
pub(crate) fn at(moment: Moment, desk: Tz) -> String {
    match DateTime::from_timestamp_millis(moment.ms()) {
        Some(utc) => utc.with_timezone(&desk).format("%d/%m/%Y %H:%M").to_string(),
        None => "—".to_owned(),
    }
}

/// `20/11/2026`, in the desk's time zone.
pub(crate) fn day(moment: Moment, desk: Tz) -> String {
    at(moment, desk).split(' ').next().unwrap_or_default().to_owned()
}

fn seconds(moment: Moment) -> i64 {
    moment.ms().div_euclid(1_000)
}

#[cfg(test)]
mod tests {
    use super::{ago, at, day, exactly, lasted};
    use crate::clock::Moment;

    #[test]
    fn a_time_is_told_in_the_two_units_that_matter() {
        let minute = 60_000;
        assert_eq!(lasted(minute - 1), "menos de 1 min");
        assert_eq!(lasted(-minute), "menos de 1 min");
        assert_eq!(lasted(59 * minute), "59 min");
        assert_eq!(lasted(125 * minute), "2 h 5 min");
        assert_eq!(lasted(76 * 60 * minute), "3 d 4 h");
    }

    #[test]
    fn moments_are_discord_timestamps_in_seconds() {
        assert_eq!(ago(Moment::from_ms(1_756_602_231_919)), "<t:1756602231:R>");
        assert_eq!(exactly(Moment::from_ms(0)), "<t:0:d> <t:0:T>");
    }

    #[test]
    fn lists_show_the_time_of_the_desk() {
        let moment = Moment::from_ms(1_795_149_000_000);
        assert_eq!(at(moment, chrono_tz::UTC), "20/11/2026 04:30");
        assert_eq!(at(moment, chrono_tz::America::Lima), "19/11/2026 23:30");
        assert_eq!(day(moment, chrono_tz::America::Lima), "19/11/2026");
        assert_eq!(at(Moment::from_ms(i64::MAX), chrono_tz::UTC), "—");
    }
}
