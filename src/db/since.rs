//! Finds where a period begins in tables that only grow. They have no index by time, which every write would have to update;
//! their ids grow with it, so halving finds the row.

use sqlx::AssertSqlSafe;

use super::{DbError, Source};
use crate::clock::Moment;

/// How far moments of neighbouring rows may be out of order, in milliseconds: units that ran at the same time, or were
/// repeated.
const DISORDER_MS: i64 = 60 * 60 * 1_000;

/// A table whose ids grow with time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dated {
    Journal,
    OrderBacklog,
}

impl Dated {
    /// The table, and its column with the moment.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Dated::Journal => ("journal", "posted_at_ms"),
            Dated::OrderBacklog => ("order_backlog", "at_ms"),
        }
    }
}

/// No row before this id is of `at` or later. It may be the id after the last row.
///
/// # Errors
/// [`DbError`].
pub async fn find_first_since(source: &mut impl Source, table: Dated, at: Moment) -> Result<i64, DbError> {
    let before = at.plus_ms(-DISORDER_MS);
    let (name, moment) = table.names();
    // Safe: names only.
    let newest: (Option<i64>,) = sqlx::query_as(AssertSqlSafe(format!("select max(id) from {name}")))
        .fetch_one(source.conn())
        .await?;
    let next = format!("select id, {moment} from {name} where $1 <= id order by id limit 1");
    let (mut low, mut high) = (1, newest.0.unwrap_or(0).saturating_add(1));
    while low < high {
        let middle = low + (high - low) / 2;
        let found: Option<(i64, Moment)> = sqlx::query_as(AssertSqlSafe(next.clone()))
            .bind(middle)
            .fetch_optional(source.conn())
            .await?;
        match found {
            Some((id, moment)) if moment < before => low = id + 1,
            Some(_) | None => high = middle,
        }
    }
    Ok(low)
}
