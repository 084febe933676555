//! Prices: published rates per pair, dollar values per currency, transfer fees per country.
//!
//! Every price is a row that is never changed; the newest one counts. An order keeps the prices it was made with.

mod error;
mod publish_rate;
mod set_fee;
mod set_usd_value;
mod store;

pub use error::PriceError;
pub use publish_rate::{RatePublished, publish_rate};
pub use set_fee::{FeeSet, set_fee};
pub use set_usd_value::{UsdValueSet, set_usd_value};
pub use store::{Country, find_country, find_fee_for, find_rate, find_usd_value, list_countries, list_rates};

use crate::domain::money::Currency;

/// What a person may call a currency: its code, or the code of a country paid in it (S0-25: rates "per country").
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PlaceOrCurrency(String);

impl PlaceOrCurrency {
    pub fn new(typed: &str) -> Self {
        Self(typed.trim().to_uppercase())
    }
}

/// The currency meant by what was typed; nothing when it means none.
pub async fn find_currency(
    source: &mut impl crate::db::Source,
    typed: &PlaceOrCurrency,
) -> Result<Option<Currency>, crate::db::DbError> {
    store::find_currency(source, &typed.0).await
}

/// The currency meant by what was typed.
///
/// # Errors
/// [`PriceError::UnknownCurrency`] with the currencies there are.
pub(crate) async fn resolve(tx: &mut crate::db::Tx, typed: &PlaceOrCurrency) -> Result<Currency, PriceError> {
    match store::find_currency(tx, &typed.0).await? {
        Some(currency) => Ok(currency),
        None => {
            let known = store::list_currencies(tx).await?;
            Err(PriceError::UnknownCurrency {
                typed: typed.0.clone(),
                known,
            })
        }
    }
}
