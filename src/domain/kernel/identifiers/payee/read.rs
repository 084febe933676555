//! Reads a pasted text as a payee.

use super::labels::{Label, between, is_money, label, may_begin_a_name, may_end_a_name};
use super::parts::{Found, PayeeError, PayeePart, PayeeParts, ambiguous, unread};
use super::pieces::{Chain, Piece, pieces};
use super::readings::{LetterIs, Numbering, readings};

/// Digits of the shortest cédula, which is read only after a label.
const SHORT_DOCUMENT_DIGITS: usize = 5;

/// Finds whom to pay in what a reseller pastes, in one line or several and in any order:
///
/// - an account of twenty digits; a mobile as `VenezuelanMobile` reads it;
/// - a document: `V-12.345.678`, `J-12345678-9`, or 6 to 8 digits (5 after a label such as `cédula`), alone or in
///   thousands;
/// - a bank's code: four digits that begin with 0 and are no prefix of a phone;
/// - the words that are left. Labels such as `cuenta:` and `tlf` are dropped; a label of a number must be followed by such
///   a number, or by words.
///
/// Of a payee in Peru: an account (CCI) of twenty digits, a mobile of nine, a DNI of eight with or without `-` and its check
/// digit, a RUC of eleven, a bank's code of three.
///
/// A line break ends every number. Digits that touch a name of money, a stray letter or nothing known are never dropped:
/// they refuse the text.
///
/// # Errors
/// [`PayeeError::Unread`] and [`PayeeError::Ambiguous`] for the first digits without exactly one reading;
/// [`PayeeError::Several`] when two different numbers of one kind are found before.
pub fn read_payee(text: &str, numbering: Numbering) -> Result<PayeeParts, PayeeError> {
    let mut parts = PayeeParts::default();
    let mut words = Vec::new();
    for line in text.split(['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}']) {
        read_line(line, numbering, &mut parts, &mut words)?;
    }
    parts.words = words.join(" ");
    Ok(parts)
}

fn read_line(
    line: &str,
    numbering: Numbering,
    parts: &mut PayeeParts,
    words: &mut Vec<String>,
) -> Result<(), PayeeError> {
    let pieces = pieces(line);
    let mut announced = Vec::new();
    let (mut follows_label, mut follows_name) = (false, false);
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        let keys = keys_from(&pieces, at);
        let connecting = if follows_label { between(&keys) } else { 0 };
        match (piece, label(&keys)) {
            (Piece::Word(word), Some((label, length))) => {
                if let Label::Number(part) = label {
                    announced.push(part);
                }
                let next = pieces.get(at + length);
                if length == 1 && !announces(&keys_from(&pieces, at + length), next) && !word.has_colon {
                    let beside = match next {
                        _ if follows_name && may_end_a_name(&word.key) => words.last(),
                        Some(Piece::Word(next)) if at == 0 && may_begin_a_name(&word.key) => Some(&next.text),
                        _ => None,
                    };
                    parts.beside_left_out.extend(beside.cloned());
                }
                if let (true, Some(Piece::Word(named))) = (word.key == "banco", next) {
                    parts.called_bank = Some(named.text.clone());
                }
                (follows_label, follows_name) = (true, false);
                at += length;
                continue;
            }
            (Piece::Word(_), None) if 0 < connecting => {
                at += connecting;
                continue;
            }
            (Piece::Word(word), None) => {
                if !word.text.is_empty() {
                    words.push(word.text.clone());
                    announced.clear();
                }
            }
            (Piece::Chain(chain), _) => {
                let around = Around {
                    numbering,
                    announced: &announced,
                    money_before: at
                        .checked_sub(1)
                        .is_some_and(|before| is_name_of_money(pieces.get(before))),
                    money_after: is_name_of_money(pieces.get(at + 1)),
                };
                read_chain(chain, &around, parts, words)?;
                announced.clear();
            }
            (Piece::Stop, _) => {}
        }
        follows_name = matches!(piece, Piece::Word(_));
        follows_label = false;
        at += 1;
    }
    Ok(())
}

/// Whether what stands behind a label is a number or another label. `keys` are those of the words that follow it.
fn announces(keys: &[&str], next: Option<&Piece>) -> bool {
    match next {
        Some(Piece::Chain(_)) => true,
        Some(Piece::Word(_)) => label(&keys[between(keys)..]).is_some(),
        Some(Piece::Stop) | None => false,
    }
}

/// The keys of the words that follow each other from `at` on.
fn keys_from(pieces: &[Piece], at: usize) -> Vec<&str> {
    fn key(piece: &Piece) -> Option<&str> {
        match piece {
            Piece::Word(word) => Some(&word.key),
            Piece::Chain(_) | Piece::Stop => None,
        }
    }
    pieces[at..].iter().map_while(key).collect()
}

fn is_name_of_money(piece: Option<&Piece>) -> bool {
    matches!(piece, Some(Piece::Word(word)) if is_money(&word.key))
}

/// What the words beside a chain say of it.
struct Around<'a> {
    numbering: Numbering,
    /// What the labels before it announce.
    announced: &'a [PayeePart],
    money_before: bool,
    money_after: bool,
}

fn read_chain(
    chain: &Chain,
    around: &Around<'_>,
    parts: &mut PayeeParts,
    words: &mut Vec<String>,
) -> Result<(), PayeeError> {
    let mut all = readings(chain, LetterIs::OfDocument, around.numbering);
    let initial = chain.letter.as_ref().and_then(|letter| letter.initial.clone());
    if let Some(initial) = initial.filter(|_| all.is_empty()) {
        all = readings(chain, LetterIs::Initial, around.numbering);
        words.push(initial);
    }
    let has_letter = chain.letter.is_some();
    all.retain(|reading| has_letter || around.announces(reading));
    let mut all = all.into_iter();
    match (all.next(), all.next()) {
        (Some(_), Some(_)) => Err(ambiguous(&chain.text)),
        (Some(only), None) if !around.has_amount(&only) && !around.has_unannounced_short_document(&only) => {
            only.into_iter().try_for_each(|found| parts.add(found))
        }
        _ => Err(unread(&chain.text)),
    }
}

impl Around<'_> {
    /// Whether the first number, after a bank's code, is of a kind that the labels announce.
    fn announces(&self, reading: &[Found]) -> bool {
        let mut kinds = reading.iter().map(Found::part);
        let first = kinds.find(|part| *part != PayeePart::BankCode);
        self.announced.is_empty() || first.is_none_or(|first| self.announced.contains(&first))
    }

    /// Whether what looks like a document without a letter stands beside a name of money. Amounts do not have as many
    /// digits as the other numbers.
    fn has_amount(&self, reading: &[Found]) -> bool {
        let is_bare = |found: Option<&Found>| bare_document(found).is_some();
        (self.money_before && is_bare(reading.first())) || (self.money_after && is_bare(reading.last()))
    }

    fn has_unannounced_short_document(&self, reading: &[Found]) -> bool {
        let is_short = |found| bare_document(Some(found)).is_some_and(|digits| digits.len() == SHORT_DOCUMENT_DIGITS);
        reading.iter().any(is_short) && !self.announced.contains(&PayeePart::Document)
    }
}

/// The digits of a document without a letter.
fn bare_document(found: Option<&Found>) -> Option<&str> {
    match found? {
        Found::Document(document) => document
            .starts_with(|first: char| first.is_ascii_digit())
            .then_some(document),
        Found::Account(_) | Found::Phone(_) | Found::BankCode(_) => None,
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
