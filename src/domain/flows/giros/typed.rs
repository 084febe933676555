//! A giro's payee and bank in one text, in any order, as people paste it: `Banesco 0134… V12345678 María Pérez`.

use super::PayeeTyped;
use super::payee::Country;
use crate::domain::kernel::identifiers::{Numbering, PayeeError, PayeeParts, read_payee};
use crate::domain::treasury::banks::{Bank, recognise};

/// Why a text does not say to whom at which bank.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TypedMistake {
    #[error(transparent)]
    Unread(#[from] PayeeError),
    /// No word names a bank, and no account number says it.
    #[error("no bank is named")]
    NoBank,
    /// Words behind others may be a bank or part of a name: Plaza, Tesoro and Venezuela are surnames, too.
    #[error("{words:?} may be a bank or part of a name")]
    UnclearBank { bank: String, words: String },
    /// Words name several banks, or another one than the account number.
    #[error("several banks may be meant")]
    SeveralBanks(Vec<Bank>),
}

/// Reads the text. The account number or a typed code says the bank, and words may say it again; without a number it is the
/// bank that the text begins with, or that has a line of its own.
///
/// # Errors
/// [`TypedMistake`].
pub fn read_typed(text: &str, banks: &[Bank]) -> Result<(Bank, PayeeTyped), TypedMistake> {
    let first = read_as(Numbering::Venezuela, text, banks);
    let in_peru = || read_as(Numbering::Peru, text, banks);
    match &first {
        Ok((bank, _)) if is_peruvian(bank) => in_peru(),
        Ok(_) => first,
        // Only a text that names a bank of Peru has its numbers.
        Err(_) => in_peru().ok().filter(|(bank, _)| is_peruvian(bank)).map_or(first, Ok),
    }
}

fn is_peruvian(bank: &Bank) -> bool {
    Country::of(bank) == Country::Peru
}

fn read_as(numbering: Numbering, text: &str, banks: &[Bank]) -> Result<(Bank, PayeeTyped), TypedMistake> {
    let parts = read_payee(text, numbering)?;
    let by_number = by_number(&parts, banks)?;
    let words: Vec<&str> = parts.words.split_whitespace().collect();
    let (bank, name) = match by_number {
        Some(bank) => beside_number(&bank, &words, banks, parts.bank_code.is_some())?,
        None => by_words((text, numbering), &words, banks)?,
    };
    let mut doubtful = parts.beside_left_out.iter().chain(&parts.called_bank);
    let payee = PayeeTyped {
        unclear_name: doubtful.any(|word| name.split(' ').any(|of_name| of_name == word)),
        name,
        account: parts.account,
        phone: parts.phone,
        document: parts.document,
    };
    Ok((bank, payee))
}

/// The bank of the typed code, else the one whose code the account begins with; the longest code counts, since the codes of
/// two countries differ in length.
fn by_number(parts: &PayeeParts, banks: &[Bank]) -> Result<Option<Bank>, TypedMistake> {
    let found: Vec<&Bank> = match (&parts.bank_code, &parts.account) {
        (Some(code), _) => banks.iter().filter(|bank| bank.code == *code).collect(),
        (None, Some(account)) => {
            let fits: Vec<&Bank> = banks.iter().filter(|bank| account.starts_with(&bank.code)).collect();
            let longest = fits.iter().map(|bank| bank.code.len()).max();
            fits.into_iter()
                .filter(|bank| Some(bank.code.len()) == longest)
                .collect()
        }
        (None, None) => Vec::new(),
    };
    match found.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some((*only).clone())),
        several => Err(TypedMistake::SeveralBanks(
            several.iter().map(|bank| (*bank).clone()).collect(),
        )),
    }
}

/// Words that name the same bank are no part of the name. Words that name only another one are a surname when the bank's
/// code was typed; beside an account alone they are a mistake or a surname, and the person says which.
fn beside_number(bank: &Bank, words: &[&str], banks: &[Bank], has_code: bool) -> Result<(Bank, String), TypedMistake> {
    if let Some((start, end)) = runs(words).find(|(start, end)| bank.is_called(&words[*start..*end].join(" "))) {
        return Ok((bank.clone(), without(words, start, end)));
    }
    match first_named(words, banks).filter(|_| !has_code) {
        None => Ok((bank.clone(), words.join(" "))),
        Some((mut named, ..)) => {
            named.push(bank.clone());
            Err(TypedMistake::SeveralBanks(named))
        }
    }
}

