//! The digits and marks of a typed number: decides which mark is the decimal one, before the currency is considered.

use rust_decimal::Decimal;

use crate::domain::kernel::letters::{is_invisible, narrow};

/// A number with its separators sorted out: digits before and after the decimal mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) sign: Sign,
    /// Without leading zeros and separators; empty for `.5` and `0,5`.
    whole: String,
    /// As typed, zeros included.
    decimals: String,
    pub(super) mark: LoneMark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Unsigned,
    Minus,
}

/// Whether the only mark of a number has a second reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LoneMark {
    /// There is no mark, or it has one reading.
    Clear,
    /// It is read as the decimal mark, but could also separate thousands: `1.234`, `12,345`, `1'234`.
    DecimalsOrThousands,
    /// The space is read as separating thousands, but could also stand between two numbers: `9 500`.
    Space,
}

impl Typed {
    /// Reads `text`, which [`canonical`] made. `None` when it is not a number: other characters, groups that are not of
    /// three digits, `5.`.
    pub(super) fn read(text: &str) -> Option<Typed> {
        let (sign, text) = match text.strip_prefix('-') {
            Some(rest) => (Sign::Minus, rest),
            None => (Sign::Unsigned, text.strip_prefix('+').unwrap_or(text)),
        };
        if !text.bytes().all(|byte| byte.is_ascii_digit() || is_mark(byte)) {
            return None;
        }
        let mut marks: Vec<char> = text.bytes().filter(|byte| is_mark(*byte)).map(char::from).collect();
        let last = marks.last().copied();
        marks.dedup();
        match (marks.as_slice(), last) {
            ([], _) => Typed::from_digits(sign, text, ""),
            ([mark], _) => Typed::of_one_mark(sign, text, *mark),
            // Nobody writes a space before the decimals.
            ([thousands, decimal], Some(last)) if last == *decimal && last != ' ' => {
                let (before, after) = text.rsplit_once(last)?;
                if after.is_empty() {
                    return None;
                }
                Typed::from_digits(sign, &join_groups(before, *thousands)?, after)
            }
            _ => None,
        }
    }

    fn of_one_mark(sign: Sign, text: &str, mark: char) -> Option<Typed> {
        let grouped = join_groups(text, mark);
        let (before, after) = text.rsplit_once(mark)?;
        if before.contains(mark) {
            return Typed::from_digits(sign, &grouped?, "");
        }
        if mark == ' ' {
            return Typed::from_digits(sign, &grouped?, "").map(|typed| typed.marked(LoneMark::Space));
        }
        if after.is_empty() {
            return None;
        }
        // `.5` is a half: the nought before the mark may be left out.
        let before = if before.is_empty() { "0" } else { before };
        let lone = if grouped.is_some() {
            LoneMark::DecimalsOrThousands
        } else {
            LoneMark::Clear
        };
        Typed::from_digits(sign, before, after).map(|typed| typed.marked(lone))
    }

    pub(super) fn is_zero(&self) -> bool {
        self.whole.is_empty() && self.decimals.bytes().all(|byte| byte == b'0')
    }

    pub(super) fn decimals_given(&self) -> u32 {
        u32::try_from(self.decimals.len()).unwrap_or(u32::MAX)
    }

    /// Whether the number is more than `max_whole`, however many digits it has. The sign is ignored.
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

    /// Both readings, as thousands and as decimals, when the only mark can be either: `1.234`.
    pub(super) fn lone_mark_readings(&self) -> Option<(Typed, Typed)> {
        let thousands = format!("{}{}", self.whole, self.decimals);
        match self.mark {
            LoneMark::DecimalsOrThousands => Some((
                Typed::from_digits(self.sign, &thousands, "")?,
                self.clone().marked(LoneMark::Clear),
            )),
            LoneMark::Clear | LoneMark::Space => None,
        }
    }

    /// The same for a price, where a space is as ambiguous as a mark: `4 100`.
    pub(super) fn price_readings(&self) -> Option<(Typed, Typed)> {
        if self.mark != LoneMark::Space {
            return self.lone_mark_readings();
        }
        let (whole, decimals) = self
            .whole
            .split_at_checked(self.whole.len().checked_sub(GROUP_DIGITS)?)?;
        let as_decimals = Typed::from_digits(self.sign, whole, decimals)?;
        Some((self.clone().marked(LoneMark::Clear), as_decimals))
    }

    /// The digits as typed, with a comma before the decimals: `9500`, `1234,56`.
    pub(super) fn to_digits(&self) -> String {
        let whole = if self.whole.is_empty() { "0" } else { &self.whole };
        if self.decimals.is_empty() {
            whole.to_owned()
        } else {
            format!("{whole},{}", self.decimals)
        }
    }

    fn marked(self, mark: LoneMark) -> Typed {
        Typed { mark, ..self }
    }

    fn from_digits(sign: Sign, whole: &str, decimals: &str) -> Option<Typed> {
        if whole.is_empty() {
            return None;
        }
        Some(Typed {
            sign,
            whole: whole.trim_start_matches('0').to_owned(),
            decimals: decimals.to_owned(),
            mark: LoneMark::Clear,
        })
    }
}

