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

use crate::db::Source;
use crate::domain::money::Currency;

/// Lower case and without accents: people type `peru` for Perú.
pub(crate) fn plain_letters(text: &str) -> String {
    let plain = |letter: char| match letter {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' | 'ü' => 'u',
        'ñ' => 'n',
        other => other,
    };
    text.trim().to_lowercase().chars().map(plain).collect()
}

/// What a person may call a currency: its code, or code or name of a country paid in it (S0-25: rates "per country").
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
pub(crate) async fn resolve(source: &mut impl Source, typed: &PlaceOrCurrency) -> Result<Currency, PriceError> {
    if let Some(currency) = store::find_currency(source, &typed.0).await? {
        return Ok(currency);
    }
    let named = plain_letters(&typed.0);
    let countries = store::list_countries(source).await?;
    match countries.iter().find(|country| plain_letters(&country.name) == named) {
        Some(country) => Ok(country.currency),
        None => {
            let known = store::list_currencies(source).await?;
            Err(PriceError::UnknownCurrency {
                typed: typed.0.clone(),
                known,
            })
        }
    }
}
