//! Codes: 16 letters and digits that nobody takes for each other, `BCDF-2345-GHJK-6789`.

use std::fmt;

use rand::Rng;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// No vowels, so that no code is a word or a name, and none of 0, 1, O, I.
const LETTERS: &[u8] = b"BCDFGHJKLMNPQRSTVWXZ";
const SIGNS: &[u8] = b"BCDFGHJKLMNPQRSTVWXZ23456789";
const CHARS: usize = 16;
/// The characters by which a code is found. The 12 others are the secret, of 57 bits.
const SELECTOR_CHARS: usize = 4;

/// A code. Its `Debug` form hides the secret.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkCode(String);

impl LinkCode {
    pub(super) fn draw() -> LinkCode {
        let mut rng = rand::rng();
        let mut one = |of: &[u8]| char::from(of[rng.random_range(0..of.len())]);
        // It begins with a letter: a phone has 12 digits, and an account number 20.
        let first = one(LETTERS);
        let others = (1..CHARS).map(|_| one(SIGNS));
        LinkCode(std::iter::once(first).chain(others).collect())
    }

    /// Reads a code, small or capital, in groups or not.
    pub fn read(typed: &str) -> Option<LinkCode> {
        let plain: String = typed
            .chars()
            .filter(|character| !matches!(character, ' ' | '-' | '`'))
            .flat_map(char::to_uppercase)
            .collect();
        let is_code = plain.len() == CHARS
            && plain.bytes().all(|byte| SIGNS.contains(&byte))
            && plain.bytes().next().is_some_and(|first| LETTERS.contains(&first));
        is_code.then_some(LinkCode(plain))
    }

    /// The part by which it is found.
    pub(super) fn selector(&self) -> &str {
        &self.0[..SELECTOR_CHARS]
    }

    /// What is kept of it.
    pub(super) fn hash(&self) -> String {
        hex::encode(Sha256::digest(&self.0))
    }

    /// Whether this hash is its own, compared in constant time.
    pub(super) fn has_hash(&self, stored: &str) -> bool {
        self.hash().as_bytes().ct_eq(stored.as_bytes()).into()
    }
}

impl fmt::Display for LinkCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups: Vec<&str> = (0..CHARS).step_by(4).map(|from| &self.0[from..from + 4]).collect();
        f.write_str(&groups.join("-"))
    }
}

impl fmt::Debug for LinkCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-[hidden]", self.selector())
    }
}

#[cfg(test)]
mod tests {
    use super::LinkCode;

    #[test]
    fn a_code_is_read_back_as_it_is_shown_and_is_not_shown_by_accident() {
        let code = LinkCode::draw();
        let shown = code.to_string();
        assert_eq!(shown.len(), 19);
        assert_eq!(LinkCode::read(&shown.to_lowercase()), Some(code.clone()));
        assert_eq!(LinkCode::read(&shown.replace('-', " ")), Some(code.clone()));
        assert!(code.has_hash(&code.hash()) && !code.has_hash(&LinkCode::draw().hash()));
        assert!(!format!("{code:?}").contains(&shown[10..]));
    }

    #[test]
    fn what_people_are_called_by_is_no_code() {
        for text in [
            "V-12345678",
            "+584141234567",
            "01020000000000000001",
            "Ana de Prueba",
            "2345-2345-2345-2345",
            "",
        ] {
            assert_eq!(LinkCode::read(text), None, "{text}");
        }
    }
}
