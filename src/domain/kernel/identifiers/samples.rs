//! Ways to write a number and to get it wrong, for the properties of every kind of number.

use proptest::prelude::{Strategy, prop};

/// Marks, or nothing, to put between digits.
pub(super) fn marks() -> impl Strategy<Value = Vec<&'static str>> {
    let mark = prop::sample::select(vec!["", "", "", " ", "-", ".", "\u{a0}", "\u{2013}", "\u{200b}", " - "]);
    prop::collection::vec(mark, 24)
}

/// The number with a mark before each digit and after the last.
pub(super) fn grouped(digits: &str, marks: &[&str]) -> String {
    let mut marks = marks.iter().copied().cycle();
    let mut text = String::new();
    for digit in digits.chars() {
        text.push_str(marks.next().unwrap_or_default());
        text.push(digit);
    }
    text.push_str(marks.next().unwrap_or_default());
    text
}

/// The number with the digit at `place` moved on by `by` (1 to 9).
pub(super) fn with_changed(digits: &str, place: usize, by: u8) -> String {
    let change = |(at, digit): (usize, u8)| match at == place {
        true => char::from(b'0' + (digit - b'0' + by) % 10),
        false => char::from(digit),
    };
    digits.bytes().enumerate().map(change).collect()
}