/// The bank that the words begin with, or that stands alone in a line.
fn by_words(
    (text, numbering): (&str, Numbering),
    words: &[&str],
    banks: &[Bank],
) -> Result<(Bank, String), TypedMistake> {
    let first = (1..=words.len()).rev().find_map(|end| {
        let named = called(banks, &words[..end].join(" "));
        (!named.is_empty()).then_some((named, 0, end))
    });
    let alone = text.lines().find_map(|line| {
        let line = read_payee(line, numbering).ok()?.words;
        let named = called(banks, &line);
        let (start, end) = runs(words).find(|(start, end)| words[*start..*end].join(" ") == line)?;
        (!named.is_empty()).then_some((named, start, end))
    });
    let Some((named, start, end)) = alone.or(first) else {
        return Err(match first_named(words, banks) {
            Some((named, start, end)) => TypedMistake::UnclearBank {
                bank: named.into_iter().next().map(|bank| bank.name).unwrap_or_default(),
                words: words[start..end].join(" "),
            },
            None => TypedMistake::NoBank,
        });
    };
    let next = (end..=words.len())
        .rev()
        .map(|to| called(banks, &words[end..to].join(" ")));
    let next = next.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
    match (named.as_slice(), next.as_slice()) {
        ([only], []) => Ok((only.clone(), without(words, start, end))),
        _ => Err(TypedMistake::SeveralBanks([named, next].concat())),
    }
}

/// The banks with exactly this name. Beginnings of names do not count, since people have such names too.
fn called(banks: &[Bank], words: &str) -> Vec<Bank> {
    let found = recognise(banks, words).into_iter().filter(|bank| bank.is_called(words));
    found.cloned().collect()
}

/// Every run of words, the longest first.
fn runs(words: &[&str]) -> impl Iterator<Item = (usize, usize)> {
    let count = words.len();
    (1..=count)
        .rev()
        .flat_map(move |length| (0..=count - length).map(move |start| (start, start + length)))
}

/// The banks that the longest run of words names, and where it stands.
fn first_named(words: &[&str], banks: &[Bank]) -> Option<(Vec<Bank>, usize, usize)> {
    runs(words).find_map(|(start, end)| {
        let named = called(banks, &words[start..end].join(" "));
        (!named.is_empty()).then_some((named, start, end))
    })
}

