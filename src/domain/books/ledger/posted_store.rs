//! Reading journal rows back.

use super::posted::Posted;
use crate::clock::Moment;
use crate::db::{DbError, Source};
use crate::domain::books::ledger::AccountKey;
use crate::domain::kernel::money::Money;
use crate::ids::{HoldId, JournalId, MemberId};

/// Its kind, who posted it and when, the row that it mirrors, its details.
type PostedRow = (String, Option<MemberId>, Moment, Option<JournalId>, String);

/// A journal row; `None` when there is none with this id.
///
/// # Errors
/// A fault; [`DbError::Corrupt`] when it moved money in an account that is not in the chart of accounts.
pub async fn find_posted(source: &mut impl Source, journal: JournalId) -> Result<Option<Posted>, DbError> {
    let row: Option<PostedRow> =
        sqlx::query_as("select kind, actor_id, posted_at_ms, reverses_id, details from journal where id = $1")
            .bind(journal)
            .fetch_optional(source.conn())
            .await?;
    let Some((kind, actor, at, reverses, details)) = row else {
        return Ok(None);
    };
    let entries: Vec<(String, i64)> = sqlx::query_as(
        "select a.code, e.amount_minor from entries e join ledger_accounts a on a.id = e.account_id
          where e.journal_id = $1 order by e.id limit 10000",
    )
    .bind(journal)
    .fetch_all(source.conn())
    .await?;
    let line = |(code, minor): (String, i64)| {
        let key =
            AccountKey::parse(&code).ok_or_else(|| DbError::Corrupt(format!("{code} is no account of the books")))?;
        Ok((key, Money::from_minor(minor, key.currency())))
    };
    Ok(Some(Posted {
        journal,
        kind,
        actor,
        at,
        reverses,
        details: serde_json::from_str(&details)
            .map_err(|error| DbError::Corrupt(format!("journal {journal}: {error}")))?,
        lines: entries.into_iter().map(line).collect::<Result<_, DbError>>()?,
    }))
}

/// The balance of an account before and after a journal row; `None` when the row did not move it.
pub async fn find_balances_around(
    source: &mut impl Source,
    journal: JournalId,
    key: AccountKey,
) -> Result<Option<(Money, Money)>, DbError> {
    let row: Option<(i64, i64)> = sqlx::query_as(
        "select min(e.id) as first, max(e.id) as last from entries e join ledger_accounts a on a.id = e.account_id
          where e.journal_id = $1 and a.code = $2 having min(e.id) is not null",
    )
    .bind(journal)
    .bind(key.code())
    .fetch_optional(source.conn())
    .await?;
    let Some((first, last)) = row else { return Ok(None) };
    let (previous, current): (i64, i64) = sqlx::query_as(
        "select (select previous_minor from entries where id = $1), (select current_minor from entries where id = $2)",
    )
    .bind(first)
    .bind(last)
    .fetch_one(source.conn())
    .await?;
    let money = |minor| Money::from_minor(minor, key.currency());
    Ok(Some((money(previous), money(current))))
}

/// The row that settled a hold; `None` while it is open, and when it was released.
pub async fn find_settling(source: &mut impl Source, hold: HoldId) -> Result<Option<JournalId>, DbError> {
    let row: Option<(Option<JournalId>,)> =
        sqlx::query_as("select journal_id from holds where id = $1 and state = 'settled'")
            .bind(hold)
            .fetch_optional(source.conn())
            .await?;
    Ok(row.and_then(|(journal,)| journal))
}
