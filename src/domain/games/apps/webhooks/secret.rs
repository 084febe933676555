//! The secret with which an app checks a delivery's signature.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

const PREFIX: &str = "whsec_";
const BYTES: usize = 32;

/// `whsec_` and 256 random bits as base64, the form of Standard Webhooks. It is stored as it is, because it signs. Its
/// `Debug` form hides it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SigningSecret(String);

impl SigningSecret {
    /// A new random secret.
    pub(super) fn fresh() -> SigningSecret {
        let bytes: [u8; BYTES] = rand::random();
        SigningSecret(format!("{PREFIX}{}", STANDARD.encode(bytes)))
    }

    pub(super) fn stored(text: String) -> SigningSecret {
        SigningSecret(text)
    }

    /// The text, for the one time it is shown and for the database.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The key of the signature; `None` when the database contains something else.
    pub fn key(&self) -> Option<Vec<u8>> {
        STANDARD.decode(self.0.strip_prefix(PREFIX)?).ok()
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}[hidden]")
    }
}

#[cfg(test)]
mod tests {
    use super::SigningSecret;

    #[test]
    fn a_secret_has_256_bits_of_its_own_and_is_not_shown_by_accident() {
        let (one, other) = (SigningSecret::fresh(), SigningSecret::fresh());
        assert_ne!(one, other);
        assert_eq!(one.key().unwrap().len(), 32);
        assert_eq!(format!("{one:?}"), "whsec_[hidden]");
        assert_eq!(SigningSecret::stored("anything".to_owned()).key(), None);
    }
}
