//! Finds currencies and countries by what people call them: code, name, or another usual name (S0-25: rates "per
//! country").

use serde::{Deserialize, Serialize};

use super::{Country, PriceError, store};
use crate::db::{DbError, Source};
use crate::domain::kernel::letters;
use crate::domain::kernel::money::{Currency, country_called, currency_called};

/// What a person calls a currency: its code or name, or code or name of a country paid in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceOrCurrency(String);

impl PlaceOrCurrency {
    pub fn new(typed: &str) -> Self {
        Self(typed.trim().to_uppercase())
    }
}

/// The currency that was typed; `None` when the desk trades none of that name.
pub async fn find_currency(source: &mut impl Source, typed: &PlaceOrCurrency) -> Result<Option<Currency>, DbError> {
    if let Some(currency) = store::find_currency(source, &typed.0).await? {
        return Ok(Some(currency));
    }
    match currency_called(&typed.0) {
        Some(currency) => store::find_currency(source, currency.as_str()).await,
        None => Ok(country_named(source, &typed.0).await?.map(|country| country.currency)),
    }
}

/// The same in free text, where `Sol Bolívar` is somebody's name: codes and countries only.
pub async fn find_currency_of_place(source: &mut impl Source, word: &str) -> Result<Option<Currency>, DbError> {
    if let Some(currency) = store::find_currency(source, &word.trim().to_uppercase()).await? {
        return Ok(Some(currency));
    }
    let country = match country_called(word) {
        Some(code) => store::find_country(source, code).await?,
        None => country_named(source, word).await?,
    };
    Ok(country.map(|country| country.currency))
}

/// The country that was typed, also by the currency that is paid there; `None` when there is no such country.
pub async fn find_country(source: &mut impl Source, typed: &str) -> Result<Option<Country>, DbError> {
    if let Some(country) = store::find_country(source, &typed.trim().to_uppercase()).await? {
        return Ok(Some(country));
    }
    let currency = currency_called(typed);
    match country_called(typed).or(currency.as_ref().map(Currency::as_str)) {
        Some(code) => store::find_country(source, code).await,
        None => country_named(source, typed).await,
    }
}

/// The currency that was typed.
///
/// # Errors
/// [`PriceError::UnknownCurrency`] with the currencies there are.
pub(crate) async fn resolve(source: &mut impl Source, typed: &PlaceOrCurrency) -> Result<Currency, PriceError> {
    match find_currency(source, typed).await? {
        Some(currency) => Ok(currency),
        None => Err(PriceError::UnknownCurrency {
            typed: typed.0.clone(),
            known: store::list_currencies(source).await?,
        }),
    }
}

/// A country by its name in the table, for countries that were added later.
async fn country_named(source: &mut impl Source, typed: &str) -> Result<Option<Country>, DbError> {
    let wanted = letters::plain(typed);
    let mut countries = store::list_countries(source).await?;
    countries.retain(|country| letters::plain(&country.name) == wanted);
    Ok(countries.pop())
}
