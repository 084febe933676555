//! What the audit reads besides the journal itself.

use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::books::ledger::chain::Seal;
use crate::ids::{EntryId, HoldId, JournalId, LedgerAccountId};

/// An account as stored.
#[derive(sqlx::FromRow)]
pub(super) struct AccountRow {
    pub(super) id: LedgerAccountId,
    pub(super) code: String,
    pub(super) currency: String,
    pub(super) floor_minor: Option<i64>,
    pub(super) balance_minor: i64,
    pub(super) held_minor: i64,
    pub(super) last_entry_id: Option<EntryId>,
    /// The sum of its open holds.
    pub(super) open_holds_minor: i64,
    /// The current balance its last entry shows.
    pub(super) shown_minor: i64,
}

/// Accounts after `after`, in id order.
pub(super) async fn read_accounts(
    source: &mut impl Source,
    after: i64,
    rows_max: i64,
) -> Result<Vec<AccountRow>, DbError> {
    Ok(sqlx::query_as(
        "select a.id, a.code, a.currency, a.floor_minor, a.balance_minor, a.held_minor, a.last_entry_id,
                cast(coalesce((select sum(h.amount_minor) from holds h
                                where h.account_id = a.id and h.state = 'open'), 0) as bigint) as open_holds_minor,
                coalesce((select e.current_minor from entries e where e.id = a.last_entry_id and e.account_id = a.id), 0)
                    as shown_minor
           from ledger_accounts a where $1 < a.id order by a.id limit $2",
    )
    .bind(after)
    .bind(rows_max)
    .fetch_all(source.conn())
    .await?)
}

/// One seal of the chain.
pub async fn find_seal(source: &mut impl Source, seq: i64) -> Result<Option<Seal>, DbError> {
    let row: Option<(JournalId, Vec<u8>)> = sqlx::query_as("select journal_id, hash from seals where seq = $1")
        .bind(seq)
        .fetch_optional(source.conn())
        .await?;
    Ok(row.map(|(journal, hash)| Seal { seq, journal, hash }))
}

/// Account and current balance of an entry.
pub(super) async fn find_entry(
    source: &mut impl Source,
    entry: EntryId,
) -> Result<Option<(LedgerAccountId, i64)>, DbError> {
    Ok(
        sqlx::query_as("select account_id, current_minor from entries where id = $1")
            .bind(entry)
            .fetch_optional(source.conn())
            .await?,
    )
}

pub(super) async fn find_stray_entry(source: &mut impl Source) -> Result<Option<EntryId>, DbError> {
    let row: Option<(EntryId,)> = sqlx::query_as(
        "select e.id from entries e left join journal j on j.id = e.journal_id where j.id is null order by e.id limit 1",
    )
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(|(id,)| id))
}

/// A hold whose state is not the last one of its backlog, or whose posting did not take the amount that its backlog
/// says.
pub(super) async fn find_odd_hold(source: &mut impl Source) -> Result<Option<HoldId>, DbError> {
    let row: Option<(HoldId,)> = sqlx::query_as(
        "select h.id from holds h
          where h.state <> coalesce((select b.to_state from hold_backlog b where b.hold_id = h.id
                                      order by b.id desc limit 1), '')
             or (h.state = 'settled') <> (h.journal_id is not null)
             or (h.state = 'settled' and coalesce(
                    (select cast(-sum(e.amount_minor) as bigint) from entries e
                      where e.journal_id = h.journal_id and e.account_id = h.account_id), 0)
                  <> coalesce((select b.settled_minor from hold_backlog b
                                where b.hold_id = h.id and b.to_state = 'settled' and b.settled_minor <= h.amount_minor), -1))
          order by h.id limit 1",
    )
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(|(id,)| id))
}

pub(super) async fn count_open_holds(source: &mut impl Source) -> Result<i64, DbError> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from holds where state = 'open'")
        .fetch_one(source.conn())
        .await?;
    Ok(count)
}

/// The last seal of the last clean audit; 0 when there was none.
pub(super) async fn find_mark(source: &mut impl Source) -> Result<i64, DbError> {
    let (seq,): (i64,) = sqlx::query_as("select coalesce(max(seal_seq), 0) from audit_marks")
        .fetch_one(source.conn())
        .await?;
    Ok(seq)
}

pub(super) async fn insert_mark(tx: &mut Tx, seq: i64, at: Moment) -> Result<(), DbError> {
    sqlx::query("insert into audit_marks (seal_seq, checked_at_ms) values ($1, $2)")
        .bind(seq)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}
