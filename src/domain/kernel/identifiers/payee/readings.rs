//! Every way to cut a chain of digit groups into numbers.

use super::parts::Found;
use super::pieces::{Chain, Group};
use crate::domain::kernel::identifiers::document::PersonDocument;
use crate::domain::kernel::identifiers::mobile::VenezuelanMobile;

/// An account that is typed digit by digit, and four groups more. The ways to cut a chain multiply with its groups.
const GROUPS_MAX: usize = 24;

/// More readings than this are not told apart; more than one is refused anyway.
const READINGS_MAX: usize = 64;

const ACCOUNT_DIGITS: usize = 20;

/// A document without a letter has 6 to 8 digits. Five are read as one too, so that they can make a reading ambiguous,
/// but are accepted only after a label.
const BARE_DIGITS_MIN: usize = 5;
const BARE_DIGITS_MAX: usize = 8;

/// How the letter before a chain is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LetterIs {
    /// The letter of the first number, which is a document. Without a letter: nothing.
    OfDocument,
    /// The initial of a name; the first number is no document, because then it would be the letter of it.
    Initial,
}

/// All readings of a chain, each in the order of the text.
pub(super) fn readings(chain: &Chain, letter: LetterIs) -> Vec<Vec<Found>> {
    let mut readings = Vec::new();
    if !chain.touches_letter && chain.groups.len() <= GROUPS_MAX {
        read_on(chain, letter, &mut Vec::new(), 0, &mut readings);
    }
    readings
}

/// Reads the groups from `from` on in every way, after what was `found` in those before.
fn read_on(chain: &Chain, letter: LetterIs, found: &mut Vec<Found>, from: usize, readings: &mut Vec<Vec<Found>>) {
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
            0 => read_first(chain, letter, groups),
            _ => read_number(groups),
        };
        if let Some(number) = number {
            found.push(number);
            read_on(chain, letter, found, end, readings);
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
fn read_first(chain: &Chain, letter: LetterIs, groups: &[Group]) -> Option<Found> {
    match (&chain.letter, letter) {
        (Some(typed), LetterIs::OfDocument) => read_lettered(typed.letter, groups),
        (Some(_), LetterIs::Initial) => read_number(groups).filter(|number| !matches!(number, Found::Document(_))),
        (None, _) if chain.has_plus => read_phone(&format!("+{}", joined(groups))),
        (None, _) => read_number(groups),
    }
}

/// Reads one number. Its length says which kind it can be, so there is never a second kind.
fn read_number(groups: &[Group]) -> Option<Found> {
    let digits = joined(groups);
    match digits.len() {
        4 => (groups.len() == 1 && is_bank_code(&digits)).then_some(Found::BankCode(digits)),
        BARE_DIGITS_MIN..=BARE_DIGITS_MAX => is_grouped_as_document(groups).then_some(Found::Document(digits)),
        ACCOUNT_DIGITS => is_without_slash(groups).then_some(Found::Account(digits)),
        _ => read_phone(&digits),
    }
}

fn read_phone(digits: &str) -> Option<Found> {
    VenezuelanMobile::read(digits).ok().map(Found::Phone)
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
