//! Venezuelan mobile phones, to which *pago móvil* pays.

use std::fmt;

use super::typed::{is_mark, visible};

/// The prefixes of the three mobile networks, without the 0 before them. Everything else is a landline or nothing.
const PREFIXES: [&str; 6] = ["412", "414", "416", "422", "424", "426"];

const COUNTRY: &str = "58";

/// Prefix 3 and number 7.
const NATIONAL_DIGITS: usize = 10;

/// Why a typed text is not a Venezuelan mobile phone. No variant has the whole number: it is a person's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MobileError {
    #[error("{found:?} is no digit")]
    OtherCharacter { found: char },
    /// Both are numbers of digits, in the form that was typed: 11 are expected of `0414…`, 12 of `+58 414…`.
    #[error("{given} digits were given where {expected} are expected")]
    WrongLength { given: usize, expected: usize },
    #[error("the number is of another country than +58")]
    OtherCountry,
    /// `area` is four digits: `0212`.
    #[error("{area} is a landline")]
    Landline { area: String },
    /// `prefix` is four digits: `0415`.
    #[error("{prefix} is no mobile prefix")]
    UnknownPrefix { prefix: String },
}

/// The number of a Venezuelan mobile phone: `04141234567`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct VenezuelanMobile(String);

impl VenezuelanMobile {
    /// Reads `0414 123 45 67` and `+58`, `0058` or `58` before it, there also without the 0. Spaces, dots, hyphens,
    /// parentheses and invisible characters do not count. Without country and 0 the number is refused: ten digits may be
    /// the end of an account.
    ///
    /// # Errors
    /// One variant of [`MobileError`] for each reason; when several apply, the first in its order.
    pub fn read(text: &str) -> Result<VenezuelanMobile, MobileError> {
        let (typed, has_plus) = typed_digits(text)?;
        let national = national(&typed, has_plus)?;
        let expected = typed.len() - national.len() + NATIONAL_DIGITS;
        if national.len() != NATIONAL_DIGITS {
            let given = typed.len();
            return Err(MobileError::WrongLength { given, expected });
        }
        let (prefix, _) = national.split_at(3);
        if PREFIXES.contains(&prefix) {
            return Ok(VenezuelanMobile(format!("0{national}")));
        }
        let prefix = format!("0{prefix}");
        match prefix.starts_with("02") {
            true => Err(MobileError::Landline { area: prefix }),
            false => Err(MobileError::UnknownPrefix { prefix }),
        }
    }

