//! Amounts, rates and percentages as people type them: `100`, `100,50`, `1.234,56`, `1 234.56`, `S/ 50`, `50 USD`.

use rust_decimal::Decimal;

use super::amount::Money;
use super::bounds::{AMOUNT_MAX_WHOLE, RATE_MAX, RATE_MIN};
use super::currency::Currency;
use super::names::Says;
use super::rate::{Percent, PercentError, Rate, RateError};
use super::typed::{Sign, Typed, canonical};
use super::written::Written;

/// The most decimals a typed rate or percentage may have: enough to price the smallest currency in dollars.
pub const RATE_DECIMALS_MAX: u32 = 12;

/// How many characters of an unreadable text a refusal quotes: enough to recognise it, too few to flood a channel.
const QUOTE_CHARS_MAX: usize = 40;

/// Why a typed text is not an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    #[error("no amount was given")]
    Empty,
    /// `text` is what a person typed, shortened when it is long: escape it before showing it.
    #[error("{text:?} is not an amount")]
    NotANumber { text: String },
    /// `1.234` may be 1234 or 1.234. `as_decimals` is `None` in a currency without decimals, and may have more decimals
    /// than can be paid.
    #[error("{text:?} may be thousands, {as_thousands}, or decimals")]
    Ambiguous {
        text: String,
        as_thousands: Money,
        as_decimals: Option<Money>,
    },
    /// A sign or word beside the number names another currency than the one that is expected.
    #[error("the amount is in {given} where {expected} is expected")]
    OtherCurrency { given: Currency, expected: Currency },
    #[error("the amount is zero")]
    Zero,
    #[error("the amount is negative")]
    Negative,
    #[error("the amount has {given} decimals where {allowed} are possible")]
    TooManyDecimals { allowed: u32, given: u32 },
    #[error("the amount is more than {max}")]
    TooLarge { min: Money, max: Money },
}

/// Reads an amount as typed, in either notation, with or without its currency: `100`, `1.234,56`, `S/ 50`, `50 USD`.
/// `.5` is a half; `5.` is refused as a slip. A single mark before exactly three digits is refused with both readings,
/// unless only one is possible: `0.123` and `1234.567` cannot be thousands, and a space cannot be a decimal mark.
/// Decimals are counted as typed, zeros included.
///
/// # Errors
/// One variant of [`AmountError`] for each reason; when several apply, the first of: not a number, another currency,
/// negative, ambiguous, zero, too large, too many decimals.
pub fn parse_amount(text: &str, currency: Currency) -> Result<Money, AmountError> {
    unsigned(text, currency, currency.pay_decimals())
}

/// Reads an amount that only moves between accounts, with all decimals that are kept. Everything else as [`parse_amount`].
///
/// # Errors
/// As [`parse_amount`].
pub fn parse_kept_amount(text: &str, currency: Currency) -> Result<Money, AmountError> {
    unsigned(text, currency, currency.scale())
}

/// The same with a sign, for the correction of a balance. Everything else as [`parse_signed_amount`].
///
/// # Errors
/// As [`parse_signed_amount`].
pub fn parse_kept_signed_amount(text: &str, currency: Currency) -> Result<Money, AmountError> {
    signed(text, currency, currency.scale())
}

/// Reads an amount that may have a sign: `-50`, `+50`, `50`. Everything else as [`parse_amount`].
///
/// # Errors
/// As [`parse_amount`], never [`AmountError::Negative`].
pub fn parse_signed_amount(text: &str, currency: Currency) -> Result<Money, AmountError> {
    signed(text, currency, currency.pay_decimals())
}

/// `allowed`: how many decimals it may have.
fn unsigned(text: &str, currency: Currency, allowed: u32) -> Result<Money, AmountError> {
    let typed = read_amount(text, currency)?;
    if typed.sign == Sign::Minus {
        return Err(AmountError::Negative);
    }
    keep_amount(text, &typed, currency, allowed)
}

/// `allowed`: how many decimals it may have.
fn signed(text: &str, currency: Currency, allowed: u32) -> Result<Money, AmountError> {
    let typed = read_amount(text, currency)?;
    let amount = keep_amount(text, &typed, currency, allowed)?;
    match typed.sign {
        Sign::Unsigned => Ok(amount),
        Sign::Minus => amount
            .checked_neg()
            .map_err(|_| AmountError::NotANumber { text: quote(text) }),
    }
}

