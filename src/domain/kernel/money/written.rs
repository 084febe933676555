//! An amount as people write it: a number, with or without its currency's sign or name before or after it.

use rust_decimal::Decimal;

use super::currency::Currency;
use super::names::{Says, is_beside_amounts, says};
use super::parse::quote;
use super::typed::{Sign, Typed, canonical};

/// A written amount whose currency is not known yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub(super) number: Typed,
    /// What stands beside the number, as typed: nothing, one name of a currency, or one on each side.
    beside: Vec<String>,
}

/// Why a text is not an amount in any currency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnreadableAmount {
    #[error("{text:?} is not an amount")]
    NotANumber { text: String },
    /// A single mark before exactly three digits.
    #[error("{text:?} may be {as_thousands} or {as_decimals}")]
    Ambiguous {
        text: String,
        as_thousands: Decimal,
        as_decimals: Decimal,
    },
    #[error("the amount is negative")]
    Negative,
}

impl Written {
    /// `None` when the text is not a number, or when something other than a currency's name stands beside it.
    pub fn read(text: &str) -> Option<Written> {
        let written = Written::split(text)?;
        written
            .beside
            .iter()
            .all(|name| is_beside_amounts(name))
            .then_some(written)
    }

    /// The same, but accepts any words beside the number.
    pub(super) fn split(text: &str) -> Option<Written> {
        let text = canonical(text);
        let (before, rest) = text.split_at(start_of_number(&text)?);
        let end = rest.rfind(|c: char| c.is_ascii_digit())? + 1;
        let (number, after) = rest.split_at(end);
        let (sign, before) = sign_in(before)?;
        let mut number = Typed::read(number)?;
        number.sign = sign;
        let beside = [before, after.trim()].into_iter().filter(|word| !word.is_empty());
        let beside = beside.map(str::to_owned).collect();
        Some(Written { number, beside })
    }

    /// What the names beside the number mean, where `expected` is expected.
    pub(super) fn says(&self, expected: Currency) -> Says {
        let mut said = Says::Expected;
        for name in &self.beside {
            match says(name, expected) {
                Says::Expected => {}
                Says::Other(other) if said == Says::Expected => said = Says::Other(other),
                Says::Other(_) => {}
                Says::Nothing => return Says::Nothing,
            }
        }
        said
    }

    /// Whether the names beside the number allow this currency.
    pub fn may_be_in(&self, currency: Currency) -> bool {
        self.says(currency) == Says::Expected
    }

    /// Whether both are the same number, whatever their currencies.
    pub fn is_same_number(&self, other: &Written) -> bool {
        self.number == other.number
    }

    /// Only its sign and digits, with a comma before the decimals: `9500`, `-1234,56`.
    pub fn to_digits(&self) -> String {
        let sign = match self.number.sign {
            Sign::Unsigned => "",
            Sign::Minus => "-",
        };
        format!("{sign}{}", self.number.to_digits())
    }

    /// Whether the number has no decimals.
    pub fn is_whole(&self) -> bool {
        self.number.decimals_given() == 0
    }
}

/// Checks what can be checked of an amount before its currency is known. Zero passes.
///
/// # Errors
/// One variant of [`UnreadableAmount`] for each reason.
pub fn check_amount(text: &str) -> Result<(), UnreadableAmount> {
    check_signed_amount(text)?;
    match Written::split(text) {
        Some(written) if written.number.sign == Sign::Minus => Err(UnreadableAmount::Negative),
        _ => Ok(()),
    }
}

/// The same for an amount that may have a sign.
///
/// # Errors
/// One variant of [`UnreadableAmount`] for each reason, never [`UnreadableAmount::Negative`].
pub fn check_signed_amount(text: &str) -> Result<(), UnreadableAmount> {
    let not_a_number = || UnreadableAmount::NotANumber { text: quote(text) };
    let written = Written::split(text).ok_or_else(not_a_number)?;
    // Where only an amount is expected, a space between digits has one reading, so only `lone_mark_readings` is asked.
    let readings = written.number.lone_mark_readings();
    match readings.map(|(thousands, decimals)| (thousands.value(), decimals.value())) {
        Some((Some(as_thousands), Some(as_decimals))) => Err(UnreadableAmount::Ambiguous {
            text: quote(text),
            as_thousands,
            as_decimals,
        }),
        _ => Ok(()),
    }
}

