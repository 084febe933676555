//! Account numbers.

use rand::Rng;

use crate::text_column;

/// Digits of a whole number.
const DIGITS: usize = 20;
/// Random digits after the currency's prefix.
const RANDOM_DIGITS_END: u64 = 1_000_000_000_000_000_000;
/// Digits shown together.
const GROUP_DIGITS: usize = 4;

/// 20 digits: two for the currency and 18 random ones.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct AccountNumber(String);

impl AccountNumber {
    /// Draws a number that nobody can guess. Only the table knows whether it is free.
    pub(super) fn draw(prefix: &str) -> Self {
        let random: u64 = rand::rng().random_range(0..RANDOM_DIGITS_END);
        Self(format!("{prefix}{random:018}"))
    }

    /// Reads 20 digits, in groups or not.
    ///
    /// # Errors
    /// A sentence for the log, when the text is not a number.
    pub fn parse(text: &str) -> Result<Self, String> {
        let digits: String = text.chars().filter(|c| !is_between_groups(*c)).collect();
        if digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err("an account number has 20 digits".to_owned())
        }
    }

    /// As programs read it: 20 digits together.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// As people read it, and can type it back as one word: `0112-3456-7890-1234-5678`.
    pub fn grouped(&self) -> String {
        let digits: Vec<char> = self.0.chars().collect();
        let groups = digits
            .chunks(GROUP_DIGITS)
            .map(|group| group.iter().collect::<String>());
        groups.collect::<Vec<_>>().join("-")
    }

    /// The last four digits: enough to tell one's own accounts apart.
    pub fn last_digits(&self) -> &str {
        &self.0[DIGITS - GROUP_DIGITS..]
    }
}

/// What may stand between groups of digits.
fn is_between_groups(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '.')
}

text_column!(AccountNumber, AccountNumber::parse, |number| number.0.clone());

#[cfg(test)]
mod tests {
    use super::AccountNumber;

    #[test]
    fn a_number_is_read_back_as_it_is_shown() {
        let number = AccountNumber::draw("01");
        let shown = number.grouped();
        assert_eq!(shown.len(), 24);
        assert!(shown.starts_with("01"));
        assert_eq!(AccountNumber::parse(&shown), Ok(number.clone()));
        assert!(shown.ends_with(number.last_digits()));
        assert_eq!(number.digits(), shown.replace('-', ""));
        assert_eq!(AccountNumber::parse(&shown.replace('-', " ")), Ok(number));
    }

    #[test]
    fn no_two_draws_are_alike() {
        let drawn: std::collections::BTreeSet<_> = (0..1_000).map(|_| AccountNumber::draw("05")).collect();
        assert_eq!(drawn.len(), 1_000);
    }

    #[test]
    fn what_has_not_20_digits_is_no_number() {
        for text in [
            "",
            "0112",
            "01123456789012345678x",
            "011234567890123456789",
            "٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩",
        ] {
            assert!(AccountNumber::parse(text).is_err(), "{text}");
        }
    }
}