/// Reads the number of an amount, after checking that what stands beside it fits this currency.
fn read_amount(text: &str, currency: Currency) -> Result<Typed, AmountError> {
    if canonical(text).is_empty() {
        return Err(AmountError::Empty);
    }
    let not_a_number = || AmountError::NotANumber { text: quote(text) };
    let written = Written::split(text).ok_or_else(not_a_number)?;
    match written.says(currency) {
        Says::Expected => Ok(written.number),
        Says::Nothing => Err(not_a_number()),
        Says::Other(given) => Err(AmountError::OtherCurrency {
            given,
            expected: currency,
        }),
    }
}

/// Makes an amount of a number and ignores its sign; `allowed`: how many decimals it may have.
fn keep_amount(text: &str, typed: &Typed, currency: Currency, allowed: u32) -> Result<Money, AmountError> {
    let too_large = AmountError::TooLarge {
        min: Money::least(currency),
        max: Money::most(currency),
    };
    let keep = |typed: &Typed| Money::from_decimal(typed.value()?, currency).ok();
    if let Some((thousands, decimals)) = typed.lone_mark_readings() {
        return Err(AmountError::Ambiguous {
            text: quote(text),
            as_thousands: keep(&thousands).expect("at most six digits fit any currency"),
            as_decimals: keep(&decimals).filter(|_| 0 < currency.scale()),
        });
    }
    if typed.is_zero() {
        return Err(AmountError::Zero);
    }
    if typed.is_more_than(AMOUNT_MAX_WHOLE) {
        return Err(too_large);
    }
    let given = typed.decimals_given();
    if allowed < given {
        return Err(AmountError::TooManyDecimals { allowed, given });
    }
    keep(typed).ok_or(too_large)
}

/// Reads a rate as typed, from [`RATE_MIN`] to [`RATE_MAX`]. A single mark before exactly three digits is refused with both
/// readings, as in an amount, and so is a space: `4.100` and `4 100` may be 4100 or 4,1. `0,125`, `4,1000` and `1.234,5` have
/// one reading.
///
/// # Errors
/// One variant of [`RateError`] for each reason.
pub fn parse_rate(text: &str) -> Result<Rate, RateError> {
    let plain = canonical(text);
    if plain.is_empty() {
        return Err(RateError::Empty);
    }
    let typed = Typed::read(&plain).ok_or_else(|| RateError::NotANumber { text: quote(text) })?;
    if typed.sign == Sign::Minus {
        return Err(RateError::Negative);
    }
    if let Some((thousands, decimals)) = typed.price_readings()
        && let (Some(as_thousands), Some(as_decimals)) = (thousands.value(), decimals.value())
    {
        return Err(RateError::Ambiguous {
            text: quote(text),
            as_thousands,
            as_decimals,
        });
    }
    if typed.is_zero() {
        return Err(RateError::Zero);
    }
    let out_of_bounds = RateError::OutOfBounds {
        min: RATE_MIN,
        max: RATE_MAX,
    };
    if typed.is_more_than(AMOUNT_MAX_WHOLE) {
        return Err(out_of_bounds);
    }
    let (allowed, given) = (RATE_DECIMALS_MAX, typed.decimals_given());
    if allowed < given {
        return Err(RateError::TooManyDecimals { allowed, given });
    }
    let value = typed.value().ok_or_else(|| out_of_bounds.clone())?;
    let rate = Rate::new(value)?;
    if rate.is_in_bounds() {
        Ok(rate)
    } else {
        Err(out_of_bounds)
    }
}

/// Reads a percentage as typed, with or without its sign: `40`, `40%`, `40 %`, `0.3`, `0,3`. A mark before three digits
/// is the decimal one: thousands would be more than a hundred percent.
///
/// # Errors
/// One variant of [`PercentError`] for each reason.
pub fn parse_percent(text: &str) -> Result<Percent, PercentError> {
    let plain = canonical(text);
    let digits = plain.strip_suffix('%').unwrap_or(&plain).trim_end();
    if digits.is_empty() {
        return Err(PercentError::Empty);
    }
    let typed = Typed::read(digits).ok_or_else(|| PercentError::NotANumber { text: quote(text) })?;
    if typed.sign == Sign::Minus && !typed.is_zero() {
        return Err(PercentError::Negative);
    }
    let too_large = PercentError::TooLarge {
        max: Decimal::ONE_HUNDRED,
    };
    if typed.is_more_than(100) {
        return Err(too_large);
    }
    let (allowed, given) = (RATE_DECIMALS_MAX, typed.decimals_given());
    if allowed < given {
        return Err(PercentError::TooManyDecimals { allowed, given });
    }
    Percent::new(typed.value().ok_or(too_large)?)
}

pub(super) fn quote(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() <= QUOTE_CHARS_MAX {
        return text.to_owned();
    }
    let kept: String = text.chars().take(QUOTE_CHARS_MAX).collect();
    format!("{kept}…")
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "parse_price_tests.rs"]
mod price_tests;
