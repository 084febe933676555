//! To whom a giro is paid, checked before money moves: what cannot be right is refused, what real banks do not always obey
//! is doubted.

use serde::{Deserialize, Serialize};

use super::ExecutionType;
use crate::coded_enum;
use crate::domain::kernel::identifiers::{
    Cci, Checked, Dni, DocumentError, MobileError, NumberError, PersonDocument, PeruvianMobile, Ruc, RucError,
    VenezuelanAccount, VenezuelanMobile,
};
use crate::domain::kernel::letters::without_invisible;
use crate::domain::treasury::banks::Bank;

/// The length of a beneficiary's name, in characters.
const NAME_CHARS_MIN: usize = 2;
pub const NAME_CHARS_MAX: usize = 80;
/// The length of an account number, phone or document of a country whose numbers the desk does not know.
const OTHER_CHARS_MIN: usize = 4;
const OTHER_CHARS_MAX: usize = 40;

/// A payee as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayeeTyped {
    pub name: String,
    pub account: Option<String>,
    pub phone: Option<String>,
    pub document: Option<String>,
    /// Words of the text it was read from may belong to the name and are not in it, or the reverse.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unclear_name: bool,
}

/// A payee whose numbers were read: an account number, or a phone with its document (*pago móvil*), or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payee {
    pub name: String,
    pub account: Option<String>,
    pub phone: Option<String>,
    pub document: Option<String>,
}

impl PayeeTyped {
    /// A payee whose account or phone was typed into one field. Texts may be empty.
    pub fn to(name: &str, destination: &str, document: &str) -> PayeeTyped {
        /// A phone has fewer digits, also with its country; an account has more.
        const ACCOUNT_DIGITS_MIN: usize = 15;
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let digits = destination.chars().filter(char::is_ascii_digit).count();
        let (account, phone) = match digits < ACCOUNT_DIGITS_MIN {
            true => (None, said(destination)),
            false => (said(destination), None),
        };
        PayeeTyped {
            name: name.to_owned(),
            account,
            phone,
            document: said(document),
            unclear_name: false,
        }
    }
}

coded_enum! {
    /// What looks wrong about a payee, and may be right.
    pub enum Doubt {
        /// The check digits of the account number do not agree.
        AccountDigits => "account_digits",
        /// The check digit of the document does not agree.
        DocumentDigit => "document_digit",
        /// A word that was left out of the name may belong to it, or a word in it may be a bank's.
        NameWords => "name_words",
    }
}

/// Why something is no payee of a bank.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PayeeMistake {
    #[error("a name has {min} to {max} characters, not {given}")]
    Name { min: usize, max: usize, given: usize },
    /// Neither an account nor a phone.
    #[error("there is neither an account nor a phone")]
    NoDestination,
    #[error("account: {0}")]
    Account(NumberError),
    /// The number is one of another bank.
    #[error("the account number begins with {found}, and those of {bank} with {code}")]
    OtherBank { found: String, code: String, bank: String },
    #[error("phone: {0}")]
    Phone(MobileError),
    /// A mobile phone of Peru has nine digits, of which the first is 9.
    #[error("it is no mobile phone of Peru")]
    PeruvianPhone,
    /// A payment to a phone needs the document of its owner.
    #[error("a phone came without a document")]
    NoDocument,
    /// The same in Peru, where the document is a DNI.
    #[error("a phone came without a DNI")]
    NoDni,
    #[error("document: {0}")]
    Document(DocumentError),
    #[error("RUC: {0}")]
    Ruc(RucError),
    #[error("DNI: {0}")]
    Dni(NumberError),
    /// A number of a country whose numbers the desk does not know.
    #[error("a number has {min} to {max} characters, not {given}")]
    Length { min: usize, max: usize, given: usize },
}

impl Payee {
    /// How somebody who pays them most likely does it.
    pub fn likely_way(&self) -> ExecutionType {
        match self.account {
            Some(_) => ExecutionType::Transfer,
            None => ExecutionType::MobilePayment,
        }
    }

