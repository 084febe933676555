//! How long to wait before the next attempt.

use crate::clock::Moment;
use crate::config::OutboxConfig;
use crate::domain::kernel::outbox::Lane;

/// The longest wait before closed direct messages are tried again: six hours. When the person writes to the bot or
/// comes back to the server, they are tried at once.
const DIRECT_RETRY_MAX_MS: u32 = 6 * 60 * 60 * 1_000;
/// A wait is shortened at random by up to this part (a quarter), so that not everything is tried at the same moment.
const JITTER_PART: u64 = 4;

/// When to try again after Discord could not be reached `failures` times before.
pub(super) fn unreachable(outbox: &OutboxConfig, now: Moment, failures: i64) -> Moment {
    later(now, outbox.retry_first_ms, outbox.retry_max_ms, failures)
}

/// When to try a lane again that was closed at `probes` attempts before.
pub(super) fn closed(outbox: &OutboxConfig, now: Moment, lane: Lane, probes: i64) -> Moment {
    let longest = match lane {
        Lane::Person(_) => DIRECT_RETRY_MAX_MS.max(outbox.retry_closed_max_ms),
        _ => outbox.retry_closed_max_ms,
    };
    later(now, outbox.retry_first_ms, longest, probes)
}

fn later(now: Moment, first_ms: u32, longest_ms: u32, failures: i64) -> Moment {
    let wait_ms = doubled(first_ms, longest_ms, failures);
    let less = rand::random_range(0..=wait_ms / JITTER_PART);
    now.plus_ms(i64::try_from(wait_ms - less).unwrap_or(i64::MAX))
}

/// The first wait, doubled with each failure up to the longest.
fn doubled(first_ms: u32, longest_ms: u32, failures: i64) -> u64 {
    /// More doublings than any wait needs; it keeps the shift from overflowing.
    const DOUBLINGS_MAX: u32 = 30;
    let doublings = u32::try_from(failures).unwrap_or(DOUBLINGS_MAX).min(DOUBLINGS_MAX);
    (u64::from(first_ms) << doublings).min(u64::from(longest_ms))
}

#[cfg(test)]
mod tests {
    use super::{doubled, later};
    use crate::clock::Moment;

    #[test]
    fn a_wait_doubles_up_to_the_longest_for_as_long_as_it_takes() {
        let waits: Vec<u64> = (0..5).map(|failures| doubled(500, 6_000, failures)).collect();
        assert_eq!(waits, [500, 1_000, 2_000, 4_000, 6_000]);
        assert_eq!(doubled(500, 60_000, 1_000_000), 60_000);
    }

    #[test]
    fn a_wait_is_never_longer_than_said_nor_shorter_by_more_than_a_quarter() {
        let now = Moment::from_ms(0);
        for _ in 0..200 {
            let wait_ms = later(now, 1_000, 1_000, 3).ms();
            assert!((750..=1_000).contains(&wait_ms), "{wait_ms}");
        }
    }
}
