//! The shape of a number as typed: which mark is the decimal one, before anyone asks what it counts.

use rust_decimal::Decimal;

/// A number with its separators sorted out: digits before and after the decimal mark.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) sign: Sign,
    /// Without leading zeros and separators; empty for `.5` and `0,5`.
    whole: String,
    /// As typed, zeros included.
    decimals: String,
    /// The mark could just as well separate thousands: `1.234`, `12,345`.
    pub(super) may_be_thousands: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Unsigned,
    Minus,
}

impl Typed {
    /// `None` when it is no number: other characters, a plus sign, groups that are not of three digits, `5.`.
    pub(super) fn read(text: &str) -> Option<Typed> {
        let (sign, text) = match text.strip_prefix('-') {
            Some(rest) => (Sign::Minus, rest),
            None => (Sign::Unsigned, text),
        };
        if !text.bytes().all(|byte| byte.is_ascii_digit() || is_separator(byte)) {
            return None;
        }
        let mark = text.bytes().rfind(|byte| is_separator(*byte));
        let Some(mark) = mark.map(char::from) else {
            return Typed::from_digits(sign, text, "");
        };
        let (before, after) = text.rsplit_once(mark).expect("the mark was found in this text");
        if before.contains(mark) {
            return Typed::from_digits(sign, &join_groups(text, mark)?, "");
        }
        if after.is_empty() {
            return None;
        }
        let other = if mark == '.' { ',' } else { '.' };
        if before.contains(other) {
            return Typed::from_digits(sign, &join_groups(before, other)?, after);
        }
        let may_be_thousands = join_groups(text, mark).is_some();
        // `.5` is a half: the nought before the mark may be left out.
        let before = if before.is_empty() { "0" } else { before };
        Typed::from_digits(sign, before, after).map(|typed| Typed {
            may_be_thousands,
            ..typed
        })
    }

    pub(super) fn is_zero(&self) -> bool {
        self.whole.is_empty() && self.decimals.bytes().all(|byte| byte == b'0')
    }

    pub(super) fn decimals_given(&self) -> u32 {
        u32::try_from(self.decimals.len()).unwrap_or(u32::MAX)
    }

    /// Whether the whole part alone exceeds `max_whole`, or equals it with something after the mark.
    pub(super) fn is_more_than(&self, max_whole: i64) -> bool {
        let Ok(whole) = format!("0{}", self.whole).parse::<i64>() else {
            return true;
        };
        let has_fraction = self.decimals.bytes().any(|byte| byte != b'0');
        max_whole < whole || (max_whole == whole && has_fraction)
    }

    /// `None` when it has more digits than a decimal holds.
    pub(super) fn value(&self) -> Option<Decimal> {
        Decimal::from_str_exact(&format!("0{}.{}0", self.whole, self.decimals)).ok()
    }

    /// The other reading of a number that [`Typed::may_be_thousands`].
    pub(super) fn as_thousands(&self) -> Typed {
        Typed {
            sign: self.sign,
            whole: format!("{}{}", self.whole, self.decimals),
            decimals: String::new(),
            may_be_thousands: false,
        }
    }

    fn from_digits(sign: Sign, whole: &str, decimals: &str) -> Option<Typed> {
        if whole.is_empty() {
            return None;
        }
        Some(Typed {
            sign,
            whole: whole.trim_start_matches('0').to_owned(),
            decimals: decimals.to_owned(),
            may_be_thousands: false,
        })
    }
}

/// The digits of well-grouped thousands (`1.234.567`), or `None`: the first group has one to three digits and does not
/// start with a zero, each other has exactly three.
fn join_groups(text: &str, separator: char) -> Option<String> {
    let mut groups = text.split(separator);
    let first = groups.next()?;
    let is_digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(first) || 3 < first.len() || first.starts_with('0') {
        return None;
    }
    if !groups.all(|group| is_digits(group) && group.len() == 3) {
        return None;
    }
    Some(text.replace(separator, ""))
}

fn is_separator(byte: u8) -> bool {
    byte == b'.' || byte == b','
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, String, bool)> {
        Typed::read(text).map(|typed| (typed.whole, typed.decimals, typed.may_be_thousands))
    }

    fn number(whole: &str, decimals: &str) -> Option<(String, String, bool)> {
        Some((whole.to_owned(), decimals.to_owned(), false))
    }

    #[test]
    fn the_last_of_two_different_marks_is_the_decimal_one() {
        assert_eq!(read("1.234,56"), number("1234", "56"));
        assert_eq!(read("1,234.56"), number("1234", "56"));
        assert_eq!(read("12.345.678,9"), number("12345678", "9"));
        assert_eq!(read("1.234,567"), number("1234", "567"));
    }

    #[test]
    fn a_repeated_mark_separates_thousands() {
        assert_eq!(read("1,234,567"), number("1234567", ""));
        assert_eq!(read("1.234.567"), number("1234567", ""));
    }

    #[test]
    fn one_mark_before_three_digits_may_be_either_unless_no_thousands_begin_so() {
        for text in ["1.234", "12,345", "123.000"] {
            assert!(read(text).expect("a number").2, "{text}");
        }
        assert_eq!(read("0.123"), number("", "123"));
        assert_eq!(read("1234.567"), number("1234", "567"));
        assert_eq!(read(".567"), number("", "567"));
    }

    #[test]
    fn the_nought_before_the_mark_may_be_left_out_and_the_digits_after_it_may_not() {
        assert_eq!(read(",5"), number("", "5"));
        assert_eq!(read("5."), None);
        assert_eq!(read("."), None);
        assert_eq!(read("-"), None);
        assert_eq!(read(""), None);
    }

    #[test]
    fn wrong_groups_are_no_number() {
        for text in [
            "1.23.456",
            "1234,567.8",
            "1,234.567,8",
            "0.123.456",
            "1..234",
            "1.,5",
            ",123.45",
            "1.2345.678",
            ".1.234",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
