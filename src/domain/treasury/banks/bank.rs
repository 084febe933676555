//! A bank, and how people name it.

use crate::domain::books::ledger::AccountKey;
use crate::domain::kernel::letters;
use crate::domain::kernel::money::Currency;
use crate::ids::BankId;

/// The most words that are looked at for the name of a bank: names have six at most.
const NAME_WORDS_MAX: usize = 8;

/// A bank of a country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bank {
    pub id: BankId,
    /// The first digits of its account numbers.
    pub code: String,
    pub name: String,
    /// Other names that people type.
    pub also: Vec<String>,
    /// The code of its country.
    pub country: String,
    pub currency: Currency,
}

impl Bank {
    /// What the desk has at the bank apart from its cashiers' accounts.
    pub fn central(&self) -> AccountKey {
        AccountKey::Central(self.id, self.currency)
    }

    /// Whether a text is its code or one of its names, and not only a beginning.
    pub fn is_called(&self, typed: &str) -> bool {
        let wanted = comparable(typed);
        self.names().any(|name| name == wanted)
    }

    /// Every name of the bank as it is compared, its code included.
    fn names(&self) -> impl Iterator<Item = String> {
        let names = [&self.code, &self.name].into_iter().chain(&self.also);
        names.map(|name| comparable(name))
    }
}

/// A name without accents, capitals, marks, and the word `banco`.
fn comparable(name: &str) -> String {
    let plain: String = letters::plain(name)
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let without: Vec<&str> = words.iter().copied().filter(|word| *word != "banco").collect();
    // "Banco" alone names no bank, and must not become nothing.
    if without.is_empty() {
        words.join(" ")
    } else {
        without.join(" ")
    }
}

/// The banks that a text names: those with exactly this name or code, or else those of whose names it is the beginning
/// of a word sequence (`banco de vene`). More than one when the text does not say which is meant.
pub fn recognise<'a>(banks: &'a [Bank], typed: &str) -> Vec<&'a Bank> {
    let wanted = comparable(typed);
    if wanted.is_empty() {
        return Vec::new();
    }
    let exact: Vec<&Bank> = banks
        .iter()
        .filter(|bank| bank.names().any(|name| name == wanted))
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    // Fewer letters than these begin the names of too many banks.
    const BEGINNING_CHARS_MIN: usize = 4;
    if wanted.chars().count() < BEGINNING_CHARS_MIN {
        return Vec::new();
    }
    let begins = |bank: &&Bank| bank.names().any(|name| name.starts_with(&wanted));
    banks.iter().filter(begins).collect()
}

/// How many of the first words are the name of a bank, or its beginning: as many as possible; 0 when they name none.
pub fn words_of_name(banks: &[Bank], words: &[&str]) -> usize {
    // A mark alone says nothing of the name: in `Banesco - 50` it belongs to the amount.
    let ends_name = |word: &str| word.contains(char::is_alphanumeric) || word == "%";
    let named =
        |count: &usize| ends_name(words[*count - 1]) && !recognise(banks, &words[..*count].join(" ")).is_empty();
    let longest = words.len().min(NAME_WORDS_MAX);
    (1..=longest).rev().find(named).unwrap_or_default()
}

#[cfg(test)]
impl Bank {
    /// A bank of Venezuela.
    pub(crate) fn example(id: i64, code: &str, name: &str, also: &[&str]) -> Bank {
        Bank {
            id: BankId::new(id),
            code: code.to_owned(),
            name: name.to_owned(),
            also: also.iter().map(|name| (*name).to_owned()).collect(),
            country: "VE".to_owned(),
            currency: Currency::VES,
        }
    }

    /// A bank of Peru.
    pub(crate) fn peruvian(id: i64, code: &str, name: &str, also: &[&str]) -> Bank {
        Bank {
            country: "PE".to_owned(),
            currency: Currency::PEN,
            ..Bank::example(id, code, name, also)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bank, recognise};

    fn banks() -> Vec<Bank> {
        let bank = Bank::example;
        vec![
            bank(1, "0102", "Banco de Venezuela", &["bdv"]),
            bank(2, "0104", "Venezolano de Crédito", &[]),
            bank(3, "0134", "Banesco", &[]),
            bank(4, "0156", "100 % Banco", &["100%"]),
            bank(5, "0172", "Bancamiga", &[]),
            bank(6, "0168", "Bancrecer", &[]),
        ]
    }

    #[test]
    fn a_bank_is_named_by_its_code_its_name_or_a_beginning() {
        let banks = banks();
        for (typed, code) in [
            ("0102", "0102"),
            ("BDV", "0102"),
            ("banco de venezuela", "0102"),
            ("de Venezuela", "0102"),
            ("venezolano de credito", "0104"),
            ("BANESCO", "0134"),
            ("Banco Banesco", "0134"),
            ("banes", "0134"),
            ("100%", "0156"),
            ("100% banco", "0156"),
            ("bancamiga", "0172"),
        ] {
            let found: Vec<&str> = recognise(&banks, typed).iter().map(|bank| bank.code.as_str()).collect();
            assert_eq!(found, [code], "{typed}");
        }
    }

    #[test]
    fn what_names_several_banks_names_none_of_them() {
        let banks = banks();
        assert!(recognise(&banks, "").is_empty());
        assert!(recognise(&banks, "banco").is_empty());
        assert!(recognise(&banks, "ban").is_empty());
        assert_eq!(recognise(&banks, "banc").len(), 2);
        assert!(recognise(&banks, "zelle").is_empty());
    }
}
