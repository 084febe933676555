//! The only place where the time of day is read. Everything else gets a [`Clock`].

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// A moment in UTC, in whole milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct Moment(i64);

impl Moment {
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    pub const fn ms(self) -> i64 {
        self.0
    }

    /// This moment moved by `ms` milliseconds (either way); saturates instead of wrapping.
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this moment; negative when `earlier` is in fact later.
    pub const fn ms_since(self, earlier: Moment) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Where "now" comes from: the machine's clock, or one that is moved by hand (tests, and the sandbox when asked).
#[derive(Debug, Clone)]
pub enum Clock {
    System,
    Hand(HandClock),
}

impl Clock {
    pub fn now(&self) -> Moment {
        match self {
            Clock::System => Moment(system_ms()),
            Clock::Hand(hand) => Moment(hand.ms.load(Ordering::SeqCst)),
        }
    }
}

/// A clock that moves only when told to. Clones share the same time.
#[derive(Debug, Clone)]
pub struct HandClock {
    ms: Arc<AtomicI64>,
}

impl HandClock {
    pub fn starting_at(moment: Moment) -> Self {
        Self {
            ms: Arc::new(AtomicI64::new(moment.0)),
        }
    }

    pub fn advance_ms(&self, ms: i64) {
        self.ms.fetch_add(ms, Ordering::SeqCst);
    }
}

fn system_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Clock, HandClock, Moment};

    #[test]
    fn a_hand_clock_moves_only_when_told_and_for_all_its_clones() {
        let hand = HandClock::starting_at(Moment::from_ms(1_000));
        let clock = Clock::Hand(hand.clone());
        assert_eq!(clock.now(), clock.now());
        hand.advance_ms(500);
        assert_eq!(clock.now(), Moment::from_ms(1_500));
    }
}
