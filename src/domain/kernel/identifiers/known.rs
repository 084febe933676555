//! What an older book knows people by. It is looser than what a payee's numbers must be: nobody is paid by it.

use super::document::PersonDocument;
use super::mobile::VenezuelanMobile;
use super::typed::{is_mark, visible};

const CEDULA_CHARS_MAX: usize = 20;
/// E.164.
const PHONE_DIGITS_MIN: usize = 7;
const PHONE_DIGITS_MAX: usize = 15;
const COUNTRY: &str = "+58";

/// A cédula or a phone in one plain form, however it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// `V12345678`; `+584141234567`.
    pub value: String,
    /// Whether it has the form that such numbers have.
    pub is_usual: bool,
}

/// Reads a cédula, RIF or passport: letters and digits, at least one digit; marks between them do not count.
pub fn known_cedula(text: &str) -> Option<Known> {
    if let Ok(document) = PersonDocument::read(text) {
        return Some(Known {
            value: document.to_string(),
            is_usual: true,
        });
    }
    let value: String = visible(text)
        .filter(|character| !is_mark(*character))
        .flat_map(char::to_uppercase)
        .collect();
    let is_plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric()) && value.len() <= CEDULA_CHARS_MAX;
    (is_plain && value.bytes().any(|byte| byte.is_ascii_digit())).then_some(Known { value, is_usual: false })
}

/// Reads a phone: a Venezuelan mobile in any usual form, else 7 to 15 digits with or without a plus.
pub fn known_phone(text: &str) -> Option<Known> {
    if let Ok(mobile) = VenezuelanMobile::read(text) {
        return Some(Known {
            value: format!("{COUNTRY}{}", &mobile.as_str()[1..]),
            is_usual: true,
        });
    }
    let is_skipped = |character: char| is_mark(character) || matches!(character, '(' | ')');
    let value: String = visible(text).filter(|character| !is_skipped(*character)).collect();
    let digits = value.strip_prefix('+').unwrap_or(&value);
    let is_phone = (PHONE_DIGITS_MIN..=PHONE_DIGITS_MAX).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_phone.then_some(Known { value, is_usual: false })
}

#[cfg(test)]
mod tests {
    use super::{known_cedula, known_phone};

    fn cedula(text: &str) -> Option<(String, bool)> {
        known_cedula(text).map(|known| (known.value, known.is_usual))
    }

    fn phone(text: &str) -> Option<(String, bool)> {
        known_phone(text).map(|known| (known.value, known.is_usual))
    }

    #[test]
    fn one_number_has_one_form_however_it_is_written() {
        for text in ["V-12.345.678", "v12345678", "12345678"] {
            assert_eq!(cedula(text), Some(("V12345678".into(), true)), "{text}");
        }
        for text in ["0414-123.45.67", "+58 414 1234567", "584141234567"] {
            assert_eq!(phone(text), Some(("+584141234567".into(), true)), "{text}");
        }
    }

    #[test]
    fn an_odd_one_is_kept_and_what_has_no_digits_is_none() {
        assert_eq!(cedula("V-1"), Some(("V1".into(), false)));
        assert_eq!(cedula("pendiente"), None);
        assert_eq!(phone("+580000000001"), Some(("+580000000001".into(), false)));
        assert_eq!(phone("12-34"), None);
    }
}
