//! Money: exact amounts, rates and percentages, how they are typed, and every rounding the desk does.
//!
//! Nouns: [`Currency`], [`Money`], [`Rate`], [`Percent`]. Invariants: an amount is whole minor units of one currency
//! and never a float; two currencies are never added; nothing wraps; a rounding has a name ([`convert`] and [`fee_on`]
//! go half-up to what can be paid, [`percent_of`] and [`Money::truncate_to_cents`] cut towards zero, [`split`] loses
//! nothing).

mod amount;
mod columns;
mod currency;
mod exchange;
mod names;
mod parse;
mod rate;
mod shares;
mod typed;
mod written;

pub use amount::{Money, MoneyError, sum};
pub use currency::{Currency, CurrencyError};
pub use exchange::{convert, fee_on, percent_of, price, worth};
pub use names::{NAME_WORDS_MAX, country_called, currency_called};
pub use parse::{
    AMOUNT_MAX_WHOLE, AmountError, RATE_DECIMALS_MAX, parse_amount, parse_percent, parse_rate, parse_signed_amount,
};
pub use rate::{Percent, PercentError, Rate, RateError};
pub use shares::split;
pub use written::{UnreadableAmount, Written, check_amount, check_signed_amount};