    /// Everything in one line, as an order's beneficiary.
    pub(super) fn in_one_line(&self, bank: &str) -> String {
        let parts = [
            Some(&self.name),
            self.account.as_ref(),
            self.phone.as_ref(),
            self.document.as_ref(),
        ];
        let mut parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        parts.insert(1, bank);
        parts.join(" · ")
    }
}

/// Reads a payee of this bank, and what is doubtful about them.
///
/// # Errors
/// [`PayeeMistake`].
pub(super) fn checked(typed: &PayeeTyped, bank: &Bank) -> Result<(Payee, Vec<Doubt>), PayeeMistake> {
    let name = name(&typed.name)?;
    let [account, phone, document] = [&typed.account, &typed.phone, &typed.document].map(|text| said(text.as_deref()));
    if account.is_none() && phone.is_none() {
        return Err(PayeeMistake::NoDestination);
    }
    let country = Country::of(bank);
    let mut doubts = Vec::new();
    if typed.unclear_name {
        doubts.push(Doubt::NameWords);
    }
    let account = account
        .map(|typed| country.account(&typed, bank, &mut doubts))
        .transpose()?;
    let phone = phone.map(|typed| country.phone(&typed)).transpose()?;
    let document = document
        .map(|typed| country.document(&typed, &mut doubts))
        .transpose()?;
    if account.is_none() && document.is_none() {
        match country {
            Country::Venezuela => return Err(PayeeMistake::NoDocument),
            Country::Peru => return Err(PayeeMistake::NoDni),
            Country::Other => {}
        }
    }
    let payee = Payee {
        name,
        account,
        phone,
        document,
    };
    Ok((payee, doubts))
}

/// Without invisible characters and outer spaces; nothing when nothing is left.
fn said(text: Option<&str>) -> Option<String> {
    let text = without_invisible(text.unwrap_or_default()).trim().to_owned();
    (!text.is_empty()).then_some(text)
}

fn name(typed: &str) -> Result<String, PayeeMistake> {
    let words: Vec<String> = typed.split_whitespace().filter_map(|word| said(Some(word))).collect();
    let name = words.join(" ");
    let given = name.chars().count();
    let is_name = (NAME_CHARS_MIN..=NAME_CHARS_MAX).contains(&given) && name.chars().any(char::is_alphabetic);
    match is_name {
        true => Ok(name),
        false => Err(PayeeMistake::Name {
            min: NAME_CHARS_MIN,
            max: NAME_CHARS_MAX,
            given,
        }),
    }
}

/// Whose numbers are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Country {
    Venezuela,
    Peru,
    Other,
}

impl Country {
    pub(super) fn of(bank: &Bank) -> Country {
        match bank.country.as_str() {
            "VE" => Country::Venezuela,
            "PE" => Country::Peru,
            _ => Country::Other,
        }
    }

    fn account(self, typed: &str, bank: &Bank, doubts: &mut Vec<Doubt>) -> Result<String, PayeeMistake> {
        let (number, code, check) = match self {
            Country::Venezuela => {
                let read = VenezuelanAccount::read(typed).map_err(PayeeMistake::Account)?;
                (read.to_string(), read.bank_code().to_owned(), read.check())
            }
            Country::Peru => {
                let read = Cci::read(typed).map_err(PayeeMistake::Account)?;
                (read.to_string(), read.bank_code().to_owned(), read.check())
            }
            Country::Other => return other(typed),
        };
        if code != bank.code {
            return Err(PayeeMistake::OtherBank {
                found: code,
                code: bank.code.clone(),
                bank: bank.name.clone(),
            });
        }
        if check == Checked::Differs {
            doubts.push(Doubt::AccountDigits);
        }
        Ok(number)
    }

    fn phone(self, typed: &str) -> Result<String, PayeeMistake> {
        match self {
            Country::Venezuela => {
                let read = VenezuelanMobile::read(typed).map_err(PayeeMistake::Phone)?;
                Ok(read.to_string())
            }
            Country::Peru => {
                let read = PeruvianMobile::read(typed).map_err(|_| PayeeMistake::PeruvianPhone)?;
                Ok(read.to_string())
            }
            Country::Other => other(typed),
        }
    }