/// Where the number begins: at the first digit, or at a mark before it that belongs to no word (`Bs.100`, but `$.50`).
fn start_of_number(text: &str) -> Option<usize> {
    let digit = text.find(|c: char| c.is_ascii_digit())?;
    let before = &text[..digit];
    let mark = before
        .strip_suffix(['.', ','])
        .filter(|word| !word.ends_with(|c: char| c.is_alphabetic() || c == '/'));
    Some(mark.map_or(digit, str::len))
}

/// The sign in front of a number, and what else stands there: `-$`, `$-`. `None` when there are two signs, or a space
/// after one.
fn sign_in(before: &str) -> Option<(Sign, &str)> {
    const SIGNS: [char; 2] = ['+', '-'];
    let sign = if before.contains('-') {
        Sign::Minus
    } else {
        Sign::Unsigned
    };
    let word = match (before.strip_prefix(SIGNS), before.strip_suffix(SIGNS)) {
        (Some(word), _) if !word.starts_with(' ') => word,
        (_, Some(word)) => word,
        (Some(_), None) => return None,
        (None, None) => before,
    };
    (!word.contains(SIGNS)).then_some((sign, word.trim()))
}

#[cfg(test)]
mod tests {
    use super::{Says, UnreadableAmount, Written, check_amount};
    use crate::domain::kernel::money::Currency;

    fn read(text: &str) -> Option<String> {
        Written::read(text).map(|written| written.to_digits())
    }

    #[test]
    fn a_currency_stands_before_or_behind_its_amount() {
        for text in [
            "50",
            "$50",
            "$ 50",
            "50$",
            "50 $",
            "50 USD",
            "50usd",
            "USD 50",
            "S/50",
            "S/ 50",
            "S/. 50",
            "s/.50",
            "50 soles",
            "Bs50",
            "Bs.50",
            "Bs. 50",
            "50 bs.",
            "€50",
            "50 €",
            "+50",
            "$+50",
            "+$50",
            "50 dólares americanos",
            "$ 50 usd",
        ] {
            assert_eq!(read(text).as_deref(), Some("50"), "{text}");
        }
        for (text, expected) in [
            ("$.50", "0,50"),
            ("1'234.56 $", "1234,56"),
            ("S/ 1 234,5", "1234,5"),
            ("1.825,46 Bs", "1825,46"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_currency_makes_no_amount() {
        for text in [
            "50 x", "x50", "5.", "5..", "5%", "**5**", "5 p", "<@123>", "50 50 $", "--5", "+-5", "- 5", "5-", "$", "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn names_on_both_sides_must_both_fit() {
        let says = |text, currency| Written::split(text).map(|written| written.says(currency));
        assert_eq!(says("$50 usd", Currency::USD), Some(Says::Expected));
        assert_eq!(says("$50 pesos", Currency::COP), Some(Says::Expected));
        assert_eq!(says("$50 pesos", Currency::USD), Some(Says::Other(Currency::COP)));
        assert_eq!(says("50 x", Currency::USD), Some(Says::Nothing));
        assert_eq!(says("50", Currency::USD), Some(Says::Expected));
    }

    #[test]
    fn what_no_currency_could_make_readable_is_known_before_the_currency_is() {
        for fine in ["100", "0", "1.234,56", "9 500", "50 soles", "0.125"] {
            assert_eq!(check_amount(fine), Ok(()), "{fine}");
        }
        assert!(matches!(check_amount("abc"), Err(UnreadableAmount::NotANumber { .. })));
        assert!(matches!(check_amount("1.234"), Err(UnreadableAmount::Ambiguous { .. })));
        assert_eq!(check_amount("-5"), Err(UnreadableAmount::Negative));
    }
}
