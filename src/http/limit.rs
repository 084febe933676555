//! Rate limits per key, and per address for calls without a key.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::{HeaderName, HeaderValue, RETRY_AFTER};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

/// After this many calls, full buckets are deleted. A bucket refills within seconds, so memory depends on how many
/// callers are active now.
const SWEEP_EVERY: u32 = 1_024;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

type Keyed<K> = RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock, StateInformationMiddleware>;

/// A leaky bucket for each caller.
pub(super) struct Limiter<K: Hash + Eq + Clone> {
    buckets: Keyed<K>,
    clock: DefaultClock,
    burst: u32,
    per_second: u32,
    asked: AtomicU32,
}

/// Whether a call may proceed, and what the answer's headers say about further calls.
pub(super) struct Allowance {
    remaining: u32,
    burst: u32,
    /// The time until the whole burst is available again.
    reset: Duration,
    /// How long the caller must wait; `None` if the call may proceed.
    pub(super) wait: Option<Duration>,
}

impl<K: Hash + Eq + Clone> Limiter<K> {
    pub(super) fn new(per_second: u32, burst: u32) -> Limiter<K> {
        let positive = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_second(positive(per_second)).allow_burst(positive(burst));
        Limiter {
            buckets: RateLimiter::keyed(quota).with_middleware(),
            clock: DefaultClock::default(),
            burst,
            per_second,
            asked: AtomicU32::new(0),
        }
    }

    pub(super) fn ask(&self, key: K) -> Allowance {
        if self.asked.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.buckets.retain_recent();
        }
        let (remaining, wait) = match self.buckets.check_key(&key) {
            Ok(state) => (state.remaining_burst_capacity(), None),
            Err(until) => (0, Some(until.wait_time_from(self.clock.now()))),
        };
        let missing = self.burst.saturating_sub(remaining);
        Allowance {
            remaining,
            burst: self.burst,
            reset: Duration::from_secs(missing.div_ceil(self.per_second.max(1)).into()),
            wait,
        }
    }
}

impl Allowance {
    /// The number of whole seconds that a client has to wait, rounded up.
    pub(super) fn wait_seconds(&self) -> Option<u64> {
        self.wait.map(|wait| wait.as_secs() + 1)
    }

    pub(super) fn write_to(&self, headers: &mut HeaderMap) {
        headers.insert(LIMIT, HeaderValue::from(self.burst));
        headers.insert(REMAINING, HeaderValue::from(self.remaining));
        headers.insert(RESET, HeaderValue::from(self.reset.as_secs()));
        if let Some(seconds) = self.wait_seconds() {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Limiter, SWEEP_EVERY};
    use crate::ids::AppKeyId;

    #[test]
    fn one_key_is_stopped_after_its_burst_and_another_is_not() {
        let limiter = Limiter::new(1, 3);
        let (one, other) = (AppKeyId::new(1), AppKeyId::new(2));
        for left in [2, 1, 0] {
            let allowance = limiter.ask(one);
            assert!(allowance.wait.is_none());
            assert_eq!(allowance.remaining, left);
        }
        assert_eq!(limiter.ask(one).wait_seconds(), Some(1));
        assert!(limiter.ask(other).wait.is_none());
    }
    #[test]
    fn buckets_that_are_full_again_are_thrown_away() {
        // At a million calls a second, a bucket is full again before the next call.
        let limiter = Limiter::new(1_000_000, 1);
        for caller in 0..20 * SWEEP_EVERY {
            limiter.ask(caller);
        }
        assert!(
            limiter.buckets.len() < 2 * SWEEP_EVERY as usize,
            "{}",
            limiter.buckets.len()
        );
    }
}
