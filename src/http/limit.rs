//! How much one key may use.

use std::num::NonZeroU32;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::{HeaderName, HeaderValue, RETRY_AFTER};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use crate::ids::AppKeyId;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

type Keyed = RateLimiter<AppKeyId, DefaultKeyedStateStore<AppKeyId>, DefaultClock, StateInformationMiddleware>;

/// A leaky bucket for every key. Only keys that proved themselves get one, so they cannot be made up without end.
pub(super) struct Limiter {
    buckets: Keyed,
    clock: DefaultClock,
    burst: u32,
    per_second: u32,
}

/// Whether a call may go on, and what the answer says about further ones.
pub(super) struct Allowance {
    remaining: u32,
    burst: u32,
    /// Until the whole burst is there again.
    reset: Duration,
    /// None: go on.
    pub(super) wait: Option<Duration>,
}

impl Limiter {
    pub(super) fn new(per_second: u32, burst: u32) -> Limiter {
        let positive = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_second(positive(per_second)).allow_burst(positive(burst));
        Limiter {
            buckets: RateLimiter::keyed(quota).with_middleware(),
            clock: DefaultClock::default(),
            burst,
            per_second,
        }
    }

    pub(super) fn ask(&self, key: AppKeyId) -> Allowance {
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
    /// The whole seconds a client has to wait: never too few.
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
    use super::Limiter;
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
}
