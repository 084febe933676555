//! When the desk was up. Time in which it was down counts against nobody: it brings no reminder to a cashier and no
//! deadline nearer.
//!
//! A running desk writes a heartbeat ([`beat`]). A process that starts alone knows that the desk was down since the
//! last one, however short that was, and writes that time down as an [`Outage`] ([`resume`]). While any process runs, a
//! gap of several heartbeats is an outage: the machine slept, or the database was away. The first process that notices
//! it writes it down, once and for good; until then [`list_outages`] includes it up to now, so that no deadline passes
//! between the end of the gap and the heartbeat that ends it. [`worked_ms_since`] is the elapsed time without outages.
//! A process that ends writes a last heartbeat before anything else ([`leave`]). All processes of a desk share one
//! heartbeat: the desk is up as long as any of them is.
//!
//! A clock may jump ahead and be set back. An outage that was written in between ends in the future and does not count;
//! a heartbeat that lies in the future is reset.

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

/// How often a running desk writes a heartbeat.
pub const BEAT_EVERY: Duration = Duration::from_secs(10);
/// The longest gap between heartbeats of a running desk that is no outage, in milliseconds: three heartbeats, so that a
/// slow disk is none.
const SILENCE_MAX_MS: i64 = 30_000;

/// How far apart the clocks of processes that share a desk may be, in milliseconds. A time that lies further in the
/// future was written while a clock was wrong.
const SKEW_MAX_MS: i64 = 5_000;

/// A stretch of time in which no process of the desk was up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Outage {
    #[sqlx(rename = "from_ms")]
    pub from: Moment,
    #[sqlx(rename = "to_ms")]
    pub to: Moment,
}

/// What a heartbeat found; only the process whose heartbeat found it first gets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    Outage(Outage),
    /// The last heartbeat lay in the future by this many milliseconds, and was reset.
    ClockWentBack {
        ahead_ms: i64,
    },
}

/// The outages since `from`, newest first. Includes the current outage that is not written yet. An outage that ends in
/// the future does not count: the clock was wrong.
pub async fn list_outages(source: &mut impl Source, from: Moment, now: Moment) -> Result<Vec<Outage>, DbError> {
    store::list_outages(source, from, now, SILENCE_MAX_MS, SKEW_MAX_MS).await
}

/// Milliseconds since `from` in which the desk was up; 0 when `now` is not later. For several moments read
/// [`list_outages`] once, since the first of them, and call [`worked_ms`] for each.
pub async fn worked_ms_since(source: &mut impl Source, from: Moment, now: Moment) -> Result<i64, DbError> {
    let outages = list_outages(source, from, now).await?;
    Ok(worked_ms(from, now, &outages))
}

/// The same with known outages, in any order. Only their parts between `from` and `to` count, and overlapping parts
/// count once.
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
