//! Documents of people and companies in Venezuela: the cédula and the RIF.

use std::fmt;

use super::check_digit::{Checked, value, weighted};
use super::typed::{is_mark, visible};

/// A RIF has eight digits and a check digit.
const RIF_DIGITS: usize = 9;

const CEDULA_DIGITS_MIN: usize = 5;
const CEDULA_DIGITS_MAX: usize = 8;

const RIF_WEIGHTS: [u32; 8] = [3, 2, 7, 6, 5, 4, 3, 2];

/// The check digit for each remainder of 11. The remainders 0 and 1 share the digit 0.
const RIF_CHECK_DIGITS: [u32; 11] = [0, 0, 9, 8, 7, 6, 5, 4, 3, 2, 1];

/// Why a typed text is no document. No variant has the number of a document but [`DocumentError::CedulaOrRif`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    #[error("{found:?} is no letter of a document")]
    UnknownLetter { found: char },
    #[error("{found:?} is no digit")]
    OtherCharacter { found: char },
    /// The digits are, or may be, a RIF, whose letter cannot be guessed.
    #[error("a RIF has a letter")]
    MissingLetter,
    /// The last digit stands alone, as check digits do, so the number has two readings, both normalized: `V 1234567 8`.
    #[error("the number may be a cédula or a RIF")]
    CedulaOrRif { cedula: String, rif: String },
    /// `given` digits; leading zeros of a cédula do not count. V and E have 5 to 8 (a cédula) or 9 (a RIF), the other
    /// letters 9.
    #[error("{given} digits were given after {letter}")]
    WrongLength { letter: DocumentLetter, given: usize },
}

/// Whose document it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentLetter {
    /// A Venezuelan.
    V,
    /// A foreigner.
    E,
    /// A company.
    J,
    /// Somebody with a passport.
    P,
    /// The state.
    G,
    /// A commune.
    C,
}

impl DocumentLetter {
    /// Reads the letter, small or capital.
    pub(super) fn read(letter: char) -> Option<DocumentLetter> {
        match letter.to_ascii_uppercase() {
            'V' => Some(DocumentLetter::V),
            'E' => Some(DocumentLetter::E),
            'J' => Some(DocumentLetter::J),
            'P' => Some(DocumentLetter::P),
            'G' => Some(DocumentLetter::G),
            'C' => Some(DocumentLetter::C),
            _ => None,
        }
    }

    /// What the letter adds to the sum of a RIF. C came in 2015 for communes that had been J, and counts as J:
    /// published numbers fit no other value (`findings/stdnum-rif-letter-c.sh`).
    fn weight(self) -> u32 {
        match self {
            DocumentLetter::V => 4,
            DocumentLetter::E => 8,
            DocumentLetter::J | DocumentLetter::C => 12,
            DocumentLetter::P => 16,
            DocumentLetter::G => 20,
        }
    }

    /// Whether people with this letter have cédulas. The other letters stand only before a RIF.
    fn has_cedulas(self) -> bool {
        match self {
            DocumentLetter::V | DocumentLetter::E => true,
            DocumentLetter::J | DocumentLetter::P | DocumentLetter::G | DocumentLetter::C => false,
        }
    }
}

impl fmt::Display for DocumentLetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DocumentLetter::V => "V",
            DocumentLetter::E => "E",
            DocumentLetter::J => "J",
            DocumentLetter::P => "P",
            DocumentLetter::G => "G",
            DocumentLetter::C => "C",
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// V or E and 5 to 8 digits, without a check digit.
    Cedula,
    /// Any letter and 9 digits, of which the last is a check digit.
    Rif,
}

/// A Venezuelan cédula or RIF. Written `V12345678` or `J123456789`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PersonDocument {
    letter: DocumentLetter,
    /// A cédula without leading zeros; a RIF with all nine digits.
    digits: String,
}

