//! Examples of typed amounts, and how they are read.

use proptest::prelude::{any, prop_assert_eq, proptest};
use rust_decimal::Decimal;

use super::{AMOUNT_MAX_WHOLE, AmountError, parse_amount, parse_percent, parse_rate};
use crate::domain::kernel::money::{Currency, Money};

fn money(text: &str, currency: Currency) -> Money {
    Money::from_decimal(Decimal::from_str_exact(text).expect("a decimal"), currency).expect("an amount")
}

fn ves(text: &str) -> Result<Money, AmountError> {
    parse_amount(text, Currency::VES)
}

#[test]
fn an_amount_is_read_in_both_notations() {
    for (text, expected) in [
        ("100", "100"),
        ("100.5", "100.5"),
        ("100,50", "100.5"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1,234,567", "1234567"),
        ("1.234.567,8", "1234567.8"),
        ("  902.70 ", "902.7"),
        ("1234.5", "1234.5"),
        ("007", "7"),
        (".5", "0.5"),
        ("0,05", "0.05"),
        ("999999999999", "999999999999"),
        ("999.999.999.999", "999999999999"),
        ("1 234,56", "1234.56"),
        ("1 234.56", "1234.56"),
        ("9 500", "9500"),
        ("1'234.56", "1234.56"),
        ("1\u{a0}234,56", "1234.56"),
        ("1\u{2009}234", "1234"),
        ("1\u{202f}234\u{202f}567", "1234567"),
        ("+5", "5"),
        ("５", "5"),
        ("１．５", "1.5"),
        ("5\u{200b}", "5"),
        ("Bs 100", "100"),
        ("Bs.100", "100"),
        ("100 bs.", "100"),
        ("100 Bolívares", "100"),
        ("1.825,46 Bs", "1825.46"),
        ("VES 5", "5"),
    ] {
        assert_eq!(ves(text), Ok(money(expected, Currency::VES)), "{text}");
    }
}

#[test]
fn a_currency_that_fits_is_understood_and_another_is_named() {
    for (text, currency) in [
        ("5$", Currency::USD),
        ("$ 5", Currency::USDT),
        ("$5", Currency::COP),
        ("5 USD", Currency::USD),
        ("S/ 5", Currency::PEN),
        ("S/.5", Currency::PEN),
        ("5 soles", Currency::PEN),
        ("€5", Currency::EUR),
        ("5 usdt", Currency::USDT),
        ("5 puntos", Currency::PTS),
        ("5 monedas", Currency::COIN),
    ] {
        assert_eq!(parse_amount(text, currency), Ok(money("5", currency)), "{text}");
    }
    for (text, expected, given) in [
        ("5$", Currency::PEN, Currency::USD),
        ("5 USD", Currency::USDT, Currency::USD),
        ("Bs 5", Currency::PEN, Currency::VES),
        ("S/ abc 5", Currency::PEN, Currency::VES),
        ("1.234 $", Currency::VES, Currency::USD),
        ("5 soles", Currency::COIN, Currency::PEN),
    ] {
        let refusal = if text.contains("abc") {
            AmountError::NotANumber { text: text.to_owned() }
        } else {
            AmountError::OtherCurrency { given, expected }
        };
        assert_eq!(parse_amount(text, expected), Err(refusal), "{text}");
    }
}

#[test]
fn a_single_mark_before_three_digits_is_refused_with_both_readings() {
    for text in ["1.234", "1,234", "1'234", "1’234"] {
        let refusal = AmountError::Ambiguous {
            text: text.to_owned(),
            as_thousands: money("1234", Currency::VES),
            as_decimals: Some(money("1.234", Currency::VES)),
        };
        assert_eq!(ves(text), Err(refusal));
    }
    let points = AmountError::Ambiguous {
        text: "100.000".to_owned(),
        as_thousands: money("100000", Currency::PTS),
        as_decimals: None,
    };
    assert_eq!(parse_amount("100.000", Currency::PTS), Err(points));
}

#[test]
fn what_cannot_be_thousands_is_not_ambiguous() {
    assert_eq!(
        parse_amount("0.123", Currency::USDT),
        Ok(money("0.123", Currency::USDT))
    );
    assert_eq!(
        parse_amount("1234,567", Currency::USDT),
        Ok(money("1234.567", Currency::USDT))
    );
    assert_eq!(
        parse_amount("1.2340", Currency::USDT),
        Ok(money("1.234", Currency::USDT))
    );
    assert_eq!(
        parse_amount("1.234,567", Currency::USDT),
        Ok(money("1234.567", Currency::USDT))
    );
}

#[test]
fn zero_and_negative_amounts_each_have_their_refusal() {
    for text in ["0", "0,00", ".0", "000", "0.000"] {
        assert_eq!(ves(text), Err(AmountError::Zero), "{text}");
    }
    for text in ["-5", "-0,5", "-1.234", "-0", "−5", "-Bs 5", "Bs -5"] {
        assert_eq!(ves(text), Err(AmountError::Negative), "{text}");
    }
    assert_eq!(ves("   "), Err(AmountError::Empty));
}

#[test]
fn more_decimals_than_can_be_paid_are_refused_as_typed() {
    assert_eq!(
        ves("1.2345"),
        Err(AmountError::TooManyDecimals { allowed: 2, given: 4 })
    );
    assert_eq!(
        ves("1,5000"),
        Err(AmountError::TooManyDecimals { allowed: 2, given: 4 })
    );
    assert_eq!(
        ves("1.234,567"),
        Err(AmountError::TooManyDecimals { allowed: 2, given: 3 })
    );
    assert_eq!(
        parse_amount("1.5", Currency::COIN),
        Err(AmountError::TooManyDecimals { allowed: 0, given: 1 })
    );
    let endless = format!("0.{}", "3".repeat(500));
    assert_eq!(
        ves(&endless),
        Err(AmountError::TooManyDecimals { allowed: 2, given: 500 })
    );
}

#[test]
fn an_amount_beyond_twelve_digits_is_too_large() {
    let max = Money::from_decimal(Decimal::from(AMOUNT_MAX_WHOLE), Currency::VES).expect("the limit fits");
    let min = money("0.01", Currency::VES);
    let endless = "9".repeat(500);
    for text in [
        "1000000000000",
        "1.000.000.000.000",
        "999999999999.01",
        endless.as_str(),
        "1000000000000.123456",
    ] {
        assert_eq!(ves(text), Err(AmountError::TooLarge { min, max }), "{text}");
    }
    assert_eq!(
        ves("0000000000000000000000000000000000005"),
        Ok(money("5", Currency::VES))
    );
}

#[test]
fn anything_else_is_not_a_number() {
    for text in [
        "+-5",
        "--5",
        "- 5",
        "5.",
        "12 34,56",
        "1.23.456",
        "12,34.5",
        "1e3",
        "1_000",
        "0x10",
        "NaN",
        "١٢٣",
        "**5**",
        "<@123>",
        "@everyone",
        "`5`",
        "5 p",
        "$",
        "5%",
        "1'23'456",
        "½",
        "1\u{a0}23",
        "1\n234",
        "5 de soles",
        "p",
    ] {
        assert_eq!(
            ves(text),
            Err(AmountError::NotANumber { text: text.to_owned() }),
            "{text}"
        );
    }
}

#[test]
fn a_long_text_is_shortened_in_its_refusal() {
    let Err(AmountError::NotANumber { text }) = ves(&"ñ".repeat(2_000)) else {
        panic!("two thousand letters are not an amount");
    };
    assert_eq!(text, format!("{}…", "ñ".repeat(40)));
}

/// Formats 1234567 with the separator `.` as `1.234.567`.
fn group(whole: i64, separator: char) -> String {
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if 0 < index && (digits.len() - index).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

proptest! {
    #[test]
    fn a_formatted_amount_is_read_back_in_both_notations(cents in 1_i64..=AMOUNT_MAX_WHOLE * 100) {
        let (whole, decimals) = (cents / 100, cents % 100);
        let expected = Ok(Money::from_minor(cents * 100, Currency::VES));
        prop_assert_eq!(ves(&format!("{},{decimals:02}", group(whole, '.'))), expected.clone());
        prop_assert_eq!(ves(&format!("{}.{decimals:02}", group(whole, ','))), expected.clone());
        for space in [' ', '\u{a0}', '\u{2009}', '\u{202f}', '\''] {
            prop_assert_eq!(ves(&format!("{},{decimals:02}", group(whole, space))), expected.clone());
            prop_assert_eq!(ves(&format!("Bs {}.{decimals:02}", group(whole, space))), expected.clone());
        }
        prop_assert_eq!(ves(&format!("{whole}.{decimals:02}")), expected.clone());
        prop_assert_eq!(ves(&format!("{whole},{decimals:02}")), expected);
    }

    #[test]
    fn no_text_makes_the_reader_panic_and_what_it_accepts_can_be_paid(text in any::<String>()) {
        for currency in [Currency::VES, Currency::USDT, Currency::PTS] {
            if let Ok(money) = parse_amount(&text, currency) {
                prop_assert_eq!(Money::round_half_up(&money.to_exact(), currency), Ok(money));
            }
        }
        let _ = (parse_rate(&text), parse_percent(&text));
    }

    #[test]
    fn a_text_of_digits_and_marks_is_an_amount_above_zero_or_a_refusal(text in "[0-9.,' $p-]{0,20}") {
        if let Ok(money) = ves(&text) {
            prop_assert_eq!((money.is_positive(), money.minor() % 100), (true, 0));
        }
        let _ = (parse_rate(&text), parse_percent(&text));
    }
}

#[test]
fn an_amount_to_adjust_by_has_either_sign_and_only_one() {
    let signed = |text| super::parse_signed_amount(text, Currency::VES);
    assert_eq!(signed("50").expect("an amount").minor(), 500_000);
    assert_eq!(signed(" +50,5 ").expect("an amount").minor(), 505_000);
    assert_eq!(signed("-1.234,56").expect("an amount").minor(), -12_345_600);
    assert_eq!(signed("\u{2212}50").expect("an amount").minor(), -500_000);
    assert_eq!(signed("-0"), Err(AmountError::Zero));
    assert!(matches!(signed("--5"), Err(AmountError::NotANumber { text }) if text == "--5"));
    assert!(matches!(signed("-x"), Err(AmountError::NotANumber { text }) if text == "-x"));
    assert!(matches!(signed("-1.234"), Err(AmountError::Ambiguous { .. })));
    assert_eq!(signed("-50 Bs").expect("an amount").minor(), -500_000);
    assert_eq!(signed("Bs. -1 050,5").expect("an amount").minor(), -10_505_000);
    assert!(matches!(signed("-50 $"), Err(AmountError::OtherCurrency { .. })));
    assert_eq!(signed(""), Err(AmountError::Empty));
}
