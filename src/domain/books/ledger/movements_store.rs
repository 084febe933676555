//! Follows an account's entries backwards by their links. There is no index by account, which every posting would have
//! to update.

use super::movements::Movement;
use crate::clock::Moment;
use crate::db::{DbError, Source};
use crate::domain::books::ledger::AccountKey;
use crate::domain::kernel::money::Money;
use crate::ids::{EntryId, JournalId, MemberId};

/// The account's last entry; none when nothing was ever posted to it.
pub async fn find_newest_entry(source: &mut impl Source, key: AccountKey) -> Result<Option<EntryId>, DbError> {
    let row: Option<(Option<EntryId>,)> = sqlx::query_as("select last_entry_id from ledger_accounts where code = $1")
        .bind(key.code())
        .fetch_optional(source.conn())
        .await?;
    Ok(row.and_then(|(entry,)| entry))
}

type MovementRow = (
    EntryId,
    JournalId,
    String,
    String,
    Option<MemberId>,
    Moment,
    i64,
    i64,
    i64,
);

/// Movements of an account, newest first: begins with the entry `newest`, skips `skip` and returns at most `rows_max`.
/// Empty when that entry belongs to another account.
pub async fn list_movements(
    source: &mut impl Source,
    key: AccountKey,
    newest: EntryId,
    skip: i64,
    rows_max: i64,
) -> Result<Vec<Movement>, DbError> {
    let rows: Vec<MovementRow> = sqlx::query_as(
        "with recursive walk (id, before, place) as (
             select e.id, e.previous_entry_id, cast(0 as bigint)
               from entries e join ledger_accounts a on a.id = e.account_id
              where e.id = $2 and a.code = $1
             union all
             select e.id, e.previous_entry_id, w.place + 1
               from walk w join entries e on e.id = w.before
              where w.place + 1 < $3 + $4
         )
         select e.id, e.journal_id, j.kind, j.details, j.actor_id, j.posted_at_ms, e.previous_minor, e.amount_minor,
                e.current_minor
           from walk w join entries e on e.id = w.id join journal j on j.id = e.journal_id
          where $3 <= w.place
          order by w.place limit $4",
    )
    .bind(key.code())
    .bind(newest)
    .bind(skip)
    .bind(rows_max)
    .fetch_all(source.conn())
    .await?;
    let currency = key.currency();
    let movement = |(entry, journal, kind, details, actor, at, previous, amount, current)| Movement {
        entry,
        journal,
        kind,
        details,
        actor,
        at,
        previous: Money::from_minor(previous, currency),
        amount: Money::from_minor(amount, currency),
        current: Money::from_minor(current, currency),
    };
    Ok(rows.into_iter().map(movement).collect())
}
