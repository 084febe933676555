//! Prices as they are shown.

use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::{Currency, Percent, Rate};
use crate::domain::people::members::{self, Actor, Permission};
use crate::domain::treasury::rates::{self, Country, ExchangeRates, PastRates};

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

/// Exchange rates as they were published once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRates {
    /// Its place in the history.
    pub key: i64,
    pub rates: ExchangeRates,
    /// The name of whoever published them; `None` for readers who are no staff.
    pub by: Option<String>,
}

/// The exchange rates of a currency that are older than those with the key `after`, the newest first. Everybody may read
/// them.
pub async fn exchange_history(
    reader: &mut Reader,
    actor: &Actor,
    currency: Currency,
    after: Option<i64>,
    rows_max: i64,
) -> Result<Vec<PublishedRates>, DbError> {
    let mut rows = Vec::new();
    for past in rates::list_exchange_history(reader, currency, after, rows_max).await? {
        let by = match actor.may(Permission::SeeAccounts) {
            true => Some(members::get_member(reader, past.by).await?.name),
            false => None,
        };
        let PastRates { key, rates, .. } = past;
        rows.push(PublishedRates { key, rates, by });
    }
    Ok(rows)
}
