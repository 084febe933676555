//! Accounts in Venezuelan banks: twenty digits.

use std::fmt;

use super::check_digit::{Checked, eleven_minus, value, weighted};
use super::typed::{NumberError, digits};

/// Bank 4, office 4, check digits 2, account 10.
const DIGITS: usize = 20;

/// Of the first check digit: bank and office.
const BANK_WEIGHTS: [u32; 8] = [3, 2, 7, 6, 5, 4, 3, 2];

/// Of the second check digit: office and account. The rule of Spain counts the account alone, with other weights.
const ACCOUNT_WEIGHTS: [u32; 14] = [3, 2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/// The number of an account in a Venezuelan bank. Whether the bank exists is not known here.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct VenezuelanAccount(String);

impl VenezuelanAccount {
    /// Reads twenty digits; spaces, dots, hyphens and invisible characters do not count.
    ///
    /// # Errors
    /// [`NumberError`]: the first other character, or else how many digits were given.
    pub fn read(text: &str) -> Result<VenezuelanAccount, NumberError> {
        digits(text, DIGITS).map(VenezuelanAccount)
    }

    /// The four digits of the bank.
    pub fn bank_code(&self) -> &str {
        &self.0[..4]
    }

    /// Whether both check digits agree. Most banks obey the rule and some numbers in use do not.
    pub fn check(&self) -> Checked {
        let office_and_account = self.0[4..8].bytes().chain(self.0[10..].bytes());
        let first = eleven_minus(weighted(self.0[..8].bytes(), &BANK_WEIGHTS));
        let second = eleven_minus(weighted(office_and_account, &ACCOUNT_WEIGHTS));
        let given: Vec<u32> = self.0[8..10].bytes().map(value).collect();
        Checked::of(given == [first, second])
    }

    /// Twenty digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VenezuelanAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{ACCOUNT_WEIGHTS, BANK_WEIGHTS, VenezuelanAccount};
    use crate::domain::kernel::identifiers::check_digit::{Checked, eleven_minus, weighted};
    use crate::domain::kernel::identifiers::samples::{grouped, marks, with_changed};
    use crate::domain::kernel::identifiers::typed::NumberError;

    fn check(text: &str) -> Checked {
        VenezuelanAccount::read(text).expect("twenty digits").check()
    }

    /// Both sums modulo 11.
    fn remainders(number: &str) -> (u32, u32) {
        let office_and_account = number[4..8].bytes().chain(number[10..].bytes());
        (
            weighted(number[..8].bytes(), &BANK_WEIGHTS) % 11,
            weighted(office_and_account, &ACCOUNT_WEIGHTS) % 11,
        )
    }

    fn completed(bank_and_office: &str, account: &str) -> String {
        let (first, second) = remainders(&format!("{bank_and_office}00{account}"));
        format!(
            "{bank_and_office}{}{}{account}",
            eleven_minus(first),
            eleven_minus(second)
        )
    }

    /// 0102 0021 and 0000000007, by hand: 0·3 1·2 0·7 2·6 0·5 0·4 2·3 1·2 = 22, remainder 0, digit 1; and
    /// 0·3 0·2 2·7 1·6 and 7·2 = 34, remainder 1, digit 0.
    #[test]
    fn the_check_digits_are_those_computed_by_hand() {
        assert_eq!(completed("01020021", "0000000007"), "01020021100000000007");
        assert_eq!(check("0102 0021 10 0000000007"), Checked::Agrees);
        assert_eq!(check("0102 0021 00 0000000007"), Checked::Differs);
        assert_eq!(check("0102 0021 11 0000000007"), Checked::Differs);
        assert_eq!(check("0102 0021 10 0000000008"), Checked::Differs);
    }

    #[test]
    fn an_account_is_read_in_the_forms_that_people_type() {
        for text in [
            "01020021100000000007",
            "0102-0021-10-0000000007",
            "0102 0021 1000 0000 0007",
            " 0102.0021.10.0000000007\n",
            "0102\u{2013}0021\u{a0}10\u{200b}0000000007",
        ] {
            let account = VenezuelanAccount::read(text).expect(text);
            assert_eq!(account.to_string(), "01020021100000000007", "{text:?}");
            assert_eq!(account.bank_code(), "0102");
        }
    }

    #[test]
    fn what_is_no_account_is_refused_with_the_fact() {
        let wrong = |given| Err(NumberError::WrongLength { given, expected: 20 });
        assert_eq!(VenezuelanAccount::read("0102002110000000000"), wrong(19));
        assert_eq!(VenezuelanAccount::read("010200211000000000071"), wrong(21));
        assert_eq!(VenezuelanAccount::read(""), wrong(0));
        let other = Err(NumberError::OtherCharacter { found: 'O' });
        assert_eq!(VenezuelanAccount::read("O1020021100000000007"), other);
    }

    proptest! {
        #[test]
        fn a_right_account_agrees_in_every_grouping(
            bank_and_office in "[0-9]{8}", account in "[0-9]{10}", marks in marks(),
        ) {
            let number = completed(&bank_and_office, &account);
            let read = VenezuelanAccount::read(&grouped(&number, &marks)).expect("twenty digits");
            prop_assert_eq!(read.as_str(), &number);
            prop_assert_eq!(read.check(), Checked::Agrees);
            prop_assert_eq!(VenezuelanAccount::read(&read.to_string()), Ok(read));
        }

        /// A changed check digit is always noticed. A change elsewhere changes the remainder of each sum it is in (no
        /// weight is a multiple of 11), so it is noticed unless each changed remainder went from 0 to 10 or back: these
        /// two share their check digit.
        #[test]
        fn one_changed_digit_is_noticed_unless_its_remainders_share_a_check_digit(
            bank_and_office in "[0-9]{8}", account in "[0-9]{10}", place in 0_usize..20, by in 1_u8..10,
        ) {
            let number = completed(&bank_and_office, &account);
            let changed = with_changed(&number, place, by);
            let (before, after) = (remainders(&number), remainders(&changed));
            prop_assert_eq!(before.0 != after.0, place < 8);
            prop_assert_eq!(before.1 != after.1, (4..8).contains(&place) || 10 <= place);
            let shares = |before: u32, after: u32| before == after || [before, after].iter().all(|r| [0, 10].contains(r));
            let is_unnoticed = !(8..10).contains(&place) && shares(before.0, after.0) && shares(before.1, after.1);
            prop_assert_eq!(check(&changed) == Checked::Agrees, is_unnoticed);
        }

        #[test]
        fn no_text_breaks_the_reading(text in "\\PC{0,40}") {
            let read = VenezuelanAccount::read(&text);
            prop_assert!(read.map_or(true, |account| account.as_str().len() == 20));
        }
    }
}
