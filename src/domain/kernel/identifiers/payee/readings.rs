//! Every way to cut a chain of digit groups into numbers.

use super::parts::Found;
use super::pieces::{Chain, Group};
use crate::domain::kernel::identifiers::document::PersonDocument;
use crate::domain::kernel::identifiers::mobile::VenezuelanMobile;
use crate::domain::kernel::identifiers::peruvian_mobile::PeruvianMobile;
use crate::domain::kernel::identifiers::ruc::Ruc;

/// An account that is typed digit by digit, and four groups more. The ways to cut a chain multiply with its groups.
const GROUPS_MAX: usize = 24;

/// More readings than this are not told apart; more than one is refused anyway.
const READINGS_MAX: usize = 64;

const ACCOUNT_DIGITS: usize = 20;

/// A document without a letter has 6 to 8 digits. Five are read as one too, so that they can make a reading ambiguous,
/// but are accepted only after a label.
const BARE_DIGITS_MIN: usize = 5;
const BARE_DIGITS_MAX: usize = 8;

/// A DNI's digits without its check digit.
const DNI_DIGITS: usize = 8;

/// Whose numbers are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    Venezuela,
    Peru,
}

/// How the letter before a chain is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LetterIs {
    /// The letter of the first number, which is a document. Without a letter: nothing.
    OfDocument,
    /// The initial of a name; the first number is no document, because then it would be the letter of it.
    Initial,
}

/// All readings of a chain, each in the order of the text.
pub(super) fn readings(chain: &Chain, letter: LetterIs, numbering: Numbering) -> Vec<Vec<Found>> {
    let mut readings = Vec::new();
    if !chain.touches_letter && chain.groups.len() <= GROUPS_MAX {
        read_on(chain, (letter, numbering), &mut Vec::new(), 0, &mut readings);
    }
    readings
}

/// Reads the groups from `from` on in every way, after what was `found` in those before.
fn read_on(
    chain: &Chain,
    (letter, numbering): (LetterIs, Numbering),
    found: &mut Vec<Found>,
    from: usize,
    readings: &mut Vec<Vec<Found>>,
) {
    // Two codes in one chain are the beginning of an account that goes on elsewhere.
    let codes = found
        .iter()
        .filter(|number| matches!(number, Found::BankCode(_)))
        .count();
    if 1 < codes {
        return;
    }
    if from == chain.groups.len() {
        readings.push(found.clone());
        return;
    }
    for end in from + 1..=chain.groups.len() {
        let groups = &chain.groups[from..end];
        let digits: usize = groups.iter().map(|group| group.digits.len()).sum();
        if ACCOUNT_DIGITS < digits || READINGS_MAX <= readings.len() {
            return;
        }
        let number = match from {
            _ if !is_cut_out(&chain.groups, from, end) => None,
            0 => read_first(chain, (letter, numbering), groups),
            _ => numbering.read_number(groups),
        };
        if let Some(number) = number {
            found.push(number);
            read_on(chain, (letter, numbering), found, end, readings);
            found.pop();
        }
    }
}

/// Whether the groups from `from` to `end` can be a number of their own: a mark other than a space is not at once inside
/// the number and at its edge, so `305-555-0100` is not cut.
fn is_cut_out(groups: &[Group], from: usize, end: usize) -> bool {
    let before = groups.get(from).filter(|_| 0 < from);
    let mut edges = [before, groups.get(end)].into_iter().flatten();
    let is_inside = |edge: &Group| groups[from + 1..end].iter().any(|inside| inside.marks == edge.marks);
    !edges.any(|edge| !edge.marks.contains(' ') && is_inside(edge))
}

/// Reads the first number of a chain, of which plus and letter say more.
fn read_first(chain: &Chain, (letter, numbering): (LetterIs, Numbering), groups: &[Group]) -> Option<Found> {
    match (&chain.letter, letter) {
        // Letters stand before documents of Venezuela.
        (Some(typed), LetterIs::OfDocument) if numbering == Numbering::Venezuela => read_lettered(typed.letter, groups),
        (Some(_), LetterIs::OfDocument) => None,
        (Some(_), LetterIs::Initial) => {
            let number = numbering.read_number(groups);
            number.filter(|number| !matches!(number, Found::Document(_)))
        }
        (None, _) if chain.has_plus => numbering.read_phone(&format!("+{}", joined(groups))),
        (None, _) => numbering.read_number(groups),
    }
}

