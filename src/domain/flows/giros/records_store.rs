//! Reads the entries of a giro.

use crate::clock::Moment;
use crate::db::{DbError, Source};
use crate::domain::books::ledger::{AccountKey, Movement};
use crate::domain::kernel::money::Money;
use crate::ids::{AccountId, EntryId, JournalId, MemberId, OrderId};

type EntryRow = (
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

/// What the journal rows of an order moved in numbered accounts, in the order in which it was posted.
pub(super) async fn list_moved_by_order(
    source: &mut impl Source,
    order: OrderId,
) -> Result<Vec<(AccountId, Movement)>, DbError> {
    let rows: Vec<EntryRow> = sqlx::query_as(
        "with own (id) as (
             select taken_journal_id from orders where id = $1 and taken_journal_id is not null
             union all select journal_id from orders where id = $1 and journal_id is not null),
         posted (id) as (
             select id from own union all select j.id from journal j join own on j.reverses_id = own.id)
         select a.code, e.id, e.journal_id, j.kind, j.details, j.actor_id, j.posted_at_ms, e.previous_minor,
                e.amount_minor, e.current_minor
           from posted p join journal j on j.id = p.id join entries e on e.journal_id = j.id
           join ledger_accounts a on a.id = e.account_id
          where a.code like 'account:%' order by e.id limit 100",
    )
    .bind(order)
    .fetch_all(source.conn())
    .await?;
    let of = |row: EntryRow| match moved(row)? {
        (AccountKey::Account(account, _), movement) => Ok((account, movement)),
        (key, _) => Err(DbError::Corrupt(format!("{} is no numbered account", key.code()))),
    };
    rows.into_iter().map(of).collect()
}

/// What one journal row moved, in the order of its entries.
pub(super) async fn list_moved_by(
    source: &mut impl Source,
    journal: JournalId,
) -> Result<Vec<(AccountKey, Movement)>, DbError> {
    let rows: Vec<EntryRow> = sqlx::query_as(
        "select a.code, e.id, e.journal_id, j.kind, j.details, j.actor_id, j.posted_at_ms, e.previous_minor,
                e.amount_minor, e.current_minor
           from journal j join entries e on e.journal_id = j.id join ledger_accounts a on a.id = e.account_id
          where j.id = $1 order by e.id limit 100",
    )
    .bind(journal)
    .fetch_all(source.conn())
    .await?;
    rows.into_iter().map(moved).collect()
}

fn moved(
    (code, entry, journal, kind, details, actor, at, previous, amount, current): EntryRow,
) -> Result<(AccountKey, Movement), DbError> {
    let key = AccountKey::parse(&code);
    let key = key.ok_or_else(|| DbError::Corrupt(format!("{code} is no account of the books")))?;
    let money = |minor| Money::from_minor(minor, key.currency());
    let movement = Movement {
        entry,
        journal,
        kind,
        details,
        actor,
        at,
        previous: money(previous),
        amount: money(amount),
        current: money(current),
    };
    Ok((key, movement))
}
