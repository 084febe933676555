//! Taxpayers in Peru: the RUC.

use std::fmt;

use super::check_digit::{Checked, eleven_minus, value, weighted};
use super::typed::{NumberError, digits};

/// Prefix 2, number 8, check digit 1.
const DIGITS: usize = 11;

/// 10 is a person with a DNI, which is the number; 15, 16 and 17 are other persons, 20 is a company.
const PREFIXES: [&str; 5] = ["10", "15", "16", "17", "20"];

const WEIGHTS: [u32; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/// Why a typed text is no RUC. No variant has the whole number: it may be a person's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RucError {
    #[error("{found:?} is no digit")]
    OtherCharacter { found: char },
    /// Both are numbers of digits.
    #[error("{given} digits were given where {expected} are expected")]
    WrongLength { given: usize, expected: usize },
    /// `prefix` is two digits.
    #[error("{prefix} is no prefix of a RUC")]
    UnknownPrefix { prefix: String },
}

impl From<NumberError> for RucError {
    fn from(error: NumberError) -> RucError {
        match error {
            NumberError::OtherCharacter { found } => RucError::OtherCharacter { found },
            NumberError::WrongLength { given, expected } => RucError::WrongLength { given, expected },
        }
    }
}

/// The *registro único de contribuyentes* of a Peruvian person or company.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ruc(String);

impl Ruc {
    /// Reads eleven digits; spaces, dots, hyphens and invisible characters do not count.
    ///
    /// # Errors
    /// [`RucError`]: the first other character, how many digits were given, or the prefix.
    pub fn read(text: &str) -> Result<Ruc, RucError> {
        let digits = digits(text, DIGITS)?;
        match PREFIXES.iter().any(|prefix| digits.starts_with(prefix)) {
            true => Ok(Ruc(digits)),
            false => Err(RucError::UnknownPrefix {
                prefix: digits[..2].to_owned(),
            }),
        }
    }

    /// Whether the check digit agrees.
    pub fn check(&self) -> Checked {
        let expected = eleven_minus(weighted(self.0.bytes(), &WEIGHTS));
        Checked::of(self.0.bytes().last().map(value) == Some(expected))
    }

    /// Eleven digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ruc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, prop_assert_eq, proptest};

    use super::{PREFIXES, Ruc, RucError, WEIGHTS};
    use crate::domain::kernel::identifiers::check_digit::{Checked, eleven_minus, weighted};
    use crate::domain::kernel::identifiers::samples::{grouped, marks, with_changed};

    fn check(text: &str) -> Checked {
        Ruc::read(text).expect(text).check()
    }

    fn remainder(digits: &str) -> u32 {
        weighted(digits.bytes(), &WEIGHTS) % 11
    }

    /// By hand: 10 00000000 is 1·5 = 5, digit 6; 16 00000002 is 5 + 24 + 4 = 33, remainder 0, digit 1.
    #[test]
    fn the_check_digit_is_that_computed_by_hand() {
        assert_eq!(check("10000000006"), Checked::Agrees);
        assert_eq!(check("16-00000002-1"), Checked::Agrees);
        assert_eq!(check("16-00000002-0"), Checked::Differs);
        assert_eq!(check("10 0000000 1 6"), Checked::Differs);
    }

    #[test]
    fn what_is_no_ruc_is_refused_with_the_fact() {
        for (text, given) in [("", 0), ("2000000000", 10), ("200000000001", 12)] {
            let wrong = RucError::WrongLength { given, expected: 11 };
            assert_eq!(Ruc::read(text), Err(wrong), "{text}");
        }
        for prefix in ["11", "30", "04"] {
            let unknown = RucError::UnknownPrefix {
                prefix: prefix.to_owned(),
            };
            assert_eq!(Ruc::read(&format!("{prefix}141234567")), Err(unknown));
        }
        assert_eq!(Ruc::read("2O000000000"), Err(RucError::OtherCharacter { found: 'O' }));
    }

    proptest! {
        #[test]
        fn a_right_ruc_agrees_in_every_grouping(
            prefix in prop::sample::select(PREFIXES.to_vec()), number in "[0-9]{8}", marks in marks(),
        ) {
            let body = format!("{prefix}{number}");
            let ruc = format!("{body}{}", eleven_minus(remainder(&body)));
            let read = Ruc::read(&grouped(&ruc, &marks)).expect("a RUC");
            prop_assert_eq!(read.as_str(), &ruc);
            prop_assert_eq!(read.check(), Checked::Agrees);
            prop_assert_eq!(Ruc::read(&read.to_string()), Ok(read));
        }

        /// A changed check digit is always noticed, and a changed digit of the number unless the remainder went from 0 to
        /// 10 or back: these two share the check digit 1.
        #[test]
        fn one_changed_digit_is_noticed_unless_its_remainders_share_a_check_digit(
            prefix in prop::sample::select(PREFIXES.to_vec()), number in "[0-9]{8}", place in 2_usize..11, by in 1_u8..10,
        ) {
            let body = format!("{prefix}{number}");
            let before = remainder(&body);
            let changed = with_changed(&format!("{body}{}", eleven_minus(before)), place, by);
            let after = remainder(&changed);
            prop_assert_eq!(before != after, place < 10);
            let is_unnoticed = place < 10 && [before, after].iter().all(|r| [0, 10].contains(r));
            prop_assert_eq!(check(&changed) == Checked::Agrees, is_unnoticed);
        }
    }
}
