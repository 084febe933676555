//! The secret that signs tokens.

use std::fmt;

const BYTES: usize = 32;

/// 256 random bits, stored as hexadecimal text. Its `Debug` form hides it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct TokenSecret(Vec<u8>);

impl TokenSecret {
    /// A new random secret.
    pub(super) fn fresh() -> TokenSecret {
        let bytes: [u8; BYTES] = rand::random();
        TokenSecret(bytes.to_vec())
    }

    /// Reads a stored secret; `None` when the database contains something else.
    pub(super) fn stored(text: &str) -> Option<TokenSecret> {
        let bytes = hex::decode(text).ok()?;
        (bytes.len() == BYTES).then_some(TokenSecret(bytes))
    }

    /// The text for the database.
    pub(super) fn to_stored(&self) -> String {
        hex::encode(&self.0)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for TokenSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

#[cfg(test)]
mod tests {
    use super::TokenSecret;

    #[test]
    fn a_secret_has_256_bits_of_its_own_and_is_not_shown_by_accident() {
        let (one, other) = (TokenSecret::fresh(), TokenSecret::fresh());
        assert_ne!(one, other);
        assert_eq!(TokenSecret::stored(&one.to_stored()), Some(one.clone()));
        assert_eq!(format!("{one:?}"), "[hidden]");
        for wrong in ["", "00", "x"] {
            assert_eq!(TokenSecret::stored(wrong), None);
        }
    }
}
