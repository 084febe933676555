//! What a currency's dollar value usually is, to judge a first one that nothing else can be compared with.

use crate::domain::kernel::money::{Currency, Exact, Rate};

/// The least and the most units that make a dollar, wide enough for years; a forgotten point or a zero too many lies
/// outside. The range of the bolívar is the widest, because it loses value fastest.
const USUAL: [(&str, i128, i128); 11] = [
    ("ARS", 100, 10_000),
    ("BOB", 5, 30),
    ("BRL", 2, 15),
    ("CLP", 400, 2_500),
    ("COP", 2_000, 10_000),
    ("CRC", 300, 1_000),
    ("DOP", 40, 120),
    ("MXN", 10, 40),
    ("PEN", 2, 8),
    ("UYU", 25, 80),
    ("VES", 10, 10_000),
];

/// Currencies that are worth about a dollar. Their range is in hundredths of a unit.
const ABOUT_ONE: [&str; 3] = ["CHF", "EUR", "GBP"];
const HUNDREDTHS: (i128, i128) = (50, 200);

/// Whether this many units usually make a dollar. False for every value of a currency that is not listed here.
pub(super) fn is_usual(currency: Currency, value: Rate) -> bool {
    let code = currency.to_string();
    let hundredths = if ABOUT_ONE.contains(&code.as_str()) {
        Some(HUNDREDTHS)
    } else {
        let found = USUAL.iter().find(|(known, _, _)| *known == code);
        found.map(|(_, least, most)| (least * 100, most * 100))
    };
    hundredths.is_some_and(|(least, most)| {
        let (value, least, most) = (value.to_exact(), Exact::new(least, 2), Exact::new(most, 2));
        !value.minus(&least).is_negative() && !most.minus(&value).is_negative()
    })
}

#[cfg(test)]
mod tests {
    use super::is_usual;
    use crate::domain::kernel::money::{Currency, Rate};

    #[test]
    fn a_first_dollar_value_is_usual_in_its_currency_s_own_magnitude() {
        let usual = |currency, value| is_usual(currency, Rate::from_text(value).unwrap());
        assert!(usual(Currency::VES, "38") && usual(Currency::PEN, "3.75") && usual(Currency::COP, "4000"));
        assert!(usual(Currency::EUR, "0.92"));
        assert!(!usual(Currency::PEN, "37.5") && !usual(Currency::COP, "4.1") && !usual(Currency::EUR, "9200"));
        assert!(
            !usual(Currency::VES, "3.8") && !usual(Currency::COIN, "1"),
            "what is not known is not usual"
        );
    }
}
