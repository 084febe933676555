//! Prices as they are shown.

use super::lists::Names;
use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::{Currency, Percent, Rate};
use crate::domain::people::members::{Actor, Permission};
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
    let past = rates::list_exchange_history(reader, currency, after, rows_max).await?;
    let names = match actor.may(Permission::SeeAccounts) {
        true => Some(Names::of(reader, past.iter().map(|past| past.by).collect()).await?),
        false => None,
    };
    let published = |PastRates { key, rates, by }| PublishedRates {
        key,
        rates,
        by: names.as_ref().map(|names| names.name(by).to_owned()),
    };
    Ok(past.into_iter().map(published).collect())
}
