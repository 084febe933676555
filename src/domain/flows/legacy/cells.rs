//! Reads the values of the old book.

use chrono::{NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use rust_decimal::Decimal;

use crate::clock::Moment;
use crate::db::Cell;

/// Ten-thousandths in one unit (S4-2).
const SCALE: u32 = 4;
/// The largest amount of 15 digits, of which 4 are decimals (S4-2), in ten-thousandths.
const DIGITS_15: i64 = 999_999_999_999_999;

/// A stored amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Amount {
    Null,
    /// In ten-thousandths, as people saw it.
    Read {
        minor: i64,
        /// As it is stored, when that has more decimals than people saw.
        stored: Option<String>,
    },
    /// More than 15 digits.
    Beyond {
        minor: Option<i64>,
        stored: String,
    },
    Unreadable(String),
}

/// An amount, as the old application showed it.
pub(super) fn amount(cell: &Cell) -> Amount {
    match cell {
        Cell::Null => Amount::Null,
        Cell::Integer(whole) => of_text(&whole.to_string(), None),
        Cell::Real {
            four_decimals,
            shortest,
        } => {
            let decimals = shortest.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            let stored = (SCALE < decimals as u32).then(|| shortest.clone());
            of_text(four_decimals, stored)
        }
        Cell::Text(text) => of_text(text.trim(), None),
        Cell::Bytes(hex) => Amount::Unreadable(format!("0x{hex}")),
    }
}

fn of_text(text: &str, stored: Option<String>) -> Amount {
    let unreadable = || Amount::Unreadable(stored.clone().unwrap_or_else(|| text.to_owned()));
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let decimals = decimals.trim_end_matches('0');
    if whole.is_empty() || !is_digits(whole) || !is_digits(decimals) || SCALE < decimals.len() as u32 {
        return unreadable();
    }
    let digits = format!("{whole}{decimals:0<4}");
    match digits.parse::<i64>() {
        Ok(minor) if minor <= DIGITS_15 => Amount::Read {
            minor: sign * minor,
            stored,
        },
        Ok(minor) => Amount::Beyond {
            minor: Some(sign * minor),
            stored: stored.unwrap_or_else(|| text.to_owned()),
        },
        Err(_) => Amount::Beyond {
            minor: None,
            stored: stored.unwrap_or_else(|| text.to_owned()),
        },
    }
}

/// An amount of a decisions file, in ten-thousandths: `12.34`.
pub(super) fn decided(answer: &str) -> Option<i64> {
    match of_text(answer, None) {
        Amount::Read { minor, .. } => Some(minor),
        Amount::Null | Amount::Beyond { .. } | Amount::Unreadable(_) => None,
    }
}

/// Ten-thousandths as the report shows them: `12.3400`.
pub fn shown(minor: i128) -> String {
    match i64::try_from(minor) {
        Ok(minor) => Decimal::new(minor, SCALE).to_string(),
        Err(_) => {
            let (sign, size) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
            format!("{sign}{}.{:04}", size / 10_000, size % 10_000)
        }
    }
}

/// Text, without blanks around it; `None` when there is none.
pub(super) fn text(cell: &Cell) -> Option<String> {
    let text = match cell {
        Cell::Null => return None,
        Cell::Integer(number) => number.to_string(),
        Cell::Real { shortest, .. } => shortest.clone(),
        Cell::Text(text) => text.trim().to_owned(),
        Cell::Bytes(hex) => format!("0x{hex}"),
    };
    // PostgreSQL takes no NUL in a text.
    let text = text.replace('\0', "\u{FFFD}");
    (!text.is_empty()).then_some(text)
}

/// A reference to another row.
pub(super) fn reference(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Integer(id) => Some(*id),
        Cell::Text(text) => text.trim().parse().ok(),
        Cell::Real { shortest, .. } => shortest.parse().ok(),
        Cell::Null | Cell::Bytes(_) => None,
    }
}

/// A boolean: web2py stores `T` and `F`.
pub(super) fn flag(text: &str) -> Option<bool> {
    match text {
        "T" | "t" | "1" | "true" | "True" => Some(true),
        "F" | "f" | "0" | "false" | "False" => Some(false),
        _ => None,
    }
}

