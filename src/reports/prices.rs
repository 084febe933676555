//! Prices as they are shown.

use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::{Currency, Percent, Rate};
use crate::domain::treasury::rates::{self, Country, ExchangeRates};

/// How many rates a history shows.
const HISTORY_ROWS: i64 = 20;

/// The prices that count now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prices {
    pub rates: Vec<(Corridor, Rate, Moment)>,
    /// Per country: its transfer fee and the dollar value of its currency.
    pub countries: Vec<(Country, Percent, Option<Rate>)>,
    /// The dollar values of currencies that are no country's.
    pub others: Vec<(Currency, Rate)>,
    /// What the desk sells and buys currencies for.
    pub exchange: Vec<ExchangeRates>,
}

/// All published prices.
pub async fn published(reader: &mut Reader) -> Result<Prices, DbError> {
    let mut countries = Vec::new();
    for country in rates::list_countries(reader).await? {
        let fee = rates::find_fee_for(reader, country.currency).await?;
        let usd_value = rates::find_usd_value(reader, country.currency).await?;
        countries.push((country, fee, usd_value));
    }
    let mut others = rates::list_usd_values(reader).await?;
    others.retain(|(currency, _)| countries.iter().all(|(country, ..)| country.currency != *currency));
    Ok(Prices {
        rates: rates::list_rates(reader).await?,
        countries,
        others,
        exchange: rates::list_exchange_rates(reader).await?,
    })
}

/// The last exchange rates of a currency, the newest first.
pub async fn exchange_history(reader: &mut Reader, currency: Currency) -> Result<Vec<ExchangeRates>, DbError> {
    rates::list_exchange_history(reader, currency, HISTORY_ROWS).await
}