fn without(words: &[&str], start: usize, end: usize) -> String {
    [&words[..start], &words[end..]].concat().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{TypedMistake, read_typed};
    use crate::domain::treasury::banks::Bank;

    fn banks() -> Vec<Bank> {
        let bank = Bank::example;
        vec![
            bank(1, "0102", "Banco de Venezuela", &["bdv"]),
            bank(2, "0105", "Mercantil", &[]),
            bank(3, "0134", "Banesco", &[]),
            bank(4, "0138", "Plaza", &[]),
            bank(5, "0157", "DelSur", &["del sur"]),
            bank(6, "011", "BBVA", &[]),
            bank(7, "0114", "Bancaribe", &[]),
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
    fn a_word_that_may_belong_to_the_name_is_doubted() {
        for (text, name, unclear) in [
            ("01340000000000000000 María Corriente", "María", true),
            ("01340000000000000000 María Móvil Plata", "María Plata", true),
            ("Banco Fulano 01340000000000000000 María", "Fulano María", true),
            ("01340000000000000000 Luis Ci Wong", "Luis Wong", true),
            ("01340000000000000000 Ana Beneficiaria", "Ana", true),
            ("Móvil Rodríguez 01340000000000000000", "Rodríguez", true),
            ("María Plata CI V12345678 01340000000000000000", "María Plata", false),
            (
                "María Plata titular de la cuenta 01340000000000000000",
                "María Plata",
                false,
            ),
            ("Titular María Plata 01340000000000000000", "María Plata", false),
            ("Celular: 0414-1234567 banesco María Plata", "María Plata", false),
            ("Banco Banesco 01340000000000000000 María", "María", false),
            ("María Plata cuenta 01340000000000000000", "María Plata", false),
            ("María Plata, corriente: 01340000000000000000", "María Plata", false),
            ("Banesco cuenta corriente 01340000000000000000\nMaría", "María", false),
            ("Banesco corriente\n01340000000000000000\nMaría", "María", false),
        ] {
            let (_, payee) = read_typed(text, &banks()).expect(text);
            assert_eq!((payee.name.as_str(), payee.unclear_name), (name, unclear), "{text}");
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

    #[test]
    fn the_numbers_of_peru_are_read_when_the_bank_is_there() {
        let mut banks = banks();
        banks.push(Bank::peruvian(10, "002", "BCP", &["crédito del perú"]));
        banks.push(Bank::peruvian(11, "003", "Interbank", &[]));
        for (text, code, account, phone, document) in [
            (
                "BCP 987654321 DNI 12345678 Ana Díaz",
                "002",
                None,
                Some("987654321"),
                Some("12345678"),
            ),
            (
                "Ana Díaz\n+51 987 654 321\n12345678-9\nInterbank",
                "003",
                None,
                Some("987654321"),
                Some("12345678-9"),
            ),
            (
                "00200112345678901234 RUC 20123456786 Ana Díaz",
                "002",
                Some("00200112345678901234"),
                None,
                Some("20123456786"),
            ),
            (
                "crédito del perú 987654321, 20-12345678-6 Ana Díaz",
                "002",
                None,
                Some("987654321"),
                Some("20123456786"),
            ),
            (
                "003, 987654321, 12345678 Ana Díaz",
                "003",
                None,
                Some("987654321"),
                Some("12345678"),
            ),
        ] {
            let (bank, payee) = read_typed(text, &banks).expect(text);
            assert_eq!((bank.code.as_str(), payee.name.as_str()), (code, "Ana Díaz"), "{text}");
            assert_eq!(
                (payee.account.as_deref(), payee.phone.as_deref()),
                (account, phone),
                "{text}"
            );
            assert_eq!(payee.document.as_deref(), document, "{text}");
        }
        for text in [
            "Banesco 987654321 V12345678 Ana",
            "987654321 12345678 Ana",
            // Twenty digits in a row may be an account.
            "crédito del perú 987654321 20-12345678-6 Ana",
            "003 987654321 12345678 Ana",
        ] {
            assert!(read_typed(text, &banks).is_err(), "{text}");
        }
    }

    #[test]
    fn a_surname_that_is_also_a_bank_is_never_taken_for_it() {
        const PHONE: &str = "0414-1234567 V12345678";
        let read = |text: &str| read_typed(text, &banks());
        for (text, code, name) in [
            (format!("Banesco {PHONE} Luis del Sur"), "0134", "Luis del Sur"),
            (format!("Luis Plaza\n{PHONE}\nMercantil"), "0105", "Luis Plaza"),
            (format!("0134 {PHONE} Rosa Banesco"), "0134", "Rosa"),
            (format!("0134 {PHONE} Rosa Plaza"), "0134", "Rosa Plaza"),
            (
                "0134 01340000000000000000 V12345678 María Plaza".to_owned(),
                "0134",
                "María Plaza",
            ),
            (
                "Banesco 01340000000000000000 Carlos Plaza".to_owned(),
                "0134",
                "Carlos Plaza",
            ),
            ("01140000000000000000 Ana".to_owned(), "0114", "Ana"),
        ] {
            let (bank, payee) = read(&text).unwrap();
            assert_eq!((bank.code.as_str(), payee.name.as_str()), (code, name), "{text}");
        }
        assert!(matches!(
            read(&format!("{PHONE} Rosa Plaza")),
            Err(TypedMistake::UnclearBank { .. })
        ));
        for text in [
            format!("Mercantil Banesco {PHONE} Ana"),
            "01340000000000000000 Carlos Plaza".to_owned(),
            "Mercantil 01340000000000000000 Ana".to_owned(),
        ] {
            assert!(matches!(read(&text), Err(TypedMistake::SeveralBanks(_))), "{text}");
        }
    }
}
