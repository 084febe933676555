//! Times as Discord timestamps, which each reader sees in their own time zone.

use crate::clock::Moment;

/// `hace 5 minutos`; the reader's Discord keeps it up to date.
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

/// Day and time of day, for lists.
pub(crate) fn at(moment: Moment) -> String {
    format!("<t:{}:f>", seconds(moment))
}

/// The day, for lists of things that ended.
pub(crate) fn day(moment: Moment) -> String {
    format!("<t:{}:d>", seconds(moment))
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
    fn lists_show_day_and_time_as_each_reader_has_them() {
        let moment = Moment::from_ms(1_795_149_000_000);
        assert_eq!(at(moment), "<t:1795149000:f>");
        assert_eq!(day(moment), "<t:1795149000:d>");
    }
}
