//! Exchange rates and percentages. Both are exact decimals and are stored as text.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::exact::Exact;

/// How many units of the target currency one unit of the source currency buys; always more than zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rate(Decimal);

/// Why a number is not a rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    #[error("no rate was given")]
    Empty,
    #[error("{text:?} is not a rate")]
    NotANumber { text: String },
    /// `4.100` and `4 100` may be 4100 or 4.1.
    #[error("{text:?} may be {as_thousands} or {as_decimals}")]
    Ambiguous {
        text: String,
        as_thousands: Decimal,
        as_decimals: Decimal,
    },
    #[error("a rate cannot be zero")]
    Zero,
    #[error("a rate cannot be negative")]
    Negative,
    #[error("a rate has at most {allowed} decimals, not {given}")]
    TooManyDecimals { allowed: u32, given: u32 },
    #[error("a rate is from {min} to {max}")]
    OutOfBounds { min: Decimal, max: Decimal },
}

impl Rate {
    /// # Errors
    /// [`RateError::Zero`]; [`RateError::Negative`].
    pub fn new(value: Decimal) -> Result<Rate, RateError> {
        if value.is_zero() {
            return Err(RateError::Zero);
        }
        if value.is_sign_negative() {
            return Err(RateError::Negative);
        }
        Ok(Rate(value.normalize()))
    }

    /// Reads the storage form: digits with at most one dot, as [`Rate::to_text`] wrote them.
    ///
    /// # Errors
    /// [`RateError::NotANumber`]; [`RateError::Zero`]; [`RateError::Negative`].
    pub fn from_text(text: &str) -> Result<Rate, RateError> {
        let value = stored_decimal(text).ok_or_else(|| RateError::NotANumber { text: text.to_owned() })?;
        Rate::new(value)
    }

    /// The storage form, without trailing zeros: one rate has one text.
    pub fn to_text(self) -> String {
        self.0.to_string()
    }

    pub const fn as_decimal(self) -> Decimal {
        self.0
    }

    /// The rate, for products and quotients.
    pub fn to_exact(self) -> Exact {
        Exact::from(self.0)
    }
}

/// A percentage from 0 to 100: `0.3` is three thousandths of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Percent(Decimal);

/// Why a number is not a percentage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PercentError {
    #[error("no percentage was given")]
    Empty,
    #[error("{text:?} is not a percentage")]
    NotANumber { text: String },
    #[error("a percentage cannot be negative")]
    Negative,
    #[error("a percentage has at most {allowed} decimals, not {given}")]
    TooManyDecimals { allowed: u32, given: u32 },
    #[error("a percentage is at most {max}")]
    TooLarge { max: Decimal },
}

impl Percent {
    pub const ZERO: Percent = Percent(Decimal::ZERO);
    pub const HUNDRED: Percent = Percent(Decimal::ONE_HUNDRED);

    /// # Errors
    /// [`PercentError::Negative`]; [`PercentError::TooLarge`] above 100.
    pub fn new(value: Decimal) -> Result<Percent, PercentError> {
        let value = value.normalize();
        if value < Decimal::ZERO {
            return Err(PercentError::Negative);
        }
        if Decimal::ONE_HUNDRED < value {
            return Err(PercentError::TooLarge {
                max: Decimal::ONE_HUNDRED,
            });
        }
        Ok(Percent(value))
    }

    /// Reads the storage form: digits with at most one dot, as [`Percent::to_text`] wrote them.
    ///
    /// # Errors
    /// [`PercentError::NotANumber`]; [`PercentError::Negative`]; [`PercentError::TooLarge`].
    pub fn from_text(text: &str) -> Result<Percent, PercentError> {
        let value = stored_decimal(text).ok_or_else(|| PercentError::NotANumber { text: text.to_owned() })?;
        Percent::new(value)
    }

    /// The storage form, without trailing zeros: one percentage has one text.
    pub fn to_text(self) -> String {
        self.0.to_string()
    }

