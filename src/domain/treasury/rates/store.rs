//! Countries and prices. The newest row of a price counts.

use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::{Currency, Percent, Rate};
use crate::ids::MemberId;

/// A country to which transfers go, and the currency that is paid there.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Country {
    pub code: String,
    pub name: String,
    pub currency: Currency,
}

/// The country with this code, or the one that is paid in the currency with this code.
pub(super) async fn find_country(source: &mut impl Source, code: &str) -> Result<Option<Country>, DbError> {
    Ok(
        sqlx::query_as("select code, name, currency from countries where code = $1 or currency = $1")
            .bind(code.to_owned())
            .fetch_optional(source.conn())
            .await?,
    )
}

pub async fn list_countries(source: &mut impl Source) -> Result<Vec<Country>, DbError> {
    Ok(
        sqlx::query_as("select code, name, currency from countries order by code limit 300")
            .fetch_all(source.conn())
            .await?,
    )
}

/// The currency with this code, or of the country with this code.
pub(super) async fn find_currency(source: &mut impl Source, code: &str) -> Result<Option<Currency>, DbError> {
    let row: Option<(Currency,)> = sqlx::query_as(
        "select code from currencies where code = $1 and scale = 4
         union select currency from countries where code = $1 limit 1",
    )
    .bind(code.to_owned())
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(|(currency,)| currency))
}

/// The currencies of money, by their codes; coins and points are none.
pub async fn list_currencies(source: &mut impl Source) -> Result<Vec<Currency>, DbError> {
    let rows: Vec<(Currency,)> = sqlx::query_as("select code from currencies where scale = 4 order by code limit 300")
        .fetch_all(source.conn())
        .await?;
    Ok(rows.into_iter().map(|(currency,)| currency).collect())
}

/// The published rate of a corridor.
pub async fn find_rate(source: &mut impl Source, corridor: Corridor) -> Result<Option<Rate>, DbError> {
    let row: Option<(Rate,)> =
        sqlx::query_as("select rate from rates where source = $1 and target = $2 order by id desc limit 1")
            .bind(corridor.receive)
            .bind(corridor.send)
            .fetch_optional(source.conn())
            .await?;
    Ok(row.map(|(rate,)| rate))
}

/// All rates that count now.
pub async fn list_rates(source: &mut impl Source) -> Result<Vec<(Corridor, Rate, Moment)>, DbError> {
    let rows: Vec<(Currency, Currency, Rate, Moment)> = sqlx::query_as(
        "select r.source, r.target, r.rate, r.published_at_ms from rates r
          where r.id = (select max(n.id) from rates n where n.source = r.source and n.target = r.target)
          order by r.source, r.target limit 300",
    )
    .fetch_all(source.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|(receive, send, rate, at)| (Corridor { receive, send }, rate, at))
        .collect())
}

pub(super) async fn insert_rate(
    tx: &mut Tx,
    corridor: Corridor,
    rate: Rate,
    actor: MemberId,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query("insert into rates (source, target, rate, actor_id, published_at_ms) values ($1, $2, $3, $4, $5)")
        .bind(corridor.receive)
        .bind(corridor.send)
        .bind(rate)
        .bind(actor)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Units of a currency per dollar; one for the dollar itself.
pub async fn find_usd_value(source: &mut impl Source, currency: Currency) -> Result<Option<Rate>, DbError> {
    if currency == Currency::USD {
        return Ok(Rate::new(rust_decimal::Decimal::ONE).ok());
    }
    let row: Option<(Rate,)> =
        sqlx::query_as("select value from usd_values where currency = $1 order by id desc limit 1")
            .bind(currency)
            .fetch_optional(source.conn())
            .await?;
    Ok(row.map(|(value,)| value))
}

/// All dollar values that count now.
pub async fn list_usd_values(source: &mut impl Source) -> Result<Vec<(Currency, Rate)>, DbError> {
    Ok(sqlx::query_as(
        "select v.currency, v.value from usd_values v
          where v.id = (select max(n.id) from usd_values n where n.currency = v.currency)
          order by v.currency limit 300",
    )
    .fetch_all(source.conn())
    .await?)
}

pub(super) async fn insert_usd_value(
    tx: &mut Tx,
    currency: Currency,
    value: Rate,
    actor: MemberId,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query("insert into usd_values (currency, value, actor_id, set_at_ms) values ($1, $2, $3, $4)")
        .bind(currency)
        .bind(value)
        .bind(actor)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The transfer fee of the country that is paid in a currency; zero when none was set.
pub async fn find_fee_for(source: &mut impl Source, currency: Currency) -> Result<Percent, DbError> {
    let row: Option<(Percent,)> = sqlx::query_as(
        "select f.percent from transfer_fees f join countries c on c.code = f.country_code
          where c.currency = $1 order by f.id desc limit 1",
    )
    .bind(currency)
    .fetch_optional(source.conn())
    .await?;
    match row {
        Some((percent,)) => Ok(percent),
        None => Percent::from_text("0").map_err(|error| DbError::Corrupt(error.to_string())),
    }
}

/// The fee of a country, by its code.
pub(super) async fn find_fee_of(source: &mut impl Source, country: &str) -> Result<Percent, DbError> {
    let row: Option<(Percent,)> =
        sqlx::query_as("select percent from transfer_fees where country_code = $1 order by id desc limit 1")
            .bind(country.to_owned())
            .fetch_optional(source.conn())
            .await?;
    Ok(row.map_or(Percent::ZERO, |(percent,)| percent))
}

pub(super) async fn insert_fee(
    tx: &mut Tx,
    country: &str,
    percent: Percent,
    actor: MemberId,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query("insert into transfer_fees (country_code, percent, actor_id, set_at_ms) values ($1, $2, $3, $4)")
        .bind(country.to_owned())
        .bind(percent)
        .bind(actor)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}
