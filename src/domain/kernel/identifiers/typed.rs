//! The digits of a typed number, without what people put between them.

use crate::domain::kernel::letters::{is_invisible, narrow};

/// Why a typed text is not a number of a fixed length. Neither variant quotes the number: it may be a person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// The first character that is no digit, space, dot or hyphen.
    #[error("{found:?} is no digit")]
    OtherCharacter { found: char },
    /// Both are numbers of digits.
    #[error("{given} digits were given where {expected} are expected")]
    WrongLength { given: usize, expected: usize },
}

/// Returns the visible characters of a typed text in one form each: full-width letters and digits as ASCII, every kind
/// of dash as a hyphen, every kind of space as a space.
pub(super) fn visible(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|character| !is_invisible(*character))
        .map(|character| match narrow(character) {
            '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => '-',
            space if space.is_whitespace() => ' ',
            other => other,
        })
}

/// Whether people put this visible character between the digits of a number.
pub(super) fn is_mark(character: char) -> bool {
    matches!(character, ' ' | '.' | '-')
}

/// Reads a number of exactly `expected` digits, with marks anywhere.
pub(super) fn digits(text: &str, expected: usize) -> Result<String, NumberError> {
    let mut digits = String::with_capacity(expected);
    for found in visible(text).filter(|character| !is_mark(*character)) {
        match found {
            '0'..='9' => digits.push(found),
            found => return Err(NumberError::OtherCharacter { found }),
        }
    }
    match digits.len() {
        given if given == expected => Ok(digits),
        given => Err(NumberError::WrongLength { given, expected }),
    }
}

#[cfg(test)]
mod tests {
    use super::{NumberError, digits};

    #[test]
    fn marks_and_what_nobody_sees_are_left_out() {
        for text in [
            "1234",
            " 12-34 ",
            "1.2.3.4",
            "12\u{a0}34",
            "12\u{2013}34",
            "12\u{200b}34",
            "１２３４",
            "12\n34",
        ] {
            assert_eq!(digits(text, 4).as_deref(), Ok("1234"), "{text:?}");
        }
    }

    #[test]
    fn other_characters_and_lengths_are_refused() {
        let other = |found| Err(NumberError::OtherCharacter { found });
        assert_eq!(digits("12a4", 4), other('a'));
        assert_eq!(digits("12/34", 4), other('/'));
        assert_eq!(digits("١٢٣٤", 4), other('١'));
        for (text, given) in [("", 0), ("123", 3), ("12 345", 5)] {
            assert_eq!(
                digits(text, 4),
                Err(NumberError::WrongLength { given, expected: 4 }),
                "{text:?}"
            );
        }
    }
}
