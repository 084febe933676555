//! Prices: published rates per pair, dollar values per currency, transfer fees per country, and what the desk sells and
//! buys a currency for.
//!
//! Every price is a row that is never changed; the newest one counts. An order keeps the prices it was made with.

mod error;
mod exchange_store;
mod implied;
mod named;
mod publish_rate;
mod set;
mod set_exchange;
mod set_fee;
mod set_usd_value;
mod store;
mod usual;

pub use error::PriceError;
pub use exchange_store::{
    ExchangeRates, PastRates, TwoWay, find_exchange_rates, list_exchange_history, list_exchange_rates,
};
pub use implied::{Implied, ImpliedBy};
pub(crate) use named::resolve;
pub use named::{PlaceOrCurrency, find_country, find_currency, find_currency_of_place};
pub use publish_rate::{RatePublished, publish_rate};
pub use set::{PriceAsked, PriceChange, PriceOutcome, confirm_price};
pub use set_exchange::{ExchangeRatesSet, set_exchange};
pub use set_fee::{FeeSet, set_fee};
pub use set_usd_value::{UsdValueSet, set_usd_value};
pub use store::{
    Country, find_fee_for, find_rate, find_usd_value, list_countries, list_currencies, list_rates, list_usd_values,
};
