//! What the desk sells and buys currencies for. The newest row of a currency counts.

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::kernel::money::{Currency, Exact, Rate};
use crate::ids::MemberId;

/// The two published rates of a currency: units of VES for one unit of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoWay {
    /// What a client pays for a unit; never less than `bid`.
    pub ask: Rate,
    /// What a client gets for a unit.
    pub bid: Rate,
}

impl TwoWay {
    /// The middle of both rates.
    pub fn middle(&self) -> Exact {
        self.ask.to_exact().plus(&self.bid.to_exact()).times(&Exact::new(5, 1))
    }
}

/// The rates of a currency that count now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExchangeRates {
    pub currency: Currency,
    pub rates: TwoWay,
    pub at: Moment,
}

/// Rates as they were published once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastRates {
    /// Its place in the list.
    pub key: i64,
    pub rates: ExchangeRates,
    pub by: MemberId,
}

type RatesRow = (Currency, Rate, Rate, Moment);

fn of_row((currency, ask, bid, at): RatesRow) -> ExchangeRates {
    ExchangeRates {
        currency,
        rates: TwoWay { ask, bid },
        at,
    }
}

/// The rates of a currency; `None` when none were published.
pub async fn find_exchange_rates(
    source: &mut impl Source,
    currency: Currency,
) -> Result<Option<ExchangeRates>, DbError> {
    let row: Option<RatesRow> = sqlx::query_as(
        "select currency, ask, bid, published_at_ms from exchange_rates where currency = $1 order by id desc limit 1",
    )
    .bind(currency)
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(of_row))
}

/// The rates of all currencies that have any.
pub async fn list_exchange_rates(source: &mut impl Source) -> Result<Vec<ExchangeRates>, DbError> {
    let rows: Vec<RatesRow> = sqlx::query_as(
        "select r.currency, r.ask, r.bid, r.published_at_ms from exchange_rates r
          where r.id = (select max(n.id) from exchange_rates n where n.currency = r.currency)
          order by r.currency limit 300",
    )
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(of_row).collect())
}

/// The rates of a currency that are older than those with the key `after`, the newest first.
pub async fn list_exchange_history(
    source: &mut impl Source,
    currency: Currency,
    after: Option<i64>,
    rows_max: i64,
) -> Result<Vec<PastRates>, DbError> {
    let rows: Vec<(i64, MemberId, Rate, Rate, Moment)> = sqlx::query_as(
        "select id, actor_id, ask, bid, published_at_ms from exchange_rates
          where currency = $1 and id < $2 order by id desc limit $3",
    )
    .bind(currency)
    .bind(after.unwrap_or(i64::MAX))
    .bind(rows_max)
    .fetch_all(source.conn())
    .await?;
    let past = |(key, by, ask, bid, at)| PastRates {
        key,
        rates: of_row((currency, ask, bid, at)),
        by,
    };
    Ok(rows.into_iter().map(past).collect())
}

pub(super) async fn insert_exchange_rates(
    tx: &mut Tx,
    currency: Currency,
    rates: TwoWay,
    actor: MemberId,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into exchange_rates (currency, ask, bid, actor_id, published_at_ms) values ($1, $2, $3, $4, $5)",
    )
    .bind(currency)
    .bind(rates.ask)
    .bind(rates.bid)
    .bind(actor)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::TwoWay;
    use crate::domain::kernel::money::{Exact, Rate};

    #[test]
    fn the_middle_is_exact() {
        let rates = TwoWay {
            ask: Rate::from_text("38").unwrap(),
            bid: Rate::from_text("37.5").unwrap(),
        };
        assert_eq!(rates.middle(), Exact::new(3775, 2));
    }
}
