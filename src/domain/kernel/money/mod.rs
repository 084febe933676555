//! Money: exact amounts, rates and percentages, how they are typed, and every rounding the desk does.
//!
//! Nouns: [`Currency`], [`Money`], [`Rate`], [`Percent`], [`Exact`]. Invariants: an amount is whole minor units of one
//! currency and never a float; two currencies are never added; arithmetic never wraps; a product or quotient is an
//! exact fraction until a rounding with a name turns it into an amount ([`convert`] and [`fee_on`] round half-up to
//! payable decimals, [`percent_of`] and [`Money::truncate_to_cents`] cut towards zero, [`split`] loses nothing).

mod amount;
mod bounds;
mod change;
mod columns;
mod currency;
mod exact;
mod exchange;
mod names;
mod parse;
mod rate;
mod shares;
mod typed;
mod written;

pub use amount::{Money, MoneyError, sum};
pub use bounds::{AMOUNT_MAX_WHOLE, DOLLARS_MAX_WHOLE, RATE_MAX, RATE_MIN, are_dollars_in_bounds};
pub use change::differs_by_more_than;
pub use currency::{Currency, CurrencyError};
pub use exact::{Exact, NotExact};
pub use exchange::{convert, fee_on, percent_of, price, worth};
pub use names::{NAME_WORDS_MAX, country_called, currency_called};
pub use parse::{
    AmountError, RATE_DECIMALS_MAX, parse_amount, parse_kept_amount, parse_kept_signed_amount, parse_percent,
    parse_rate, parse_signed_amount,
};
pub use rate::{Percent, PercentError, Rate, RateError};
pub use shares::split;
pub use written::{UnreadableAmount, Written, check_amount, check_signed_amount};
