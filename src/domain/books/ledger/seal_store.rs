//! Reads journal rows in the form in which they are sealed.

use std::collections::HashMap;

use sqlx::AssertSqlSafe;

use crate::clock::Moment;
use crate::db::{DbError, Source, Tx, placeholders};
use crate::domain::books::ledger::chain::Seal;
use crate::domain::books::ledger::unit::{EntryRow, Head, JournalRow};
use crate::ids::{EntryId, JournalId, LedgerAccountId, MemberId};

/// The key of the sealer's advisory lock: any number that no other one of the desk uses.
const SEALER_LOCK: i64 = 0x0043_414d_4249_5354;

/// Takes the sealer's lock, which is held until the unit ends; waits while another process holds it.
pub(super) async fn take_turn(tx: &mut Tx) -> Result<(), DbError> {
    sqlx::query("select cast(pg_advisory_xact_lock($1) as text)")
        .bind(SEALER_LOCK)
        .fetch_all(tx.conn())
        .await?;
    Ok(())
}

/// Journal rows without a seal, after `after`, lowest id first.
pub(in crate::domain::books::ledger) async fn read_unsealed(
    source: &mut impl Source,
    after: i64,
    rows_max: i64,
) -> Result<Vec<JournalId>, DbError> {
    let ids: Vec<(JournalId,)> = sqlx::query_as(
        "select j.id from journal j left join seals s on s.journal_id = j.id
          where s.seq is null and $1 < j.id order by j.id limit $2",
    )
    .bind(after)
    .bind(rows_max)
    .fetch_all(source.conn())
    .await?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

/// Whether a row after `after` that was posted before a moment has no seal.
pub(super) async fn is_unsealed_before(source: &mut impl Source, after: i64, until: Moment) -> Result<bool, DbError> {
    let found: Option<(JournalId,)> = sqlx::query_as(
        "select j.id from journal j left join seals s on s.journal_id = j.id
          where s.seq is null and $1 < j.id and j.posted_at_ms < $2 limit 1",
    )
    .bind(after)
    .bind(until)
    .fetch_optional(source.conn())
    .await?;
    Ok(found.is_some())
}

pub(super) async fn find_first_posted(source: &mut impl Source) -> Result<Option<Moment>, DbError> {
    let first: Option<(Moment,)> = sqlx::query_as("select posted_at_ms from journal order by id limit 1")
        .fetch_optional(source.conn())
        .await?;
    Ok(first.map(|(at,)| at))
}

/// The highest id of a sealed row; 0 when there is none.
pub(in crate::domain::books::ledger) async fn find_newest_sealed(source: &mut impl Source) -> Result<i64, DbError> {
    let (newest,): (i64,) = sqlx::query_as("select coalesce(max(journal_id), 0) from seals")
        .fetch_one(source.conn())
        .await?;
    Ok(newest)
}

pub(super) async fn read_head(source: &mut impl Source) -> Result<Head, DbError> {
    let head: Option<(i64, Vec<u8>)> = sqlx::query_as("select seq, hash from seals order by seq desc limit 1")
        .fetch_optional(source.conn())
        .await?;
    Ok(head.map_or_else(Head::default, |(seq, hash)| Head { seq, hash }))
}

/// Seals after `after`, in order.
pub(in crate::domain::books::ledger) async fn read_seals(
    source: &mut impl Source,
    after: i64,
    rows_max: i64,
) -> Result<Vec<Seal>, DbError> {
    let rows: Vec<(i64, JournalId, Vec<u8>)> =
        sqlx::query_as("select seq, journal_id, hash from seals where $1 < seq order by seq limit $2")
            .bind(after)
            .bind(rows_max)
            .fetch_all(source.conn())
            .await?;
    Ok(rows
        .into_iter()
        .map(|(seq, journal, hash)| Seal { seq, journal, hash })
        .collect())
}

type JournalColumns = (
    JournalId,
    String,
    String,
    i64,
    Option<MemberId>,
    Moment,
    String,
    Option<JournalId>,
);
type EntryColumns = (
    JournalId,
    EntryId,
    LedgerAccountId,
    String,
    i64,
    i64,
    i64,
    Option<EntryId>,
);

/// Journal rows with their entries, in the order of `ids`; ids without a row are left out.
pub(in crate::domain::books::ledger) async fn read_rows(
    source: &mut impl Source,
    ids: &[JournalId],
) -> Result<Vec<JournalRow>, DbError> {
    let sql = format!(
        "select id, kind, request_id, part, actor_id, posted_at_ms, details, reverses_id from journal where id in ({})",
        placeholders(1, ids.len())
    );
    let mut query = sqlx::query_as(AssertSqlSafe(sql));
    for id in ids {
        query = query.bind(*id);
    }
    let journal: Vec<JournalColumns> = query.fetch_all(source.conn()).await?;
    let sql = format!(
        "select e.journal_id, e.id, e.account_id, a.code, e.amount_minor, e.previous_minor, e.current_minor, \
         e.previous_entry_id from entries e join ledger_accounts a on a.id = e.account_id \
         where e.journal_id in ({}) order by e.id",
        placeholders(1, ids.len())
    );
    let mut query = sqlx::query_as(AssertSqlSafe(sql));
    for id in ids {
        query = query.bind(*id);
    }
    let entries: Vec<EntryColumns> = query.fetch_all(source.conn()).await?;
    Ok(assemble(ids, journal, entries))
}

fn assemble(ids: &[JournalId], journal: Vec<JournalColumns>, entries: Vec<EntryColumns>) -> Vec<JournalRow> {
    let mut rows: HashMap<JournalId, JournalRow> = HashMap::with_capacity(journal.len());
    for (id, kind, request, part, actor, posted_at, details, reverses) in journal {
        let row = JournalRow {
            id,
            kind,
            request,
            part,
            actor,
            posted_at,
            details,
            reverses,
            entries: Vec::new(),
        };
        rows.insert(id, row);
    }
    for (journal, id, account, account_code, amount_minor, previous_minor, current_minor, previous_entry) in entries {
        if let Some(row) = rows.get_mut(&journal) {
            let entry = EntryRow {
                id,
                account,
                account_code,
                amount_minor,
                previous_minor,
                current_minor,
                previous_entry,
            };
            row.entries.push(entry);
        }
    }
    ids.iter().filter_map(|id| rows.remove(id)).collect()
}
