//! The keys that count, kept in memory: checking a signature then costs no read of the books, whoever sends it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::secret::TokenSecret;
use super::{Shown, VALID_MAX_MS, store};
use crate::clock::Moment;
use crate::db::DbError;
use crate::domain::kernel::desk::Desk;

/// After how many milliseconds the keys are read again: another process may have replaced one.
const READ_EVERY_MS: i64 = 60_000;

/// A key that signs, or signed until it was replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SigningKey {
    pub(super) kid: String,
    pub(super) secret: TokenSecret,
    pub(super) replaced_at: Option<Moment>,
}

impl SigningKey {
    /// Whether tokens signed with it count: until the last one can have expired.
    fn counts(&self, now: Moment, leeway_ms: i64) -> bool {
        let kept_ms = VALID_MAX_MS.saturating_add(leeway_ms);
        self.replaced_at.is_none_or(|at| now.ms_since(at) <= kept_ms)
    }
}

/// The desk's keys as they were last read. Its `Debug` form shows no secret.
#[derive(Debug, Default)]
pub struct Keyring(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    keys: Vec<SigningKey>,
    read_at: Option<Moment>,
}

/// Whether the keys in memory are enough to check a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    Enough,
    /// They were read too long ago.
    Old,
    /// None of them has the token's name: somebody made it up, or a new key was made.
    OtherKey,
}

impl Keyring {
    pub fn new() -> Keyring {
        Keyring::default()
    }

    /// Whether a token can be checked with what is in memory. One that a stranger's key signed needs none of these.
    pub fn has_key_of(&self, shown: &Shown, now: Moment) -> Keys {
        let Some(kid) = shown.own_kid() else {
            return Keys::Enough;
        };
        let held = self.held();
        let is_fresh = |at: Moment| (0..READ_EVERY_MS).contains(&now.ms_since(at));
        if !held.read_at.is_some_and(is_fresh) {
            return Keys::Old;
        }
        if held.keys.iter().any(|key| key.kid == kid) {
            Keys::Enough
        } else {
            Keys::OtherKey
        }
    }

    /// Reads the keys from the books.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn read(&self, desk: &Desk) -> Result<(), DbError> {
        let now = desk.clock.now();
        let kept_ms = VALID_MAX_MS.saturating_add(desk.policy.tokens.leeway_ms);
        let mut reader = desk.db.reader().await?;
        let keys = store::list_keys(&mut reader, now.plus_ms(-kept_ms - 1)).await?;
        drop(reader);
        *self.held() = Held {
            keys,
            read_at: Some(now),
        };
        Ok(())
    }

    /// The key of this name, if its tokens count.
    pub(super) fn find(&self, kid: &str, now: Moment, leeway_ms: i64) -> Option<SigningKey> {
        let held = self.held();
        let found = held.keys.iter().find(|key| key.kid == kid);
        found.filter(|key| key.counts(now, leeway_ms)).cloned()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::{Held, Keyring, READ_EVERY_MS, SigningKey, VALID_MAX_MS};
    use crate::clock::Moment;
    use crate::domain::people::tokens::secret::TokenSecret;

    const LEEWAY_MS: i64 = 5_000;

    #[test]
    fn a_replaced_key_counts_until_its_last_token_has_expired() {
        let at = Moment::from_ms(1_000_000);
        let key = SigningKey {
            kid: "old".to_owned(),
            secret: TokenSecret::fresh(),
            replaced_at: Some(at),
        };
        let ring = Keyring(Mutex::new(Held {
            keys: vec![key],
            read_at: Some(at),
        }));
        let finds = |kid: &str, ms: i64| ring.find(kid, at.plus_ms(ms), LEEWAY_MS).is_some();
        assert!(finds("old", 0) && finds("old", VALID_MAX_MS + LEEWAY_MS));
        assert!(!finds("old", VALID_MAX_MS + LEEWAY_MS + 1));
        assert!(!finds("other", 0));
        let shown = format!("{ring:?}");
        assert!(shown.contains("[hidden]") && READ_EVERY_MS < VALID_MAX_MS, "{shown}");
    }
}
