//! Moments: Discord shows each reader their own time zone.

use crate::clock::Moment;

/// `hace 5 minutos`, kept up to date by the reader's Discord.
pub(crate) fn ago(moment: Moment) -> String {
    format!("<t:{}:R>", seconds(moment))
}

/// Time of day with seconds, for histories.
pub(crate) fn exactly(moment: Moment) -> String {
    format!("<t:{0}:d> <t:{0}:T>", seconds(moment))
}

fn seconds(moment: Moment) -> i64 {
    moment.ms().div_euclid(1_000)
}

#[cfg(test)]
mod tests {
    use super::{ago, exactly};
    use crate::clock::Moment;

    #[test]
    fn moments_are_discord_timestamps_in_seconds() {
        assert_eq!(ago(Moment::from_ms(1_756_602_231_919)), "<t:1756602231:R>");
        assert_eq!(exactly(Moment::from_ms(0)), "<t:0:d> <t:0:T>");
    }
}
