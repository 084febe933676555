//! Cuts a line into words and chains of digits.

use super::labels::{announces_document, is_money, key};
use crate::domain::kernel::identifiers::document::DocumentLetter;
use crate::domain::kernel::identifiers::typed::visible;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Word(Word),
    Chain(Chain),
    /// A comma or a similar mark: what stands on its two sides does not belong together.
    Stop,
}

/// A word without the marks around it. Its text is empty when it has no letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) key: String,
    /// A colon stands behind it.
    pub(super) has_colon: bool,
}

/// Groups of digits with nothing but marks between them: one number or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chain {
    /// As typed, with the letter and what makes it unreadable.
    pub(super) text: String,
    pub(super) letter: Option<Letter>,
    pub(super) has_plus: bool,
    /// A single letter that means nothing touches the digits, so one of them may be mistyped.
    pub(super) touches_letter: bool,
    pub(super) groups: Vec<Group>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) letter: char,
    /// The letter as a word, when it may also be the initial of a name: only spaces stand between it and the digits.
    pub(super) initial: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// What stands between the group before it and this one.
    pub(super) marks: String,
    pub(super) digits: String,
}

impl Word {
    fn of(typed: &str) -> Word {
        let is_edge = |c: char| (c.is_ascii_punctuation() && c != '%') || is_picture(c) || matches!(c, '°' | '·' | '’');
        let text = typed.trim_start_matches(|c: char| is_edge(c) || c == '%');
        let inner = text.trim_end_matches(is_edge);
        let is_abbreviation = inner.contains('.') || inner.chars().count() == 1;
        let text = match is_abbreviation && text[inner.len()..].starts_with('.') {
            true => &text[..=inner.len()],
            false => inner,
        };
        let is_readable = text.chars().any(char::is_alphanumeric);
        Word {
            text: if is_readable { text.to_owned() } else { String::new() },
            key: key(typed),
            has_colon: false,
        }
    }
}

/// Arrows, signs and emoji.
fn is_picture(character: char) -> bool {
    '\u{2190}' <= character && !character.is_alphanumeric()
}

/// What may stand between two groups of one number.
fn is_soft(character: char) -> bool {
    matches!(character, ' ' | '-' | '.' | '/' | '(' | ')')
}

fn is_stop(character: char) -> bool {
    matches!(character, ',' | ';' | '|')
}

/// Whether a character belongs to a word that has begun.
fn is_of_word(character: char) -> bool {
    const ENDS: &str = " /()[]{}<>,;|:*_`~\"“”«»=#\\+@!¡?¿";
    !ENDS.contains(character) && !character.is_ascii_digit()
}

/// Cuts one line.
pub(super) fn pieces(line: &str) -> Vec<Piece> {
    let mut cutter = Cutter {
        line: visible(line).collect(),
        at: 0,
        pieces: Vec::new(),
    };
    while cutter.at < cutter.line.len() {
        cutter.cut();
    }
    cutter.pieces
}

struct Cutter {
    line: Vec<char>,
    at: usize,
    pieces: Vec<Piece>,
}

impl Cutter {
    fn cut(&mut self) {
        let character = self.line[self.at];
        if let Some(end) = self.end_of_address() {
            self.push_word(end);
        } else if character.is_ascii_digit() || (character == '+' && self.digits_follow(self.at + 1, is_soft)) {
            self.cut_chain(self.at, None, false);
        } else if is_of_word(character) {
            self.cut_word();
        } else {
            if is_stop(character) {
                self.pieces.push(Piece::Stop);
            }
            self.at += 1;
        }
    }

    /// Where a mail address ends that begins here. Its name may have digits and its domain has none.
    fn end_of_address(&self) -> Option<usize> {
        let is_of_address = |c: char| is_of_word(c) || c.is_ascii_digit() || matches!(c, '@' | '_' | '+');
        let end = self.end_of(self.at, is_of_address);
        let text = self.text(self.at, end);
        let (name, domain) = text.split_once('@')?;
        let is_domain = domain.contains('.') && domain.starts_with(char::is_alphabetic);
        (name.starts_with(char::is_alphanumeric)
            && is_domain
            && !domain.contains(|c: char| c.is_ascii_digit() || c == '@'))
        .then_some(end)
    }

    /// Cuts a word, and the digits after it when the word says something of them.
    fn cut_word(&mut self) {
        let (start, end) = (self.at, self.end_of(self.at, is_of_word));
        let word = self.text(start, end);
        let letters = key(&word);
        let digits_at = self.end_of(end, |c| is_soft(c) || c == ':');
        if !self.digits_follow(digits_at, |_| false) {
            return self.push_word(end);
        }
        if let Some(end) = self.end_of_short_name(end, &letters) {
            return self.push_word(end);
        }
        let gap = self.text(end, digits_at);
        let (label, last) = letters.split_at(letters.char_indices().next_back().map_or(0, |(place, _)| place));
        let is_letter = last.chars().any(|last| DocumentLetter::read(last).is_some());
        let letter = word.chars().rfind(|c| is_letter && c.is_alphabetic());
        if let Some(letter) = letter.filter(|_| label.is_empty() || announces_document(label)) {
            if !label.is_empty() {
                self.pieces.push(Piece::Word(Word::of(label)));
            }
            let is_apart = !gap.is_empty() && gap.trim().is_empty() && !word.contains('-');
            let initial = (label.is_empty() && is_apart).then(|| Word::of(&word).text);
            self.at = digits_at;
            return self.cut_chain(start, Some(Letter { letter, initial }), false);
        }
        let is_apart = gap.contains(' ') && !gap.contains('/');
        let is_one_letter = label.is_empty() && !last.is_empty();
        let touches = is_one_letter && !is_money(&letters) && !is_apart;
        self.push_word(end);
        if touches {
            self.at = digits_at;
            self.cut_chain(start, None, true);
        }
    }

