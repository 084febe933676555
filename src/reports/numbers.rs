//! How numbers and amounts are written for people, on every surface: points between thousands, a decimal comma.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::kernel::money::Currency;

/// The symbol after an amount.
pub fn symbol(currency: Currency) -> String {
    let known = match currency {
        Currency::VES => "Bs",
        Currency::PEN => "S/",
        Currency::USD => "$",
        Currency::EUR => "€",
        other => return other.to_string(),
    };
    known.to_owned()
}

/// `value` with points between thousands and a decimal comma; at least `least` and at most `most` decimals.
pub fn number(value: Decimal, least: u32, most: u32) -> String {
    let value = value.normalize();
    let decimals = value.scale().clamp(least, most);
    let rounded = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    let text = format!("{:.*}", usize::try_from(decimals).unwrap_or(0), rounded.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if rounded.is_sign_negative() && !rounded.is_zero() {
        "-"
    } else {
        ""
    };
    let grouped = group(whole);
    if fraction.is_empty() {
        format!("{sign}{grouped}")
    } else {
        format!("{sign}{grouped},{fraction}")
    }
}

fn group(whole: &str) -> String {
    let mut grouped = String::with_capacity(whole.len() + whole.len() / 3);
    for (place, digit) in whole.chars().enumerate() {
        if 0 < place && (whole.len() - place).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}