impl Numbering {
    /// Reads one number.
    fn read_number(self, groups: &[Group]) -> Option<Found> {
        match self {
            Numbering::Venezuela => read_venezuelan(groups),
            Numbering::Peru => read_peruvian(groups),
        }
    }

    fn read_phone(self, digits: &str) -> Option<Found> {
        let phone = match self {
            Numbering::Venezuela => VenezuelanMobile::read(digits).ok()?.to_string(),
            Numbering::Peru => PeruvianMobile::read(digits).ok()?.to_string(),
        };
        Some(Found::Phone(phone))
    }
}

/// The length of a number says which kind it can be, except that a DNI with its check digit has as many as a phone: that digit
/// stands behind a hyphen.
fn read_peruvian(groups: &[Group]) -> Option<Found> {
    let digits = joined(groups);
    if let [number, check] = groups
        && (number.digits.len(), check.digits.len(), check.marks.as_str()) == (DNI_DIGITS, 1, "-")
    {
        return Some(Found::Document(format!("{}-{}", number.digits, check.digits)));
    }
    match digits.len() {
        3 => (groups.len() == 1 && digits.starts_with('0')).then_some(Found::BankCode(digits)),
        DNI_DIGITS => is_grouped_as_document(groups).then_some(Found::Document(digits)),
        ACCOUNT_DIGITS => is_without_slash(groups).then_some(Found::Account(digits)),
        _ => match Ruc::read(&digits) {
            Ok(ruc) => is_without_slash(groups).then_some(Found::Document(ruc.to_string())),
            Err(_) => Numbering::Peru.read_phone(&digits),
        },
    }
}

/// The length of a number says which kind it can be, so there is never a second kind.
fn read_venezuelan(groups: &[Group]) -> Option<Found> {
    let digits = joined(groups);
    match digits.len() {
        4 => (groups.len() == 1 && is_bank_code(&digits)).then_some(Found::BankCode(digits)),
        BARE_DIGITS_MIN..=BARE_DIGITS_MAX => is_grouped_as_document(groups).then_some(Found::Document(digits)),
        ACCOUNT_DIGITS => is_without_slash(groups).then_some(Found::Account(digits)),
        _ => Numbering::Venezuela.read_phone(&digits),
    }
}

fn read_lettered(letter: char, groups: &[Group]) -> Option<Found> {
    let (last, before) = groups.split_last()?;
    let has_check_digit = last.digits.len() == 1 && !before.is_empty() && is_grouped_as_document(before);
    if !has_check_digit && !is_grouped_as_document(groups) {
        return None;
    }
    let number: String = groups
        .iter()
        .enumerate()
        .flat_map(|(place, group)| [if place == 0 { "" } else { &group.marks }, &group.digits])
        .collect();
    let document = PersonDocument::read(&format!("{letter}{number}")).ok()?;
    Some(Found::Document(document.to_string()))
}

fn joined(groups: &[Group]) -> String {
    groups.iter().map(|group| group.digits.as_str()).collect()
}

/// Codes of banks begin with 0; 00 begins a number of another country, 02 a landline and 04 a mobile.
fn is_bank_code(digits: &str) -> bool {
    let is_phone = ["00", "02", "04"].iter().any(|prefix| digits.starts_with(prefix));
    digits.starts_with('0') && !is_phone
}

/// Whether the digits stand together or in thousands, with one kind of mark between them. Five digits stand in thousands
/// only with a dot: `58 412` begins a phone.
fn is_grouped_as_document(groups: &[Group]) -> bool {
    let Some((first, rest)) = groups.split_first() else {
        return false;
    };
    let Some(second) = rest.first() else {
        return true;
    };
    let is_mark = match rest.len() == 1 && first.digits.len() < 3 {
        true => second.marks == ".",
        false => matches!(second.marks.as_str(), " " | "." | "-"),
    };
    let is_thousand = |group: &Group| group.digits.len() == 3 && group.marks == second.marks;
    is_mark && first.digits.len() <= 3 && !first.digits.starts_with('0') && rest.iter().all(is_thousand)
}

fn is_without_slash(groups: &[Group]) -> bool {
    groups
        .iter()
        .skip(1)
        .all(|group| !group.marks.contains(['/', '(', ')']))
}
