//! A giro's payee and bank in one text, in any order, as people paste it: `Banesco 0134… V12345678 María Pérez`.

use super::PayeeTyped;
use crate::domain::kernel::identifiers::{PayeeError, PayeeParts, read_payee};
use crate::domain::treasury::banks::{Bank, recognise};

/// Why a text does not say to whom at which bank.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TypedMistake {
    #[error(transparent)]
    Unread(#[from] PayeeError),
    /// No word names a bank, and no account number says it.
    #[error("no bank is named")]
    NoBank,
    /// Words name several banks, or other ones than the account number.
    #[error("several banks may be meant")]
    SeveralBanks(Vec<Bank>),
}

/// Reads the text. The bank is the one that words or a code name; without one, the one that the account number begins with.
///
/// # Errors
/// [`TypedMistake`].
pub fn read_typed(text: &str, banks: &[Bank]) -> Result<(Bank, PayeeTyped), TypedMistake> {
    let parts = read_payee(text)?;
    let (named, name) = bank_in_words(&parts.words, banks);
    let by_code = parts
        .bank_code
        .as_deref()
        .map(|code| with_code(banks, |bank| bank.code == code));
    let by_account = parts
        .account
        .as_deref()
        .map(|account| with_code(banks, |bank| account.starts_with(&bank.code)));
    let found = [named, by_code, by_account]
        .into_iter()
        .flatten()
        .find(|found| !found.is_empty());
    let bank = match found.as_deref() {
        None => return Err(TypedMistake::NoBank),
        Some([only]) => only.clone(),
        Some(several) => return Err(TypedMistake::SeveralBanks(several.to_vec())),
    };
    let PayeeParts {
        account,
        phone,
        document,
        ..
    } = parts;
    let payee = PayeeTyped {
        name,
        account,
        phone: phone.map(|phone| phone.to_string()),
        document,
    };
    Ok((bank, payee))
}

fn with_code(banks: &[Bank], is_meant: impl Fn(&Bank) -> bool) -> Vec<Bank> {
    banks.iter().filter(|bank| is_meant(bank)).cloned().collect()
}

/// The banks that the longest run of words names, and the other words. Beginnings of names do not count, since people have
/// such names too.
fn bank_in_words(words: &str, banks: &[Bank]) -> (Option<Vec<Bank>>, String) {
    let words: Vec<&str> = words.split_whitespace().collect();
    for length in (1..=words.len()).rev() {
        for start in 0..=words.len() - length {
            let run = words[start..start + length].join(" ");
            let found: Vec<Bank> = recognise(banks, &run)
                .into_iter()
                .filter(|bank| bank.is_called(&run))
                .cloned()
                .collect();
            if !found.is_empty() {
                let rest: Vec<&str> = [&words[..start], &words[start + length..]].concat();
                return (Some(found), rest.join(" "));
            }
        }
    }
    (None, words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::{TypedMistake, read_typed};
    use crate::domain::kernel::money::Currency;
    use crate::domain::treasury::banks::Bank;
    use crate::ids::BankId;

    fn banks() -> Vec<Bank> {
        let bank = |id, code: &str, name: &str, also: &[&str]| Bank {
            id: BankId::new(id),
            code: code.to_owned(),
            name: name.to_owned(),
            also: also.iter().map(|name| (*name).to_owned()).collect(),
            country: "VE".to_owned(),
            currency: Currency::VES,
        };
        vec![
            bank(1, "0102", "Banco de Venezuela", &["bdv"]),
            bank(2, "0105", "Mercantil", &[]),
            bank(3, "0134", "Banesco", &[]),
        ]
    }

    #[test]
    fn a_pasted_text_says_who_and_where_in_any_order() {
        for text in [
            "Banesco 0134 0000 00 0000000000 V12345678 María Pérez",
            "María Pérez\nV-12.345.678\nBanesco\n0134-0000-00-0000000000",
            "01340000000000000000 María Pérez V12345678",
        ] {
            let (bank, payee) = read_typed(text, &banks()).unwrap();
            assert_eq!(bank.code, "0134", "{text}");
            assert_eq!(payee.name, "María Pérez", "{text}");
            assert_eq!(payee.account.as_deref(), Some("01340000000000000000"), "{text}");
        }
    }

    #[test]
    fn a_mobile_payment_names_its_bank() {
        let (bank, payee) = read_typed("banco de venezuela 0414-1234567 V12345678 Ana", &banks()).unwrap();
        assert_eq!((bank.code.as_str(), payee.name.as_str()), ("0102", "Ana"));
        assert_eq!(payee.phone.as_deref(), Some("04141234567"));
        assert_eq!(
            read_typed("0414-1234567 V12345678 Ana", &banks()),
            Err(TypedMistake::NoBank)
        );
    }
}
