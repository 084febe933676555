//! Examples of typed rates and percentages, and how they are read.

use rust_decimal::Decimal;

use super::{RATE_MAX, RATE_MIN, parse_percent, parse_rate};
use crate::domain::kernel::money::{Percent, PercentError, Rate, RateError};

#[test]
fn a_single_mark_in_a_rate_is_the_decimal_one_unless_it_may_separate_thousands() {
    for (text, expected) in [
        ("9", "9"),
        ("9.2", "9.2"),
        ("9,2", "9.2"),
        ("4100", "4100"),
        ("4,1000", "4.1"),
        ("9.1250", "9.125"),
        ("0.125", "0.125"),
        ("0,027", "0.027"),
        (".027", "0.027"),
        ("1234,567", "1234.567"),
        ("1 234,5", "1234.5"),
        ("1'234.5", "1234.5"),
        ("1 234 567", "1234567"),
        ("+9", "9"),
        ("９", "9"),
        ("1.234,5", "1234.5"),
        ("1,234,567", "1234567"),
        ("0.000000012345", "0.000000012345"),
        (" 38 ", "38"),
    ] {
        assert_eq!(parse_rate(text).map(Rate::to_text), Ok(expected.to_owned()), "{text}");
    }
}

#[test]
fn a_rate_that_may_be_thousands_is_refused_with_both_readings() {
    for text in ["4.100", "4,100", "4 100", "4'100", "4\u{a0}100", "4\u{202f}100"] {
        let refusal = RateError::Ambiguous {
            text: text.to_owned(),
            as_thousands: Decimal::from(4_100),
            as_decimals: Decimal::new(41, 1),
        };
        assert_eq!(parse_rate(text), Err(refusal), "{text}");
    }
    // 1.000 may be 1000 or 1, and 100.000 may be 100000 or 100.
    assert!(matches!(parse_rate("1.000"), Err(RateError::Ambiguous { .. })));
    assert!(matches!(parse_rate("100.000"), Err(RateError::Ambiguous { .. })));
}

#[test]
fn each_wrong_rate_has_its_refusal() {
    assert_eq!(parse_rate(""), Err(RateError::Empty));
    assert_eq!(parse_rate("0,0"), Err(RateError::Zero));
    assert_eq!(parse_rate("-9"), Err(RateError::Negative));
    assert_eq!(parse_rate("p"), Err(RateError::NotANumber { text: "p".to_owned() }));
    let too_fine = RateError::TooManyDecimals { allowed: 12, given: 13 };
    assert_eq!(parse_rate("0.0000000000001"), Err(too_fine));
    let out_of_bounds = RateError::OutOfBounds {
        min: RATE_MIN,
        max: RATE_MAX,
    };
    let endless = "9".repeat(400);
    for text in [
        "100000000.01",
        "1000000000000",
        "0.000000009999",
        "0.000000000001",
        &endless,
    ] {
        assert_eq!(parse_rate(text), Err(out_of_bounds.clone()), "{text}");
    }
    assert!(parse_rate("0.00000001").is_ok() && parse_rate("100000000").is_ok());
}

#[test]
fn a_percentage_is_read_with_or_without_its_sign() {
    for (text, expected) in [
        ("40", "40"),
        ("40%", "40"),
        ("40 %", "40"),
        ("0.3", "0.3"),
        ("0,3%", "0.3"),
        ("2.125", "2.125"),
        ("２％", "2"),
        ("0,3\u{a0}%", "0.3"),
        ("0", "0"),
        ("100", "100"),
    ] {
        assert_eq!(
            parse_percent(text).map(Percent::to_text),
            Ok(expected.to_owned()),
            "{text}"
        );
    }
}

#[test]
fn each_wrong_percentage_has_its_refusal() {
    assert_eq!(parse_percent(" % "), Err(PercentError::Empty));
    assert_eq!(parse_percent("-1"), Err(PercentError::Negative));
    assert_eq!(
        parse_percent("40%%"),
        Err(PercentError::NotANumber {
            text: "40%%".to_owned()
        })
    );
    for text in ["100.01", "101", "1.000,0", "1 000"] {
        assert_eq!(
            parse_percent(text),
            Err(PercentError::TooLarge {
                max: Decimal::ONE_HUNDRED
            }),
            "{text}"
        );
    }
    let too_fine = PercentError::TooManyDecimals { allowed: 12, given: 13 };
    assert_eq!(parse_percent("0.0000000000001"), Err(too_fine));
}
