//! Accounts in Peruvian banks: the CCI, twenty digits.

use std::fmt;

use super::check_digit::{Checked, luhn, value};
use super::typed::{NumberError, digits};

/// Bank 3, office 3, account 12, check digits 2.
const DIGITS: usize = 20;

/// The *código de cuenta interbancario* of an account in a Peruvian bank. Whether the bank exists is not known here.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cci(String);

impl Cci {
    /// Reads twenty digits; spaces, dots, hyphens and invisible characters do not count.
    ///
    /// # Errors
    /// [`NumberError`]: the first other character, or else how many digits were given.
    pub fn read(text: &str) -> Result<Cci, NumberError> {
        digits(text, DIGITS).map(Cci)
    }

    /// The three digits of the bank.
    pub fn bank_code(&self) -> &str {
        &self.0[..3]
    }

    /// Whether both check digits agree: the first is of bank and office, the second of the account.
    pub fn check(&self) -> Checked {
        let given: Vec<u32> = self.0[18..].bytes().map(value).collect();
        Checked::of(given == [luhn(&self.0[..6]), luhn(&self.0[6..18])])
    }

    /// Twenty digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Cci {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::Cci;
    use crate::domain::kernel::identifiers::check_digit::{Checked, luhn};
    use crate::domain::kernel::identifiers::samples::{grouped, marks, with_changed};
    use crate::domain::kernel::identifiers::typed::NumberError;

    fn completed(bank_and_office: &str, account: &str) -> String {
        let (first, second) = (luhn(bank_and_office), luhn(account));
        format!("{bank_and_office}{account}{first}{second}")
    }

    /// 003 000 and 000000000019, by hand: 0+0+3+0+0+0 = 3, digit 7; 1 + double 9 = 18 = 9, together 10, digit 0.
    #[test]
    fn the_check_digits_are_those_computed_by_hand() {
        let check = |text: &str| Cci::read(text).expect(text).check();
        assert_eq!(check("003-000-000000000019-70"), Checked::Agrees);
        assert_eq!(check("003-000-000000000019-71"), Checked::Differs);
        assert_eq!(check("003-000-000000000019-80"), Checked::Differs);
        assert_eq!(check("003-000-000000000091-70"), Checked::Differs);
    }

    #[test]
    fn a_cci_is_its_digits() {
        let cci = Cci::read("003 000 000000000019 70").expect("a CCI");
        assert_eq!((cci.bank_code(), cci.as_str()), ("003", "00300000000000001970"));
        let wrong = |given| Err(NumberError::WrongLength { given, expected: 20 });
        assert_eq!(Cci::read("003-000-00000000019-70"), wrong(19));
        assert_eq!(Cci::read("003/000"), Err(NumberError::OtherCharacter { found: '/' }));
    }

    proptest! {
        #[test]
        fn a_right_cci_agrees_in_every_grouping(
            bank_and_office in "[0-9]{6}", account in "[0-9]{12}", marks in marks(),
        ) {
            let number = completed(&bank_and_office, &account);
            let read = Cci::read(&grouped(&number, &marks)).expect("twenty digits");
            prop_assert_eq!(read.as_str(), &number);
            prop_assert_eq!(read.check(), Checked::Agrees);
            prop_assert_eq!(Cci::read(&read.to_string()), Ok(read));
        }

        /// Without exception: doubling maps the ten digits to ten different ones.
        #[test]
        fn one_changed_digit_is_noticed(
            bank_and_office in "[0-9]{6}", account in "[0-9]{12}", place in 0_usize..20, by in 1_u8..10,
        ) {
            let changed = with_changed(&completed(&bank_and_office, &account), place, by);
            prop_assert_eq!(Cci::read(&changed).expect("twenty digits").check(), Checked::Differs);
        }
    }
}
