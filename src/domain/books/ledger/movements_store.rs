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

/// The columns of a [`MovementRow`], in one place; `$head` stands before them, `$tail` says which entries.
macro_rules! select_movements {
    ($head:literal, $tail:literal) => {
        concat!(
            $head,
            "e.id, e.journal_id, j.kind, j.details, j.actor_id, j.posted_at_ms, e.previous_minor, e.amount_minor,
             e.current_minor ",
            $tail
        )
    };
}

/// Movements of an account, newest first: begins with the entry `newest`, skips `skip` and returns at most `rows_max`.
/// Empty when that entry belongs to another account.
pub async fn list_movements(
    source: &mut impl Source,
    key: AccountKey,
    newest: EntryId,
    skip: i64,
    rows_max: i64,
) -> Result<Vec<Movement>, DbError> {
    let rows: Vec<MovementRow> = sqlx::query_as(select_movements!(
        "with recursive walk (id, before, place) as (
             select e.id, e.previous_entry_id, cast(0 as bigint)
               from entries e join ledger_accounts a on a.id = e.account_id
              where e.id = $2 and a.code = $1
             union all
             select e.id, e.previous_entry_id, w.place + 1
               from walk w join entries e on e.id = w.before
              where w.place + 1 < $3 + $4
         )
         select ",
        "from walk w join entries e on e.id = w.id join journal j on j.id = e.journal_id
          where $3 <= w.place
          order by w.place limit $4"
    ))
    .bind(key.code())
    .bind(newest)
    .bind(skip)
    .bind(rows_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(|row| movement(row, key)).collect())
}

fn movement(
    (entry, journal, kind, details, actor, at, previous, amount, current): MovementRow,
    key: AccountKey,
) -> Movement {
    let money = |minor| Money::from_minor(minor, key.currency());
    Movement {
        entry,
        journal,
        kind,
        details,
        actor,
        at,
        previous: money(previous),
        amount: money(amount),
        current: money(current),
    }
}

/// A movement with the code of its account, as [`select_movements`] reads it.
pub(super) type MovedRow = (
    String,
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

/// The account with this code in the books.
pub(super) fn key_of(code: &str) -> Result<AccountKey, DbError> {
    AccountKey::parse(code).ok_or_else(|| DbError::Corrupt(format!("{code} is no account of the books")))
}

pub(super) fn moved(
    (code, entry, journal, kind, details, actor, at, previous, amount, current): MovedRow,
) -> Result<(AccountKey, Movement), DbError> {
    let key = key_of(&code)?;
    let row = (entry, journal, kind, details, actor, at, previous, amount, current);
    Ok((key, movement(row, key)))
}

/// What one journal row moved, in the order of its entries.
pub async fn list_moved_by(
    source: &mut impl Source,
    journal: JournalId,
) -> Result<Vec<(AccountKey, Movement)>, DbError> {
    let rows: Vec<MovedRow> = sqlx::query_as(select_movements!(
        "select a.code, ",
        "from journal j join entries e on e.journal_id = j.id join ledger_accounts a on a.id = e.account_id
          where j.id = $1 order by e.id limit 100"
    ))
    .bind(journal)
    .fetch_all(source.conn())
    .await?;
    rows.into_iter().map(moved).collect()
}

/// The same for a journal row and the mirror that undid it, if there is one.
pub async fn list_moved_with_mirror(
    source: &mut impl Source,
    journal: JournalId,
) -> Result<Vec<(AccountKey, Movement)>, DbError> {
    let rows: Vec<MovedRow> = sqlx::query_as(select_movements!(
        "with posted (id) as (select cast($1 as bigint) union all select id from journal where reverses_id = $1)
         select a.code, ",
        "from posted p join journal j on j.id = p.id join entries e on e.journal_id = j.id
           join ledger_accounts a on a.id = e.account_id
          order by e.id limit 100"
    ))
    .bind(journal)
    .fetch_all(source.conn())
    .await?;
    rows.into_iter().map(moved).collect()
}