    /// Where a name like `R4` or `N58` ends: one letter of no document, and one or two digits that stand alone.
    fn end_of_short_name(&self, digits_at: usize, letters: &str) -> Option<usize> {
        let end = self.end_of(digits_at, |c| c.is_ascii_digit());
        let is_one_letter = self.at + 1 == digits_at && letters.chars().all(char::is_alphabetic);
        let is_of_document = letters.chars().any(|letter| DocumentLetter::read(letter).is_some());
        let ends = |next: &char| *next == ' ' || *next == ')' || is_stop(*next);
        let is_short = digits_at < end && end <= digits_at + 2 && self.line.get(end).is_none_or(ends);
        (is_one_letter && !is_of_document && is_short).then_some(end)
    }

    /// Cuts the chain that begins here. `start` is where the letter before it stands.
    fn cut_chain(&mut self, start: usize, letter: Option<Letter>, touches_letter: bool) {
        let has_plus = self.line[self.at] == '+';
        let mut groups = Vec::new();
        let mut end = self.at;
        let mut next = self.end_of(self.at, |c| is_soft(c) || c == '+');
        while self.digits_follow(next, |_| false) {
            let marks = self.text(end, next);
            end = self.end_of(next, |c| c.is_ascii_digit());
            let digits = self.text(next, end);
            groups.push(Group { marks, digits });
            next = self.end_of(end, is_soft);
        }
        self.at = end;
        let after = self.end_of(end, |c| c == ' ');
        let percent = match self.line.get(after) {
            Some('%') => groups.pop(),
            _ => None,
        };
        if groups.is_empty() {
            let initial = letter.and_then(|letter| letter.initial);
            self.pieces
                .extend(initial.map(|initial| Piece::Word(Word::of(&initial))));
        } else {
            let letter_end = self.end_of_letter_after(end);
            self.pieces.push(Piece::Chain(Chain {
                text: self.text(start, letter_end.unwrap_or(end)),
                letter,
                has_plus,
                touches_letter: touches_letter || letter_end.is_some(),
                groups,
            }));
        }
        if let Some(group) = percent {
            self.pieces.push(Piece::Word(Word::of(&format!("{}%", group.digits))));
            self.at = after + 1;
        }
    }

    /// Where a single letter ends that belongs to the digits that end here: `12345678-K`, or `12345678 E` at the end. The
    /// letter of a document that touches other digits does not: `04141234567/V12345678`.
    fn end_of_letter_after(&self, digits_end: usize) -> Option<usize> {
        let start = self.end_of(digits_end, is_soft);
        let end = self.end_of(start, is_of_word);
        let letters = key(&self.text(start, end));
        let mut letters = letters.chars().filter(|c| c.is_alphabetic());
        let (Some(letter), None) = (letters.next(), letters.next()) else {
            return None;
        };
        let is_of_document = DocumentLetter::read(letter).is_some();
        let belongs = match self.text(digits_end, start) {
            apart if apart.contains(' ') => {
                let next = self.line.get(self.end_of(end, |c| c == ' '));
                is_of_document && next.is_none_or(|next| is_stop(*next))
            }
            touching => {
                let is_of_next = is_of_document && self.line.get(end).is_some_and(char::is_ascii_digit);
                touching.is_empty() || !is_of_next
            }
        };
        belongs.then_some(end)
    }

    fn push_word(&mut self, end: usize) {
        let next = self.line.get(self.end_of(end, |c| c == ' '));
        let word = Word {
            has_colon: next == Some(&':'),
            ..Word::of(&self.text(self.at, end))
        };
        if !word.text.is_empty() || !word.key.is_empty() {
            self.pieces.push(Piece::Word(word));
        }
        self.at = end;
    }

    fn digits_follow(&self, at: usize, skipped: impl Fn(char) -> bool) -> bool {
        let at = self.end_of(at, skipped);
        self.line.get(at).is_some_and(char::is_ascii_digit)
    }

    /// The first place from `at` on whose character is not such a one.
    fn end_of(&self, at: usize, is_such: impl Fn(char) -> bool) -> usize {
        let rest = self.line.get(at..).unwrap_or_default();
        at + rest.iter().take_while(|character| is_such(**character)).count()
    }

    fn text(&self, start: usize, end: usize) -> String {
        self.line[start..end.min(self.line.len())].iter().collect()
    }
}