impl PersonDocument {
    /// Reads `V-12.345.678`, `12345678`, `J-12345678-9`. Spaces, dots, hyphens and invisible characters do not count,
    /// except that one hyphen before the last of 6 to 8 digits makes a RIF of them: `V-1234567-8` is `V012345678`. No
    /// letter before 5 to 8 digits means V, as everywhere in Venezuela.
    ///
    /// # Errors
    /// One variant of [`DocumentError`] for each reason.
    pub fn read(text: &str) -> Result<PersonDocument, DocumentError> {
        let text: String = visible(text).collect();
        let text = text.trim();
        let (letter, number) = match text.chars().next() {
            Some(first) if first.is_alphabetic() => {
                let letter = DocumentLetter::read(first).ok_or(DocumentError::UnknownLetter { found: first })?;
                (Some(letter), &text[first.len_utf8()..])
            }
            _ => (None, text),
        };
        let digits: String = number.chars().filter(|character| !is_mark(*character)).collect();
        if let Some(found) = digits.chars().find(|character| !character.is_ascii_digit()) {
            return Err(DocumentError::OtherCharacter { found });
        }
        decide(letter, digits, LastDigit::of(number))
    }

    pub fn letter(&self) -> DocumentLetter {
        self.letter
    }

    pub fn kind(&self) -> DocumentKind {
        match self.digits.len() == RIF_DIGITS {
            true => DocumentKind::Rif,
            false => DocumentKind::Cedula,
        }
    }

    /// Whether the check digit of a RIF agrees; a cédula has none.
    pub fn check(&self) -> Checked {
        match self.kind() {
            DocumentKind::Cedula => Checked::NothingToCheck,
            DocumentKind::Rif => {
                let sum = self.letter.weight() + weighted(self.digits.bytes(), &RIF_WEIGHTS);
                let given = self.digits.bytes().last().map(value);
                Checked::of(given == RIF_CHECK_DIGITS.get(sum as usize % 11).copied())
            }
        }
    }
}

impl fmt::Display for PersonDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.letter, self.digits)
    }
}

/// How the last digit stands beside the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LastDigit {
    Joined,
    /// After the only hyphen between digits.
    AfterHyphen,
    /// After another mark.
    Alone,
}

impl LastDigit {
    fn of(number: &str) -> LastDigit {
        let number = number.trim_matches(is_mark);
        let before_last = number.trim_end_matches(|c: char| c.is_ascii_digit());
        if before_last.is_empty() || 1 < number.len() - before_last.len() {
            return LastDigit::Joined;
        }
        let marks = before_last.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        match marks.trim() {
            "-" => LastDigit::AfterHyphen,
            _ => LastDigit::Alone,
        }
    }
}

fn decide(letter: Option<DocumentLetter>, digits: String, last: LastDigit) -> Result<PersonDocument, DocumentError> {
    let Some(letter) = letter else {
        return match last {
            LastDigit::Joined if digits.len() != RIF_DIGITS => cedula(DocumentLetter::V, &digits),
            LastDigit::Joined | LastDigit::AfterHyphen | LastDigit::Alone => Err(DocumentError::MissingLetter),
        };
    };
    if digits.len() == RIF_DIGITS {
        return Ok(PersonDocument { letter, digits });
    }
    if !letter.has_cedulas() {
        let given = digits.len();
        return Err(DocumentError::WrongLength { letter, given });
    }
    let cedula = cedula(letter, &digits)?;
    // A RIF that is written without the zeros before the cédula it is made of.
    let is_short_rif = CEDULA_DIGITS_MIN < digits.len();
    let rif = PersonDocument {
        letter,
        digits: format!("{digits:0>RIF_DIGITS$}"),
    };
    match last {
        LastDigit::AfterHyphen if is_short_rif => Ok(rif),
        LastDigit::Alone if is_short_rif => Err(DocumentError::CedulaOrRif {
            cedula: cedula.to_string(),
            rif: rif.to_string(),
        }),
        LastDigit::Joined | LastDigit::AfterHyphen | LastDigit::Alone => Ok(cedula),
    }
}

fn cedula(letter: DocumentLetter, digits: &str) -> Result<PersonDocument, DocumentError> {
    let counted = digits.trim_start_matches('0');
    if digits.len() <= CEDULA_DIGITS_MAX && CEDULA_DIGITS_MIN <= counted.len() {
        let digits = counted.to_owned();
        return Ok(PersonDocument { letter, digits });
    }
    let given = match digits.len() <= CEDULA_DIGITS_MAX {
        true => counted.len(),
        false => digits.len(),
    };
    Err(DocumentError::WrongLength { letter, given })
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