    /// The number before the percent sign: 40 for 40 %.
    pub const fn as_decimal(self) -> Decimal {
        self.0
    }

    /// The percentage as a fraction: 0.4 for 40 %.
    pub fn as_fraction(self) -> Exact {
        Exact::from(self.0).times(&Exact::new(1, 2))
    }
}

/// Reads a stored decimal. `Decimal` itself also accepts `+1`, `1_000`, `.5` and `5.`, which cambista never stores.
fn stored_decimal(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(decimals) {
        return None;
    }
    Decimal::from_str_exact(text).ok()
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for Rate {
    type Error = RateError;

    fn try_from(text: String) -> Result<Rate, RateError> {
        Rate::from_text(&text)
    }
}

impl From<Rate> for String {
    fn from(rate: Rate) -> String {
        rate.to_text()
    }
}

impl TryFrom<String> for Percent {
    type Error = PercentError;

    fn try_from(text: String) -> Result<Percent, PercentError> {
        Percent::from_text(&text)
    }
}

impl From<Percent> for String {
    fn from(percent: Percent) -> String {
        percent.to_text()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn a_rate_is_more_than_zero() {
        assert_eq!(Rate::new(Decimal::ZERO), Err(RateError::Zero));
        assert_eq!(Rate::new(-Decimal::ONE), Err(RateError::Negative));
        assert_eq!(Rate::from_text("0.00"), Err(RateError::Zero));
        assert_eq!(Rate::from_text("-9"), Err(RateError::Negative));
    }

    #[test]
    fn one_rate_has_one_text_and_the_text_is_exact() {
        assert_eq!(Rate::from_text("9.20").expect("a rate").to_text(), "9.2");
        assert_eq!(Rate::from_text("9.000"), Rate::from_text("9"));
        let smallest = "0.0000000000000000000000000001";
        assert_eq!(Rate::from_text(smallest).expect("28 decimals fit").to_text(), smallest);
        assert!(Rate::from_text("0.00000000000000000000000000012").is_err());
    }

    #[test]
    fn only_what_was_stored_is_read_back() {
        for text in [
            "", " 9", "9 ", "+9", "9,2", "9.", ".9", "1_000", "9e2", "9.2.1", "٩", "NaN", "--9",
        ] {
            assert_eq!(
                Rate::from_text(text),
                Err(RateError::NotANumber { text: text.to_owned() })
            );
            assert_eq!(
                Percent::from_text(text),
                Err(PercentError::NotANumber { text: text.to_owned() })
            );
        }
    }

    #[test]
    fn a_percentage_is_nought_to_a_hundred() {
        assert_eq!(Percent::from_text("0").expect("nought"), Percent::ZERO);
        assert_eq!(Percent::from_text("100.0").expect("all"), Percent::HUNDRED);
        assert_eq!(Percent::from_text("-0.1"), Err(PercentError::Negative));
        assert_eq!(
            Percent::from_text("100.01"),
            Err(PercentError::TooLarge {
                max: Decimal::ONE_HUNDRED
            })
        );
        assert_eq!(
            Percent::from_text("0.30").expect("a percentage").as_fraction(),
            Exact::new(3, 3)
        );
    }

    #[test]
    fn rates_and_percentages_are_stored_as_text() {
        let rate = Rate::from_text("9.2").expect("a rate");
        assert_eq!(serde_json::to_string(&rate).expect("json"), "\"9.2\"");
        assert_eq!(serde_json::from_str::<Rate>("\"9.2\"").expect("json"), rate);
        assert!(serde_json::from_str::<Rate>("9.2").is_err());
        assert!(serde_json::from_str::<Percent>("\"101\"").is_err());
    }

    proptest! {
        #[test]
        fn a_rate_survives_its_text(mantissa in 1_i64..i64::MAX, scale in 0_u32..=28) {
            let rate = Rate::new(Decimal::new(mantissa, scale)).expect("positive");
            prop_assert_eq!(Rate::from_text(&rate.to_text()), Ok(rate));
        }
    }
}
