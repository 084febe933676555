//! Discord's ids: milliseconds since 2015 shifted by 22 bits, plus a counter. They always increase.

use std::time::{SystemTime, UNIX_EPOCH};

/// 2015-01-01T00:00:00Z, the start of Discord's time, in Unix milliseconds.
const DISCORD_EPOCH_MS: u64 = 1_420_070_400_000;
/// The number of bits below the time.
const TIME_SHIFT: u32 = 22;

/// Generates ids that strictly increase, also across restarts if every old id was passed to [`Snowflakes::saw`].
#[derive(Debug, Default)]
pub(super) struct Snowflakes {
    last: u64,
}

impl Snowflakes {
    pub(super) fn next(&mut self) -> u64 {
        let now = (now_ms() as u64).saturating_sub(DISCORD_EPOCH_MS) << TIME_SHIFT;
        self.last = now.max(self.last + 1);
        self.last
    }

    /// Records an existing id.
    pub(super) fn saw(&mut self, id: u64) {
        self.last = self.last.max(id);
    }

    pub(super) fn last(&self) -> u64 {
        self.last
    }
}

/// The Unix time in milliseconds that an id contains.
pub(super) fn created_at_ms(id: u64) -> i64 {
    ((id >> TIME_SHIFT) + DISCORD_EPOCH_MS) as i64
}

/// The real time. A test clock of the desk must not change when a token expires here.
pub(super) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Snowflakes, created_at_ms, now_ms};

    #[test]
    fn ids_grow_strictly_even_after_one_from_the_future() {
        let mut ids = Snowflakes::default();
        let first = ids.next();
        ids.saw(first + 10_000_000_000);
        let second = ids.next();
        assert!(first + 10_000_000_000 < second);
        assert!(second < ids.next());
    }

    #[test]
    fn an_id_tells_when_it_was_made() {
        let id = Snowflakes::default().next();
        assert!((now_ms() - created_at_ms(id)).abs() < 1_000);
    }
}