    fn document(self, typed: &str, doubts: &mut Vec<Doubt>) -> Result<String, PayeeMistake> {
        let (document, check) = match self {
            Country::Venezuela => {
                let read = PersonDocument::read(typed).map_err(PayeeMistake::Document)?;
                (read.to_string(), read.check())
            }
            Country::Peru => peruvian(typed)?,
            Country::Other => return other(typed),
        };
        if check == Checked::Differs {
            doubts.push(Doubt::DocumentDigit);
        }
        Ok(document)
    }
}

/// A RUC has eleven digits, a DNI eight and perhaps a check character.
fn peruvian(typed: &str) -> Result<(String, Checked), PayeeMistake> {
    const RUC_DIGITS: usize = 11;
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    if RUC_DIGITS <= digits {
        let ruc = Ruc::read(typed).map_err(PayeeMistake::Ruc)?;
        return Ok((ruc.to_string(), ruc.check()));
    }
    let dni = Dni::read(typed).map_err(PayeeMistake::Dni)?;
    Ok((dni.to_string(), dni.check()))
}

fn other(typed: &str) -> Result<String, PayeeMistake> {
    let given = typed.chars().count();
    match (OTHER_CHARS_MIN..=OTHER_CHARS_MAX).contains(&given) {
        true => Ok(typed.to_owned()),
        false => Err(PayeeMistake::Length {
            min: OTHER_CHARS_MIN,
            max: OTHER_CHARS_MAX,
            given,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Doubt, PayeeMistake, PayeeTyped, checked};
    use crate::domain::kernel::identifiers::NumberError;
    use crate::domain::treasury::banks::Bank;

    fn bank() -> Bank {
        Bank::example(1, "0102", "Banco de Venezuela", &[])
    }

    fn typed(account: &str, phone: &str, document: &str) -> PayeeTyped {
        let said = |text: &str| Some(text.to_owned());
        PayeeTyped {
            name: "  María   Pérez ".to_owned(),
            account: said(account),
            phone: said(phone),
            document: said(document),
            unclear_name: false,
        }
    }

    #[test]
    fn numbers_are_kept_as_banks_take_them() {
        let (payee, doubts) = checked(&typed("0102-0021-10-0000000007", "", "v-12.345.678"), &bank()).unwrap();
        assert_eq!(payee.name, "María Pérez");
        assert_eq!(payee.account.as_deref(), Some("01020021100000000007"));
        assert_eq!(payee.document.as_deref(), Some("V12345678"));
        assert_eq!(doubts, []);
        let line = payee.in_one_line("Banco de Venezuela");
        assert_eq!(
            line,
            "María Pérez · Banco de Venezuela · 01020021100000000007 · V12345678"
        );
        let (payee, _) = checked(&typed(" ", "+58 414 123 45 67", "12345678"), &bank()).unwrap();
        assert_eq!(payee.phone.as_deref(), Some("04141234567"));
    }

    #[test]
    fn what_real_banks_do_not_obey_is_doubted_and_not_refused() {
        let (_, doubts) = checked(&typed("01020021110000000007", "", "J-12345678-0"), &bank()).unwrap();
        assert_eq!(doubts, [Doubt::AccountDigits, Doubt::DocumentDigit]);
    }

    #[test]
    fn what_cannot_be_right_is_refused() {
        let refused = |account, phone, document| checked(&typed(account, phone, document), &bank()).unwrap_err();
        assert_eq!(refused("", "", "V12345678"), PayeeMistake::NoDestination);
        assert_eq!(refused("", "04141234567", ""), PayeeMistake::NoDocument);
        assert!(matches!(
            refused("0134 0021 10 0000000007", "", ""),
            PayeeMistake::OtherBank { .. }
        ));
        let short = PayeeMistake::Account(NumberError::WrongLength {
            given: 19,
            expected: 20,
        });
        assert_eq!(refused("0102002110000000000", "", ""), short);
        assert!(matches!(
            refused("", "02121234567", "V12345678"),
            PayeeMistake::Phone(_)
        ));
        let nameless = PayeeTyped {
            name: "12".to_owned(),
            ..typed("01020021100000000007", "", "")
        };
        assert!(matches!(checked(&nameless, &bank()), Err(PayeeMistake::Name { .. })));
    }
}
