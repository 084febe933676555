//! Ids that the API for players shows.

use std::fmt;

use crate::text_column;

const BYTES: usize = 12;
const DIGITS: usize = BYTES * 2;

/// 24 lower-case hexadecimal digits, drawn at random: the id of a player (`jugadorId`) or of a transaction (`_id`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct PublicId(String);

impl PublicId {
    /// Draws an id that nobody can guess. With 2^96 of them no two are the same; a constraint refuses one that is.
    pub(super) fn draw() -> PublicId {
        PublicId(hex::encode(rand::random::<[u8; BYTES]>()))
    }

    /// Reads an id in lower or upper case.
    ///
    /// # Errors
    /// A sentence for the log, when the text is not an id.
    pub fn parse(text: &str) -> Result<PublicId, String> {
        if text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            Ok(PublicId(text.to_ascii_lowercase()))
        } else {
            Err(format!("an id has {DIGITS} hexadecimal digits"))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PublicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

text_column!(PublicId, PublicId::parse, |id| id.0.clone());

#[cfg(test)]
mod tests {
    use super::PublicId;

    #[test]
    fn an_id_has_24_hexadecimal_digits() {
        let drawn = PublicId::draw();
        assert_eq!(PublicId::parse(drawn.as_str()), Ok(drawn.clone()));
        assert_ne!(PublicId::draw(), drawn);
        let upper = PublicId::parse("68AB54E05475D8A12E468ADD").expect("an id");
        assert_eq!(upper.as_str(), "68ab54e05475d8a12e468add");
        for text in [
            "",
            "68ab54e05475d8a12e468ad",
            "68ab54e05475d8a12e468addd",
            "68ab54e05475d8a12e468adg",
        ] {
            assert!(PublicId::parse(text).is_err(), "{text}");
        }
    }
}
