//! What a text says of a payee, and why a text is refused.

use crate::domain::kernel::identifiers::document::PersonDocument;

/// How many characters of a text a refusal quotes: enough to find the place in what was typed.
const QUOTE_CHARS_MAX: usize = 40;

/// What a text says of a payee. Whoever knows the country checks account and document, and finds the bank in the words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PayeeParts {
    /// Twenty digits.
    pub account: Option<String>,
    /// As the phones of its country are written: `04141234567`, `987654321`.
    pub phone: Option<String>,
    /// As [`PersonDocument`] writes it when its letter was typed, otherwise the typed digits: 6 to 8, or 5 after a label.
    /// In Peru a DNI of 8 digits, with its check digit behind a hyphen if that was typed, or a RUC of 11.
    pub document: Option<String>,
    /// Four digits, in Peru three, that stood alone; those of the account are not repeated here, nor compared with them.
    pub bank_code: Option<String>,
    /// What is left, in order and with one space between two words: names of people and banks.
    pub words: String,
    /// Words of `words` beside which a label was left out that may be part of a name: *María* of *María Móvil Plaza*.
    pub beside_left_out: Vec<String>,
    /// The first word behind *banco*, if it is one of `words`.
    pub called_bank: Option<String>,
}

/// What a text may say only once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayeePart {
    Account,
    Phone,
    Document,
    BankCode,
}

/// Why a text does not say whom to pay. `text` is what a person typed, shortened when it is long: escape it before
/// showing it, and keep it out of the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PayeeError {
    #[error("the text has more than one {what:?}")]
    Several { what: PayeePart },
    /// These digits are nothing that is known, or not what the word before them announces.
    #[error("some digits fit nothing")]
    Unread { text: String },
    /// These digits can be cut into numbers in more than one way.
    #[error("some digits have more than one reading")]
    Ambiguous { text: String },
}

/// One number found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    Account(String),
    Phone(String),
    Document(String),
    BankCode(String),
}

impl Found {
    pub(super) fn part(&self) -> PayeePart {
        match self {
            Found::Account(_) => PayeePart::Account,
            Found::Phone(_) => PayeePart::Phone,
            Found::Document(_) => PayeePart::Document,
            Found::BankCode(_) => PayeePart::BankCode,
        }
    }
}

impl PayeeParts {
    /// Adds a number. The same number again changes nothing.
    pub(super) fn add(&mut self, found: Found) -> Result<(), PayeeError> {
        let what = found.part();
        let is_new_or_same = match found {
            Found::Account(account) => keep(&mut self.account, account),
            Found::Phone(phone) => keep(&mut self.phone, phone),
            Found::BankCode(code) => keep(&mut self.bank_code, code),
            Found::Document(document) => self.keep_document(document),
        };
        match is_new_or_same {
            true => Ok(()),
            false => Err(PayeeError::Several { what }),
        }
    }

    /// A document with and without its letter is the same document; the one with the letter is kept.
    fn keep_document(&mut self, document: String) -> bool {
        let Some(kept) = &self.document else {
            self.document = Some(document);
            return true;
        };
        let read = |text: &str| PersonDocument::read(text).ok();
        let is_same = *kept == document || (read(kept).is_some() && read(kept) == read(&document));
        if is_same && document.starts_with(|first: char| first.is_ascii_alphabetic()) {
            self.document = Some(document);
        }
        is_same
    }
}

/// Whether the place was empty or had this value.
fn keep<T: PartialEq>(place: &mut Option<T>, value: T) -> bool {
    match place {
        Some(kept) => *kept == value,
        None => {
            *place = Some(value);
            true
        }
    }
}

pub(super) fn unread(text: &str) -> PayeeError {
    PayeeError::Unread { text: quote(text) }
}

pub(super) fn ambiguous(text: &str) -> PayeeError {
    PayeeError::Ambiguous { text: quote(text) }
}

fn quote(text: &str) -> String {
    match text.char_indices().nth(QUOTE_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
