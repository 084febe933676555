//! Old transactions, as they were read.

use crate::clock::Moment;
use crate::db::{DbError, Source};
use crate::ids::AccountId;

/// A transaction of the old book. Amounts are decimals as people saw them; every text is as it was stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OldTransaction {
    pub old_id: i64,
    pub kind: Option<String>,
    pub source_currency: Option<String>,
    pub target_currency: Option<String>,
    pub source_amount: Option<String>,
    pub target_amount: Option<String>,
    pub rate: Option<String>,
    pub receipt: Option<String>,
    pub state: Option<String>,
    /// Wall-clock text of the old book.
    pub happened: Option<String>,
    /// 1970 when that cannot be read.
    #[sqlx(rename = "happened_at_ms")]
    pub at: Moment,
}

pub(super) async fn list_of(
    source: &mut impl Source,
    account: AccountId,
    skipped: i64,
    rows_max: i64,
) -> Result<Vec<OldTransaction>, DbError> {
    sqlx::query_as(
        "select old_id, kind, source_currency, target_currency, source_amount, target_amount, rate, receipt, state,
                happened, happened_at_ms
           from legacy_transactions where source_id = $1 or target_id = $1
          order by happened_at_ms desc, old_id desc limit $2 offset $3",
    )
    .bind(account)
    .bind(rows_max)
    .bind(skipped)
    .fetch_all(source.conn())
    .await
    .map_err(DbError::from)
}

/// How many old transactions an account has.
pub async fn count_old_transactions(source: &mut impl Source, account: AccountId) -> Result<i64, DbError> {
    let (rows,): (i64,) =
        sqlx::query_as("select count(*) from legacy_transactions where source_id = $1 or target_id = $1")
            .bind(account)
            .fetch_one(source.conn())
            .await?;
    Ok(rows)
}