    /// Eleven digits, the first of them 0.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VenezuelanMobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The digits, and whether a plus stands before them.
fn typed_digits(text: &str) -> Result<(String, bool), MobileError> {
    let mut digits = String::new();
    let mut has_plus = false;
    let is_skipped = |character: char| is_mark(character) || matches!(character, '(' | ')');
    for found in visible(text).filter(|character| !is_skipped(*character)) {
        match found {
            '0'..='9' => digits.push(found),
            '+' if digits.is_empty() && !has_plus => has_plus = true,
            found => return Err(MobileError::OtherCharacter { found }),
        }
    }
    Ok((digits, has_plus))
}

/// The number without country and 0.
fn national(typed: &str, has_plus: bool) -> Result<&str, MobileError> {
    let international = match typed.strip_prefix("00") {
        Some(rest) if !has_plus => Some(rest),
        _ if has_plus && !typed.is_empty() => Some(typed),
        _ => None,
    };
    let in_country = match international {
        Some(number) => Some(number.strip_prefix(COUNTRY).ok_or(MobileError::OtherCountry)?),
        None => typed.strip_prefix(COUNTRY),
    };
    match in_country {
        Some(number) => Ok(number.strip_prefix('0').unwrap_or(number)),
        None => typed.strip_prefix('0').ok_or_else(|| without_zero(typed)),
    }
}

/// Why a number without country and without the 0 is refused.
fn without_zero(typed: &str) -> MobileError {
    let expected = 1 + NATIONAL_DIGITS;
    match typed.get(..4) {
        Some(prefix) if typed.len() == expected => MobileError::UnknownPrefix {
            prefix: prefix.to_owned(),
        },
        _ => MobileError::WrongLength {
            given: typed.len(),
            expected,
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, prop_assert_eq, proptest};

    use super::{MobileError, PREFIXES, VenezuelanMobile};
    use crate::domain::kernel::identifiers::samples::{grouped, marks};

    fn refused(text: &str) -> MobileError {
        VenezuelanMobile::read(text).expect_err(text)
    }

    #[test]
    fn a_mobile_is_read_in_the_forms_that_people_type() {
        for text in [
            "04141234567",
            "0414-1234567",
            "0414-123.45.67",
            "(0414) 123 45 67",
            "+584141234567",
            "+58 414-1234567",
            "+58 (0414) 1234567",
            "(+58) 414 1234567",
            "0058 414 1234567",
            "58 414 1234567",
            "5804141234567",
            "\u{202a}+58 414\u{2011}1234567\u{202c}",
        ] {
            let read = VenezuelanMobile::read(text).expect(text);
            assert_eq!(read.to_string(), "04141234567", "{text:?}");
        }
        for prefix in ["0412", "0414", "0416", "0422", "0424", "0426"] {
            assert!(VenezuelanMobile::read(&format!("{prefix}0000000")).is_ok(), "{prefix}");
        }
    }

    #[test]
    fn each_reason_to_refuse_is_its_own() {
        let landline = |area: &str| MobileError::Landline { area: area.to_owned() };
        assert_eq!(refused("0212-1234567"), landline("0212"));
        assert_eq!(refused("+58 212 1234567"), landline("0212"));
        let unknown = |prefix: &str| MobileError::UnknownPrefix {
            prefix: prefix.to_owned(),
        };
        assert_eq!(refused("0415 1234567"), unknown("0415"));
        assert_eq!(refused("+58 400 1234567"), unknown("0400"));
        assert_eq!(refused("41412345678"), unknown("4141"));
        for text in ["+57 300 1234567", "0051 987654321", "+1 305 5550100", "+0414 1234567"] {
            assert_eq!(refused(text), MobileError::OtherCountry, "{text}");
        }
        for (text, found) in [("0414-I234567", 'I'), ("0414+1234567", '+'), ("0414/1234567", '/')] {
            assert_eq!(refused(text), MobileError::OtherCharacter { found }, "{text}");
        }
    }

    #[test]
    fn a_wrong_length_is_counted_in_the_form_that_was_typed() {
        for (text, given, expected) in [
            ("", 0, 11),
            ("+", 0, 11),
            ("0414 123456", 10, 11),
            ("0414 12345678", 12, 11),
            ("414 1234567", 10, 11),
            ("+58 414 123456", 11, 12),
            ("+58 0414 123456", 12, 13),
            ("0058 414 12345678", 15, 14),
            ("0212", 4, 11),
        ] {
            assert_eq!(refused(text), MobileError::WrongLength { given, expected }, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_mobile_is_the_same_in_every_form_and_grouping(
            prefix in prop::sample::select(PREFIXES.to_vec()),
            number in "[0-9]{7}",
            before in prop::sample::select(vec!["0", "+58", "+580", "58", "580", "0058", "00580"]),
            marks in marks(),
        ) {
            let (sign, country) = before.split_at(before.find(|c| c != '+').unwrap_or_default());
            let text = format!("{sign}{}", grouped(&format!("{country}{prefix}{number}"), &marks));
            let read = VenezuelanMobile::read(&text).expect("a mobile");
            prop_assert_eq!(read.as_str(), format!("0{prefix}{number}"));
            prop_assert_eq!(VenezuelanMobile::read(read.as_str()), Ok(read));
        }
    }
}