/// How wall-clock text stands to the time line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wall {
    Once,
    /// Clocks were set back; the first of the two is taken.
    Twice,
    /// Clocks were set forward; it is read with the offset from before.
    Never,
}

/// A moment out of wall-clock text without a zone: `2025-03-14 09:26:53`, with `T` or decimals or only a date.
pub(super) fn moment(text: &str, zone: Tz) -> Option<(Moment, Wall)> {
    let text = text.trim();
    let formats = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M"];
    let read = formats
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0))?;
    let at = |wall, local: chrono::DateTime<Tz>| (Moment::from_ms(local.timestamp_millis()), wall);
    match zone.from_local_datetime(&read) {
        chrono::LocalResult::Single(local) => Some(at(Wall::Once, local)),
        chrono::LocalResult::Ambiguous(first, _) => Some(at(Wall::Twice, first)),
        chrono::LocalResult::None => {
            let before = read.checked_sub_signed(chrono::TimeDelta::hours(3))?;
            let local = zone.from_local_datetime(&before).earliest()?;
            Some(at(Wall::Never, local + chrono::TimeDelta::hours(3)))
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::Caracas;

    use super::{Amount, Wall, amount, flag, moment, shown};
    use crate::db::Cell;

    fn real(four_decimals: &str, shortest: &str) -> Cell {
        Cell::Real {
            four_decimals: four_decimals.into(),
            shortest: shortest.into(),
        }
    }

    #[test]
    fn an_amount_is_what_people_saw() {
        let read = |minor, stored: Option<&str>| Amount::Read {
            minor,
            stored: stored.map(str::to_owned),
        };
        assert_eq!(
            amount(&real("0.3000", "0.30000000000000004")),
            read(3_000, Some("0.30000000000000004"))
        );
        assert_eq!(amount(&real("-12.3400", "-12.34")), read(-123_400, None));
        assert_eq!(amount(&real("-0.0000", "-0.00001")), read(0, Some("-0.00001")));
        assert_eq!(amount(&Cell::Integer(7)), read(70_000, None));
        assert_eq!(
            amount(&Cell::Text("99999999999.9999".into())),
            read(999_999_999_999_999, None)
        );
        assert_eq!(amount(&Cell::Null), Amount::Null);
        for text in ["", "1,5", "abc", "1.23456", "1e5", "+1", "inf", "NaN", "--1"] {
            assert!(
                matches!(amount(&Cell::Text(text.into())), Amount::Unreadable(_)),
                "{text}"
            );
        }
        assert!(matches!(
            amount(&Cell::Text("100000000000".into())),
            Amount::Beyond {
                minor: Some(1_000_000_000_000_000),
                ..
            }
        ));
        assert!(matches!(
            amount(&Cell::Text("9".repeat(30))),
            Amount::Beyond { minor: None, .. }
        ));
    }

    #[test]
    fn an_amount_is_shown_with_four_decimals() {
        assert_eq!(shown(-123_400), "-12.3400");
        assert_eq!(shown(1), "0.0001");
        assert_eq!(shown(i128::from(i64::MAX) * 10), "9223372036854775.8070");
    }

    #[test]
    fn a_moment_is_read_in_its_zone_and_what_clocks_did_is_told() {
        let ms = |text| moment(text, Caracas).map(|(at, wall)| (at.ms(), wall));
        assert_eq!(ms("2025-03-14 09:26:53"), Some((1_741_958_813_000, Wall::Once)));
        assert_eq!(ms("2025-03-14T09:26:53.5"), Some((1_741_958_813_500, Wall::Once)));
        assert_eq!(ms("2016-05-01 02:45:00").map(|(_, wall)| wall), Some(Wall::Never));
        assert_eq!(ms("2007-12-09 02:45:00").map(|(_, wall)| wall), Some(Wall::Twice));
        assert_eq!(ms("14/03/2025"), None);
    }

    #[test]
    fn a_boolean_of_web2py_is_a_letter() {
        assert_eq!((flag("T"), flag("F"), flag("x")), (Some(true), Some(false), None));
    }
}
