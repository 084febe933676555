//! Reads and writes purchases of USDT, and which of them were undone.

use super::new_lot::NewLot;
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::kernel::money::{Currency, Money, Rate};
use crate::domain::people::members::By;
use crate::ids::{BatchId, JournalId, LotId, MemberId};

/// A purchase of USDT for part of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    pub id: LotId,
    pub bought: Money,
    pub usdt: Money,
    /// Units of the received currency per USDT.
    pub price: Rate,
    /// Who typed the purchase.
    pub actor: Option<MemberId>,
    pub at: Moment,
    pub journal: JournalId,
    pub batch: BatchId,
}

type LotRow = (
    LotId,
    i64,
    Currency,
    i64,
    Rate,
    Option<MemberId>,
    Moment,
    JournalId,
    BatchId,
);

fn lot_of((id, bought, currency, usdt, price, actor, at, journal, batch): LotRow) -> Lot {
    Lot {
        id,
        bought: Money::from_minor(bought, currency),
        usdt: Money::from_minor(usdt, Currency::USDT),
        price,
        actor,
        at,
        journal,
        batch,
    }
}

/// Selects all columns of a lot; `$tail` is the rest of the statement.
macro_rules! select_lots {
    ($tail:literal) => {
        concat!(
            "select l.id, l.bought_minor, b.receive_currency, l.usdt_minor, l.price, l.actor_id, l.bought_at_ms, \
             l.journal_id, l.batch_id from batch_lots l join batches b on b.id = l.batch_id ",
            $tail
        )
    };
}

/// A batch's purchases without those that were undone, oldest first.
pub async fn list_lots(source: &mut impl Source, batch: BatchId) -> Result<Vec<Lot>, DbError> {
    let rows: Vec<LotRow> = sqlx::query_as(select_lots!(
        "where l.batch_id = $1 and not exists (select 1 from lot_reversals r where r.lot_id = l.id)
          order by l.id limit 10000"
    ))
    .bind(batch)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(lot_of).collect())
}

/// All of a batch's purchases, including those that were undone, oldest first.
pub async fn list_all_lots(source: &mut impl Source, batch: BatchId) -> Result<Vec<Lot>, DbError> {
    let rows: Vec<LotRow> = sqlx::query_as(select_lots!("where l.batch_id = $1 order by l.id limit 10000"))
        .bind(batch)
        .fetch_all(source.conn())
        .await?;
    Ok(rows.into_iter().map(lot_of).collect())
}

pub async fn find_lot(source: &mut impl Source, lot: LotId) -> Result<Option<Lot>, DbError> {
    let row: Option<LotRow> = sqlx::query_as(select_lots!("where l.id = $1"))
        .bind(lot)
        .fetch_optional(source.conn())
        .await?;
    Ok(row.map(lot_of))
}

/// The last prices of USDT in a currency, over all batches, without undone purchases, newest first.
pub(in crate::domain::flows::batches) async fn list_last_prices(
    source: &mut impl Source,
    receive: Currency,
    rows_max: i64,
) -> Result<Vec<Rate>, DbError> {
    let rows: Vec<(Rate,)> = sqlx::query_as(
        "select l.price from batch_lots l join batches b on b.id = l.batch_id
          where b.receive_currency = $1 and not exists (select 1 from lot_reversals r where r.lot_id = l.id)
          order by l.id desc limit $2",
    )
    .bind(receive)
    .bind(rows_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(|(price,)| price).collect())
}

/// A purchase that was undone.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LotReversed {
    pub lot_id: LotId,
    pub actor_id: MemberId,
    pub reason: String,
    pub at_ms: Moment,
}

/// A batch's purchases that were undone, with who and why, in the order in which they were undone.
pub async fn list_reversed_lots(source: &mut impl Source, batch: BatchId) -> Result<Vec<LotReversed>, DbError> {
    Ok(sqlx::query_as(
        "select r.lot_id, r.actor_id, r.reason, r.at_ms
           from lot_reversals r join batch_lots l on l.id = r.lot_id
          where l.batch_id = $1 order by r.at_ms, r.lot_id limit 10000",
    )
    .bind(batch)
    .fetch_all(source.conn())
    .await?)
}

/// Records that a purchase was undone; `false` when it already was.
pub(in crate::domain::flows::batches) async fn insert_reversal(
    tx: &mut Tx,
    lot: LotId,
    mirror: JournalId,
    by: By,
    reason: &str,
) -> Result<bool, DbError> {
    let inserted = sqlx::query(
        "insert into lot_reversals (lot_id, journal_id, actor_id, reason, at_ms) values ($1, $2, $3, $4, $5)
         on conflict (lot_id) do nothing",
    )
    .bind(lot)
    .bind(mirror)
    .bind(by.actor)
    .bind(reason.to_owned())
    .bind(by.at)
    .execute(tx.conn())
    .await?;
    Ok(inserted.rows_affected() == 1)
}

pub(in crate::domain::flows::batches) async fn insert_lot(
    tx: &mut Tx,
    batch: BatchId,
    lot: &NewLot,
    actor: MemberId,
    journal: JournalId,
    at: Moment,
) -> Result<LotId, DbError> {
    let (id,): (LotId,) = sqlx::query_as(
        "insert into batch_lots (batch_id, bought_minor, usdt_minor, price, actor_id, journal_id, bought_at_ms)
         values ($1, $2, $3, $4, $5, $6, $7) returning id",
    )
    .bind(batch)
    .bind(lot.bought.minor())
    .bind(lot.usdt.minor())
    .bind(lot.price)
    .bind(actor)
    .bind(journal)
    .bind(at)
    .fetch_one(tx.conn())
    .await?;
    Ok(id)
}
