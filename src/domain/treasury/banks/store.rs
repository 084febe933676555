//! Reads banks.

use super::Bank;
use crate::db::{DbError, Source};
use crate::domain::kernel::money::Currency;
use crate::ids::BankId;

/// Banks are few; nobody adds thousands of them.
const BANKS_MAX: i64 = 1_000;

#[derive(sqlx::FromRow)]
struct BankRow {
    id: BankId,
    code: String,
    name: String,
    also: String,
    country: String,
    currency: Currency,
}

impl From<BankRow> for Bank {
    fn from(row: BankRow) -> Self {
        let also = row.also.split('|').filter(|name| !name.is_empty());
        Self {
            id: row.id,
            code: row.code,
            name: row.name,
            also: also.map(str::to_owned).collect(),
            country: row.country,
            currency: row.currency,
        }
    }
}

/// All banks, by country and code.
pub async fn list_banks(source: &mut impl Source) -> Result<Vec<Bank>, DbError> {
    let rows: Vec<BankRow> = sqlx::query_as(
        "select id, code, name, also, country, currency from banks order by country desc, code limit $1",
    )
    .bind(BANKS_MAX)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(Bank::from).collect())
}

pub async fn find_bank(source: &mut impl Source, bank: BankId) -> Result<Option<Bank>, DbError> {
    let row: Option<BankRow> =
        sqlx::query_as("select id, code, name, also, country, currency from banks where id = $1")
            .bind(bank)
            .fetch_optional(source.conn())
            .await?;
    Ok(row.map(Bank::from))
}
