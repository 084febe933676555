//! Calls without a valid key. Checking an unknown key costs a database read, so such calls are limited by address.
//! Behind a proxy all callers have the same address; therefore a key that is known to be valid is never limited by what
//! others did.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::limit::{Allowance, Limiter};
use crate::db::DbError;
use crate::domain::games::apps::keys::{Token, list_valid_hashes};
use crate::domain::kernel::desk::Desk;

/// How many valid keys are kept in memory, which is more than a desk has apps. Further keys are looked up again.
const KNOWN_MAX: usize = 10_000;
/// The shortest time between two reads of all valid keys, however many unknown keys are shown.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The IPv6 prefix of one subscriber. A subscriber can use any address in it, so addresses are not limited one by one.
const SUBSCRIBER_BITS: u32 = 64;

/// The limits for calls without a valid key, and the keys that are known to be valid.
pub(super) struct Strangers {
    limiter: Limiter<IpAddr>,
    /// Hashes of keys that were valid when they were last read. Not the keys' public parts: whoever has seen one of
    /// those could get the app forgotten by calling with a wrong secret.
    known: Mutex<HashSet<String>>,
    looked_at: tokio::sync::Mutex<Option<Instant>>,
}

impl Strangers {
    pub(super) fn new(per_second: u32, burst: u32) -> Strangers {
        Strangers {
            limiter: Limiter::new(per_second, burst),
            known: Mutex::default(),
            looked_at: tokio::sync::Mutex::default(),
        }
    }

    /// Counts one call from this address.
    pub(super) fn charge(&self, from: IpAddr) -> Allowance {
        self.limiter.ask(subscriber(from))
    }

    pub(super) fn knows(&self, token: &Token) -> bool {
        self.known().contains(&token.sha256())
    }

    pub(super) fn remember(&self, token: &Token) {
        let mut known = self.known();
        if KNOWN_MAX <= known.len() {
            known.clear();
        }
        known.insert(token.sha256());
    }

    pub(super) fn forget(&self, token: &Token) {
        self.known().remove(&token.sha256());
    }

    /// Whether an unknown key is valid, read from the books at most once per [`LOOK_EVERY`]. This way a new app, or one
    /// that calls for the first time since the start, is not locked out by others at its address. Concurrent callers
    /// wait for the same read.
    ///
    /// # Errors
    /// A fault of the database.
    pub(super) async fn learns(&self, desk: &Desk, token: &Token) -> Result<bool, DbError> {
        let mut looked_at = self.looked_at.lock().await;
        if looked_at.is_none_or(|at| LOOK_EVERY <= at.elapsed()) {
            *looked_at = Some(Instant::now());
            let mut reader = desk.db.reader().await?;
            let keys_max = i64::try_from(KNOWN_MAX).unwrap_or(i64::MAX);
            let valid = list_valid_hashes(&mut reader, keys_max).await?;
            *self.known() = valid.into_iter().collect();
        }
        Ok(self.knows(token))
    }

    fn known(&self) -> MutexGuard<'_, HashSet<String>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The address; for IPv6, the network of the subscriber.
pub(super) fn subscriber(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let network = u128::MAX << (u128::BITS - SUBSCRIBER_BITS);
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & network))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::{KNOWN_MAX, Strangers, subscriber};
    use crate::domain::games::apps::keys::Token;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn token(number: usize) -> Token {
        Token::parse(&format!("cmb_{number:012x}_{}", "0".repeat(64))).expect("a key")
    }

    #[test]
    fn an_address_counts_for_itself_and_a_network_of_ipv6_as_one() {
        let strangers = Strangers::new(1, 2);
        for from in ["192.0.2.1", "::ffff:192.0.2.1"] {
            assert!(strangers.charge(ip(from)).wait.is_none(), "{from}");
        }
        assert!(strangers.charge(ip("192.0.2.1")).wait.is_some());
        assert!(strangers.charge(ip("192.0.2.2")).wait.is_none());
        for host in 1..=2 {
            assert!(strangers.charge(ip(&format!("2001:db8:0:1::{host}"))).wait.is_none());
        }
        assert!(strangers.charge(ip("2001:db8:0:1:ffff::3")).wait.is_some());
        assert!(strangers.charge(ip("2001:db8:0:2::1")).wait.is_none());
        assert_eq!(subscriber(ip("2001:db8:0:1:2:3:4:5")), ip("2001:db8:0:1::"));
    }

    #[test]
    fn a_known_key_is_known_by_its_secret_until_it_is_forgotten() {
        let strangers = Strangers::new(1, 1);
        let (one, other) = (token(1), token(2));
        strangers.remember(&one);
        let same_public = Token::parse(&format!("cmb_{}_{}", one.public_id(), "1".repeat(64))).expect("a key");
        assert!(strangers.knows(&one) && !strangers.knows(&other) && !strangers.knows(&same_public));
        strangers.forget(&same_public);
        assert!(strangers.knows(&one));
        strangers.forget(&one);
        assert!(!strangers.knows(&one));
    }

    #[test]
    fn what_is_kept_in_mind_has_an_end() {
        let strangers = Strangers::new(1, 1);
        for number in 0..=KNOWN_MAX {
            strangers.remember(&token(number));
        }
        assert_eq!(strangers.known().len(), 1);
        assert!(strangers.knows(&token(KNOWN_MAX)));
    }
}
