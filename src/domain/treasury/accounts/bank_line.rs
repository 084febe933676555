//! Reads a bank and a number that are typed into one field: `Banesco · 0134-1234`, `Mercantil 0414 1234567`.

use super::AccountError;
use crate::domain::kernel::letters::is_invisible;

/// Longest name of a bank, and of a number or phone at it.
const BANK_MAX_CHARS: usize = 60;
const REFERENCE_MAX_CHARS: usize = 40;

/// Where an account is kept outside the desk, as far as it was typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BankLine {
    pub(super) bank: Option<String>,
    pub(super) reference: Option<String>,
}

/// Reads the line. What follows the first `·`, comma or line break is the number; without one of these, the words of
/// digits at the end are.
///
/// # Errors
/// [`AccountError::BankTooLong`], [`AccountError::ReferenceTooLong`].
pub(super) fn read(typed: &str) -> Result<BankLine, AccountError> {
    let (bank, reference) = match typed.split_once(['·', ',', '\n']) {
        Some((bank, reference)) => (tidy(bank), tidy(reference)),
        None => before_digits(typed),
    };
    Ok(BankLine {
        bank: checked_bank(&bank)?,
        reference: checked_reference(&reference)?,
    })
}

/// # Errors
/// [`AccountError::BankTooLong`].
fn checked_bank(typed: &str) -> Result<Option<String>, AccountError> {
    let given = typed.trim().chars().count();
    if BANK_MAX_CHARS < given {
        return Err(AccountError::BankTooLong {
            max: BANK_MAX_CHARS,
            given,
        });
    }
    Ok(said(tidy(typed)))
}

/// Reads a field that holds only a number or phone at a bank; `None` when it is blank.
///
/// # Errors
/// [`AccountError::ReferenceTooLong`].
pub(super) fn number(typed: &str) -> Result<Option<String>, AccountError> {
    checked_reference(&tidy(typed))
}

fn checked_reference(typed: &str) -> Result<Option<String>, AccountError> {
    let given = typed.chars().count();
    if REFERENCE_MAX_CHARS < given {
        return Err(AccountError::ReferenceTooLong {
            max: REFERENCE_MAX_CHARS,
            given,
        });
    }
    Ok(said(typed.to_owned()))
}

fn said(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// `Banco de Venezuela 0414 1234567` is a bank and a phone; `100% Banco` is only a bank.
fn before_digits(typed: &str) -> (String, String) {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let is_digits = |word: &&&str| {
        word.chars().any(|c| c.is_ascii_digit()) && word.chars().all(|c| c.is_ascii_digit() || "+-.()/".contains(c))
    };
    let digits = words.iter().rev().take_while(is_digits).count();
    let (bank, reference) = words.split_at(words.len() - digits);
    (tidy(&bank.join(" ")), reference.join(" "))
}

/// The text in one line, without separators around it.
fn tidy(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line: String = words.join(" ").chars().filter(|c| !is_invisible(*c)).collect();
    line.trim_matches([' ', '·', ',', ';', ':', '-', '/']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{AccountError, BankLine, checked_bank, read};

    fn line(bank: &str, reference: &str) -> BankLine {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        BankLine {
            bank: said(bank),
            reference: said(reference),
        }
    }

    #[test]
    fn bank_and_number_are_told_apart() {
        for (typed, bank, reference) in [
            ("Banesco · 0134-1234", "Banesco", "0134-1234"),
            ("Banesco 0134-1234", "Banesco", "0134-1234"),
            ("Banco de Venezuela 0414 1234567", "Banco de Venezuela", "0414 1234567"),
            (
                "Mercantil, pago móvil +58 414-1234567",
                "Mercantil",
                "pago móvil +58 414-1234567",
            ),
            ("100% Banco 0156 1234", "100% Banco", "0156 1234"),
            ("100% Banco", "100% Banco", ""),
            ("Banesco -", "Banesco", ""),
            ("0134 1234", "", "0134 1234"),
            ("  ", "", ""),
        ] {
            assert_eq!(read(typed).unwrap(), line(bank, reference), "{typed}");
        }
    }

    #[test]
    fn neither_is_longer_than_what_can_be_shown() {
        let long = "x".repeat(61);
        assert!(matches!(
            read(&long),
            Err(AccountError::BankTooLong { max: 60, given: 61 })
        ));
        let digits = format!("Banesco {}", "1".repeat(41));
        assert!(matches!(
            read(&digits),
            Err(AccountError::ReferenceTooLong { max: 40, given: 41 })
        ));
        assert_eq!(checked_bank("  ").unwrap(), None);
    }
}
