//! Prices as they are shown.

use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::{Currency, Percent, Rate};
use crate::domain::treasury::rates::{self, Country};

/// The prices that count now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prices {
    pub rates: Vec<(Corridor, Rate, Moment)>,
    /// Per country: its transfer fee and the dollar value of its currency.
    pub countries: Vec<(Country, Percent, Option<Rate>)>,
    /// The dollar values of currencies that are no country's.
    pub others: Vec<(Currency, Rate)>,
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
    })
}
