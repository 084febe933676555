//! The key with which an app proves its identity.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

const PREFIX: &str = "cmb";
/// Bytes of the public part, which names the key.
const PUBLIC_BYTES: usize = 6;
/// Bytes of the secret. Nobody guesses 256 bits, so a fast hash is enough to store it.
const SECRET_BYTES: usize = 32;

/// A key as the app sends it: `cmb_<public part>_<secret>`. Its `Debug` form hides the secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    public_id: String,
    text: String,
}

impl Token {
    /// A new random key.
    pub(super) fn fresh() -> Token {
        let public: [u8; PUBLIC_BYTES] = rand::random();
        let secret: [u8; SECRET_BYTES] = rand::random();
        let public_id = hex::encode(public);
        let text = format!("{PREFIX}_{public_id}_{}", hex::encode(secret));
        Token { public_id, text }
    }

    /// Reads a text that has the form of a key.
    pub fn parse(text: &str) -> Option<Token> {
        let mut parts = text.split('_');
        let (prefix, public_id, secret) = (parts.next()?, parts.next()?, parts.next()?);
        let is_hex = |part: &str, bytes: usize| {
            part.len() == bytes * 2 && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        };
        let is_token = parts.next().is_none()
            && prefix == PREFIX
            && is_hex(public_id, PUBLIC_BYTES)
            && is_hex(secret, SECRET_BYTES);
        is_token.then(|| Token {
            public_id: public_id.to_owned(),
            text: text.to_owned(),
        })
    }

    /// The public part, by which the key is found.
    pub fn public_id(&self) -> &str {
        &self.public_id
    }

    /// The whole key, for the one time it is shown.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// The hash that is stored.
    pub fn sha256(&self) -> String {
        hex::encode(Sha256::digest(self.text.as_bytes()))
    }

    /// Whether this is the key with this stored hash. Compares in constant time, so that timing reveals nothing.
    pub(super) fn proves(&self, sha256: &str) -> bool {
        self.sha256().as_bytes().ct_eq(sha256.as_bytes()).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}_{}_[hidden]", self.public_id)
    }
}

#[cfg(test)]
mod tests {
    use super::Token;

    #[test]
    fn a_key_proves_only_its_own_hash() {
        let (one, other) = (Token::fresh(), Token::fresh());
        assert!(one.proves(&one.sha256()));
        assert!(!one.proves(&other.sha256()));
        assert!(!one.proves(""));
        assert_ne!(one.public_id(), other.public_id());
    }

    #[test]
    fn a_key_is_read_back_and_everything_else_is_none() {
        let token = Token::fresh();
        assert_eq!(Token::parse(token.reveal()), Some(token.clone()));
        let shorter = &token.reveal()[..token.reveal().len() - 1];
        for wrong in ["", "cmb", "cmb__", shorter, &token.reveal().to_uppercase(), "cmb_é_x"] {
            assert_eq!(Token::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_key_is_not_shown_by_accident() {
        let token = Token::fresh();
        let secret = token.reveal().rsplit('_').next().unwrap();
        assert!(!format!("{token:?}").contains(secret));
    }
}
