//! When the desk was awake. Time in which it was down counts against nobody: not against a cashier who is to be
//! reminded, not against a deadline.
//!
//! While it lives, a desk writes down its last sign of life ([`beat`]). Nobody was there in between when a process starts
//! alone ([`resume`]): any silence before it is an [`Outage`]. While others are there, or while it runs, a silence of
//! several beats is one: the machine slept, or the database was away. Whoever sees it first writes it down, once and for
//! good; until then [`list_outages`] counts it up to now, so that no deadline passes between the end of a silence and the
//! beat that ends it. [`worked_ms_since`] is time passed without outages. A process that ends says so before
//! anything else ([`leave`]). Several processes of one desk share one sign
//! of life: the desk is up as long as any of them is.
//!
//! A clock may jump ahead and be put back. The outage that was written meanwhile ends in the future then and is not one;
//! the sign of life that lies there is taken back.

mod beat;
mod leave;
mod resume;
mod sign;
mod store;

pub use beat::beat;
pub use leave::leave;
pub use resume::resume;

use std::time::Duration;

use crate::clock::Moment;
use crate::db::{DbError, Source};

/// How often a desk that is up shows it.
pub const BEAT_EVERY: Duration = Duration::from_secs(10);
/// A desk that is there may be silent for as long without having been down: three beats, so that a slow disk is no outage.
const SILENCE_MAX_MS: i64 = 30_000;

/// How far apart the clocks of processes that share a desk may be. What lies further in the future was written while a clock
/// was wrong.
const SKEW_MAX_MS: i64 = 5_000;

/// A time in which no process of the desk was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Outage {
    #[sqlx(rename = "from_ms")]
    pub from: Moment,
    #[sqlx(rename = "to_ms")]
    pub to: Moment,
}

/// What a sign of life brought to light, told to whoever gave it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    Outage(Outage),
    /// The last sign of life was of a moment that is still to come.
    ClockWentBack {
        ahead_ms: i64,
    },
}

/// The outages since a moment, newest first; where `now` lies in a silence that is one and that nobody has written down
/// yet, that too. An outage that ends in the future is none: the clock was wrong.
pub async fn list_outages(source: &mut impl Source, from: Moment, now: Moment) -> Result<Vec<Outage>, DbError> {
    store::list_outages(source, from, now, SILENCE_MAX_MS, SKEW_MAX_MS).await
}

/// Milliseconds since a moment in which the desk was up; 0 when `now` is not later. For several moments at once read
/// [`list_outages`] since the first and ask [`worked_ms`].
pub async fn worked_ms_since(source: &mut impl Source, from: Moment, now: Moment) -> Result<i64, DbError> {
    let outages = list_outages(source, from, now).await?;
    Ok(worked_ms(from, now, &outages))
}

/// The same with the outages at hand, in any order: those that reach into the stretch count as far as they do, and time
/// that two of them share counts once.
pub fn worked_ms(from: Moment, to: Moment, outages: &[Outage]) -> i64 {
    let mut by_start: Vec<&Outage> = outages.iter().collect();
    by_start.sort_by_key(|outage| outage.from);
    let mut worked_ms = 0;
    let mut up_since = from;
    for outage in by_start {
        let down_at = outage.from.min(to);
        worked_ms += down_at.ms_since(up_since).max(0);
        up_since = up_since.max(outage.to);
    }
    worked_ms + to.ms_since(up_since).max(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};

    use super::{Outage, worked_ms};
    use crate::clock::Moment;

    fn at(ms: i64) -> Moment {
        Moment::from_ms(ms)
    }

    fn outage(from: i64, to: i64) -> Outage {
        Outage {
            from: at(from),
            to: at(to),
        }
    }

    #[test]
    fn time_in_an_outage_is_not_worked() {
        assert_eq!(worked_ms(at(100), at(200), &[]), 100);
        assert_eq!(worked_ms(at(100), at(200), &[outage(120, 150)]), 70);
        assert_eq!(worked_ms(at(100), at(200), &[outage(150, 160), outage(110, 120)]), 80);
    }

    #[test]
    fn an_outage_counts_only_as_far_as_it_reaches_in() {
        assert_eq!(worked_ms(at(100), at(200), &[outage(0, 110), outage(190, 900)]), 80);
        assert_eq!(worked_ms(at(100), at(200), &[outage(0, 50), outage(300, 900)]), 100);
        assert_eq!(worked_ms(at(100), at(200), &[outage(0, 900)]), 0);
        assert_eq!(worked_ms(at(200), at(100), &[outage(0, 900)]), 0);
    }

    proptest! {
        #[test]
        fn worked_time_is_what_no_outage_covers(from in 0i64..60, length in 0i64..60,
                                                spans in prop::collection::vec((0i64..120, 1i64..30), 0..6)) {
            let to = from + length;
            let outages: Vec<Outage> = spans.iter().map(|(start, lasted)| outage(*start, start + lasted)).collect();
            let covered = |ms: i64| outages.iter().any(|down| down.from.ms() <= ms && ms < down.to.ms());
            let expected = i64::try_from((from..to).filter(|ms| !covered(*ms)).count()).unwrap();
            prop_assert_eq!(worked_ms(at(from), at(to), &outages), expected);
            prop_assert!(worked_ms(at(from), at(to), &outages) <= length);
        }
    }
}