/// How many digits stand between two marks of thousands.
const GROUP_DIGITS: usize = 3;

/// The digits of well-grouped thousands (`1.234.567`), or `None`: the first group has one to three digits and does not
/// start with a zero, each other has exactly three.
fn join_groups(text: &str, separator: char) -> Option<String> {
    let mut groups = text.split(separator);
    let first = groups.next()?;
    let is_digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(first) || GROUP_DIGITS < first.len() || first.starts_with('0') {
        return None;
    }
    if !groups.all(|group| is_digits(group) && group.len() == GROUP_DIGITS) {
        return None;
    }
    Some(text.replace(separator, ""))
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'.' | b',' | b'\'' | b' ')
}

/// Typed text in one notation: full-width digits and marks of Asian keyboards, the spaces and apostrophes that other
/// programs put between thousands, and the true minus sign each become one character. Invisible characters and the
/// spaces around the text are dropped.
pub(super) fn canonical(text: &str) -> String {
    let plain = |character: char| match narrow(character) {
        '\u{2019}' | '\u{2018}' | '\u{00B4}' | '\u{02BC}' | '`' => '\'',
        '\u{2212}' | '\u{2013}' => '-',
        space if space.is_whitespace() && !space.is_control() => ' ',
        other => other,
    };
    let seen = text.chars().filter(|character| !is_invisible(*character));
    seen.map(plain).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, String, LoneMark)> {
        Typed::read(&canonical(text)).map(|typed| (typed.whole, typed.decimals, typed.mark))
    }

    fn number(whole: &str, decimals: &str) -> Option<(String, String, LoneMark)> {
        Some((whole.to_owned(), decimals.to_owned(), LoneMark::Clear))
    }

    #[test]
    fn the_last_of_two_different_marks_is_the_decimal_one() {
        for text in [
            "1.234,56", "1,234.56", "1 234,56", "1 234.56", "1'234.56", "1'234,56", "1.234'56",
        ] {
            assert_eq!(read(text), number("1234", "56"), "{text}");
        }
        assert_eq!(read("12.345.678,9"), number("12345678", "9"));
        assert_eq!(read("1.234,567"), number("1234", "567"));
        assert_eq!(read("1 234,567"), number("1234", "567"));
    }

    #[test]
    fn a_repeated_mark_separates_thousands() {
        for text in ["1,234,567", "1.234.567", "1 234 567", "1'234'567"] {
            assert_eq!(read(text), number("1234567", ""), "{text}");
        }
    }

    #[test]
    fn one_mark_before_three_digits_may_be_either_unless_no_thousands_begin_so() {
        for text in ["1.234", "12,345", "123.000", "1'234"] {
            assert_eq!(read(text).expect("a number").2, LoneMark::DecimalsOrThousands, "{text}");
        }
        assert_eq!(read("9 500"), Some(("9500".into(), String::new(), LoneMark::Space)));
        assert_eq!(read("0.123"), number("", "123"));
        assert_eq!(read("1234.567"), number("1234", "567"));
        assert_eq!(read(".567"), number("", "567"));
        assert_eq!(read("1.2340"), number("1", "2340"));
    }

    #[test]
    fn both_readings_of_a_lone_mark_can_be_said() {
        let said = |text| {
            let typed = Typed::read(text).expect("a number");
            let (thousands, decimals) = typed.price_readings().expect("two readings");
            (thousands.to_digits(), decimals.to_digits())
        };
        for text in ["4.100", "4,100", "4 100", "4'100"] {
            assert_eq!(said(text), ("4100".to_owned(), "4,100".to_owned()), "{text}");
        }
        assert_eq!(Typed::read("1.234,5").and_then(|typed| typed.price_readings()), None);
        assert_eq!(Typed::read("9 500").and_then(|typed| typed.lone_mark_readings()), None);
    }

    #[test]
    fn the_nought_before_the_mark_may_be_left_out_and_the_digits_after_it_may_not() {
        assert_eq!(read(",5"), number("", "5"));
        for nothing in ["5.", ".", "-", "", "+", "1.234,", "1 "] {
            let expected = if nothing == "1 " { number("1", "") } else { None };
            assert_eq!(read(nothing), expected, "{nothing}");
        }
    }

    #[test]
    fn what_is_written_in_other_characters_reads_the_same() {
        assert_eq!(read("１２３"), number("123", ""));
        assert_eq!(read("１．５"), number("1", "5"));
        for space in ['\u{A0}', '\u{2009}', '\u{202F}', '\u{2007}'] {
            assert_eq!(read(&format!("1{space}234,56")), number("1234", "56"), "{space:?}");
        }
        assert_eq!(read("1’234.56"), number("1234", "56"));
        assert_eq!(read("\u{FEFF}5\u{200B}"), number("5", ""));
        assert_eq!(Typed::read(&canonical("−5")).expect("a number").sign, Sign::Minus);
        assert_eq!(read("+5"), number("5", ""));
        assert_eq!(read("1\n234"), None);
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
            "1 23",
            "0 500",
            "1234 567",
            "1,234 567",
            "1  234",
            "1. 234",
            "1'234,567.8",
            "12 34,5",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
