//! Documents of people in Peru: the DNI.

use std::fmt;

use super::check_digit::{Checked, weighted};
use super::typed::{NumberError, digits, is_mark, visible};

/// Without the check character.
const DIGITS: usize = 8;

const WEIGHTS: [u32; DIGITS] = [3, 2, 7, 6, 5, 4, 3, 2];

/// The check digit for each remainder of 11. The remainders 5 and 6 share the digit 1.
const CHECK_DIGITS: &[u8; 11] = b"65432110987";

/// The check letter for each remainder of 11, which some documents have in place of the digit.
const CHECK_LETTERS: &[u8; 11] = b"KJIHGFEDCBA";

/// A Peruvian identity document. The eight digits say whose it is; the check character, digit or letter, may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Dni {
    digits: String,
    /// ASCII, a capital letter.
    check: Option<u8>,
}

impl Dni {
    /// Reads eight digits, alone or with a check digit or a check letter (A to K) after them. Spaces, dots, hyphens and
    /// invisible characters do not count.
    ///
    /// # Errors
    /// [`NumberError`]: the first character that is neither, or else how many digits were given where 8 are expected.
    pub fn read(text: &str) -> Result<Dni, NumberError> {
        let mut typed: String = visible(text).filter(|character| !is_mark(*character)).collect();
        let last = typed.chars().last().map(|last| last.to_ascii_uppercase());
        let check = match last {
            Some(letter @ 'A'..='K') => Some(letter as u8),
            Some(digit @ '0'..='9') if typed.chars().count() == DIGITS + 1 => Some(digit as u8),
            _ => None,
        };
        if check.is_some() {
            typed.pop();
        }
        let digits = digits(&typed, DIGITS)?;
        Ok(Dni { digits, check })
    }

    /// Whether the check character agrees, when one was given.
    pub fn check(&self) -> Checked {
        let remainder = weighted(self.digits.bytes(), &WEIGHTS) as usize % 11;
        match self.check {
            Some(given) => Checked::of(given == CHECK_DIGITS[remainder] || given == CHECK_LETTERS[remainder]),
            None => Checked::NothingToCheck,
        }
    }

    /// Eight digits, without the check character.
    pub fn as_str(&self) -> &str {
        &self.digits
    }
}

/// The eight digits.
impl fmt::Display for Dni {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.digits)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, prop_assert_eq, proptest};

    use super::{CHECK_DIGITS, CHECK_LETTERS, Dni, WEIGHTS};
    use crate::domain::kernel::identifiers::check_digit::{Checked, weighted};
    use crate::domain::kernel::identifiers::samples::{grouped, marks, with_changed};
    use crate::domain::kernel::identifiers::typed::NumberError;

    fn check(text: &str) -> Checked {
        Dni::read(text).expect(text).check()
    }

    fn remainder(digits: &str) -> usize {
        weighted(digits.bytes(), &WEIGHTS) as usize % 11
    }

    /// 00000012, by hand: 1·3 + 2·2 = 7: digit 0 or letter D.
    #[test]
    fn both_check_characters_agree() {
        assert_eq!(check("00000012"), Checked::NothingToCheck);
        for text in ["000000120", "00000012-0", "00000012-D", "00.000.012 d"] {
            assert_eq!(check(text), Checked::Agrees, "{text}");
            assert_eq!(Dni::read(text).expect(text).as_str(), "00000012");
        }
        for text in ["000000121", "00000012-E", "00000021-D"] {
            assert_eq!(check(text), Checked::Differs, "{text}");
        }
    }

    #[test]
    fn what_is_no_dni_is_refused_with_the_fact() {
        let wrong = |given| Err(NumberError::WrongLength { given, expected: 8 });
        for (text, given) in [
            ("", 0),
            ("1234567", 7),
            ("1234567-K", 7),
            ("123456789-K", 9),
            ("1234567890", 10),
        ] {
            assert_eq!(Dni::read(text), wrong(given), "{text}");
        }
        for (text, found) in [("12345678-Z", 'Z'), ("1234567K8", 'K'), ("DNI 12345678", 'D')] {
            assert_eq!(Dni::read(text), Err(NumberError::OtherCharacter { found }), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_right_dni_agrees_in_every_grouping(
            digits in "[0-9]{8}", characters in prop::sample::select(vec![CHECK_DIGITS, CHECK_LETTERS]), marks in marks(),
        ) {
            let check = char::from(characters[remainder(&digits)]);
            let read = Dni::read(&grouped(&format!("{digits}{check}"), &marks)).expect("a DNI");
            prop_assert_eq!(read.as_str(), &digits);
            prop_assert_eq!(read.check(), Checked::Agrees);
            let again = Dni::read(read.as_str()).expect("a DNI");
            prop_assert_eq!(again.as_str(), &digits);
        }

        /// A check letter notices every changed digit; a check digit all but those whose remainder went from 5 to 6 or
        /// back.
        #[test]
        fn one_changed_digit_is_noticed_unless_its_remainders_share_a_check_digit(
            digits in "[0-9]{8}", place in 0_usize..8, by in 1_u8..10,
        ) {
            let changed = with_changed(&digits, place, by);
            let (before, after) = (remainder(&digits), remainder(&changed));
            let with = |characters: &[u8; 11]| check(&format!("{changed}{}", char::from(characters[before])));
            prop_assert_eq!(with(CHECK_LETTERS), Checked::Differs);
            let is_unnoticed = [5, 6].contains(&before) && [5, 6].contains(&after);
            prop_assert_eq!(with(CHECK_DIGITS) == Checked::Agrees, is_unnoticed);
        }
    }
}
