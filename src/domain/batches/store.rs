//! Batches, their lots, shares and backlog.

use super::purchase::NewLot;
use super::{Batch, BatchEvent, BatchState, Part, Settlement};
use crate::clock::Moment;
use crate::db::{DbError, Lockable, Numbered, Source, Tx};
use crate::domain::channels::Channel;
use crate::domain::desk::Corridor;
use crate::domain::money::{Currency, Money, Percent, Rate};
use crate::ids::{AccountId, BatchId, ChannelId, JournalId, MemberId};

#[derive(sqlx::FromRow)]
struct BatchRow {
    id: BatchId,
    channel_id: ChannelId,
    reseller_id: MemberId,
    receive_currency: Currency,
    send_currency: Currency,
    account_id: AccountId,
    state: BatchState,
    opened_at_ms: Moment,
    closed_at_ms: Option<Moment>,
    gain_minor: Option<i64>,
    cut_percent: Option<Percent>,
}

impl From<BatchRow> for Batch {
    fn from(row: BatchRow) -> Self {
        Self {
            id: row.id,
            channel: row.channel_id,
            reseller: row.reseller_id,
            corridor: Corridor {
                receive: row.receive_currency,
                send: row.send_currency,
            },
            account: row.account_id,
            state: row.state,
            opened_at: row.opened_at_ms,
            closed_at: row.closed_at_ms,
            gain: row.gain_minor.map(|minor| Money::from_minor(minor, Currency::USD)),
            cut: row.cut_percent,
        }
    }
}

/// The columns of a batch, in one place; `$tail` says which batch.
macro_rules! select_batches {
    ($tail:literal) => {
        concat!(
            "select id, channel_id, reseller_id, receive_currency, send_currency, account_id, state, opened_at_ms, \
             closed_at_ms, gain_minor, cut_percent from batches ",
            $tail
        )
    };
}

pub async fn find_open_batch(source: &mut impl Source, channel: ChannelId) -> Result<Option<Batch>, DbError> {
    let row: Option<BatchRow> = sqlx::query_as(select_batches!("where channel_id = $1 and state = 'open'"))
        .bind(channel)
        .fetch_optional(source.conn())
        .await?;
    Ok(row.map(Batch::from))
}

/// The open batches of a channel, oldest first: one at most of a reseller, one per corridor of the desk.
pub async fn list_open_batches(source: &mut impl Source, channel: ChannelId) -> Result<Vec<Batch>, DbError> {
    let rows: Vec<BatchRow> = sqlx::query_as(select_batches!(
        "where channel_id = $1 and state = 'open' order by id limit 100"
    ))
    .bind(channel)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(Batch::from).collect())
}

/// A batch held still until the unit ends; nothing when it is not open any more.
pub(super) async fn hold_open(tx: &mut Tx, batch: BatchId) -> Result<Option<Batch>, DbError> {
    tx.lock(Lockable::Batches, batch.get()).await?;
    Ok(find_batch(tx, batch)
        .await?
        .filter(|batch| batch.state == BatchState::Open))
}

/// What a member ever earned as a referrer.
pub async fn sum_commissions(source: &mut impl Source, member: MemberId) -> Result<Money, DbError> {
    let (minor,): (i64,) = sqlx::query_as(
        "select cast(coalesce(sum(usd_minor), 0) as bigint) from batch_shares where member_id = $1 and part = 'referrer'",
    )
    .bind(member)
    .fetch_one(source.conn())
    .await?;
    Ok(Money::from_minor(minor, Currency::USD))
}

/// The open batch of a channel, held still until the unit ends.
pub(super) async fn find_open_batch_for_update(tx: &mut Tx, channel: ChannelId) -> Result<Option<Batch>, DbError> {
    let Some(found) = find_open_batch(tx, channel).await? else {
        return Ok(None);
    };
    tx.lock(Lockable::Batches, found.id.get()).await?;
    // Whoever held it before may have closed it.
    find_open_batch(tx, channel).await
}

/// The open batch whose received money passes through an account.
pub(crate) async fn find_open_batch_using(
    source: &mut impl Source,
    account: AccountId,
) -> Result<Option<BatchId>, DbError> {
    let row: Option<(BatchId,)> =
        sqlx::query_as("select id from batches where account_id = $1 and state = 'open' order by id limit 1")
            .bind(account)
            .fetch_optional(source.conn())
            .await?;
    Ok(row.map(|(batch,)| batch))
}

pub async fn find_batch(source: &mut impl Source, batch: BatchId) -> Result<Option<Batch>, DbError> {
    let row: Option<BatchRow> = sqlx::query_as(select_batches!("where id = $1"))
        .bind(batch)
        .fetch_optional(source.conn())
        .await?;
    Ok(row.map(Batch::from))
}

pub(super) async fn insert_batch(
    tx: &mut Tx,
    channel: &Channel,
    corridor: Corridor,
    account: AccountId,
    at: Moment,
) -> Result<Batch, DbError> {
    let id = tx.next_number(Numbered::Batches).await?;
    let row: Option<BatchRow> = sqlx::query_as(
        "insert into batches (channel_id, reseller_id, receive_currency, send_currency, account_id, state, opened_at_ms, id)
         values ($1, $2, $3, $4, $5, 'open', $6, $7) on conflict do nothing
         returning id, channel_id, reseller_id, receive_currency, send_currency, account_id, state, opened_at_ms,
             closed_at_ms, gain_minor, cut_percent",
    )
    .bind(channel.id)
    .bind(channel.reseller)
    .bind(corridor.receive)
    .bind(corridor.send)
    .bind(account)
    .bind(at)
    .bind(id)
    .fetch_optional(tx.conn())
    .await?;
    row.map(Batch::from).ok_or(DbError::Raced("batches"))
}

pub(super) async fn close_batch(
    tx: &mut Tx,
    batch: &Batch,
    gain: Money,
    cut: Percent,
    at: Moment,
) -> Result<(), DbError> {
    let touched = sqlx::query(
        "update batches set state = 'closed', closed_at_ms = $2, gain_minor = $3, cut_percent = $4
          where id = $1 and state = 'open'",
    )
    .bind(batch.id)
    .bind(at)
    .bind(gain.minor())
    .bind(cut)
    .execute(tx.conn())
    .await?
    .rows_affected();
    if touched == 1 {
        Ok(())
    } else {
        Err(DbError::Raced("batches"))
    }
}

pub(super) async fn insert_backlog(
    tx: &mut Tx,
    batch: BatchId,
    event: BatchEvent,
    details: &serde_json::Value,
    actor: MemberId,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query("insert into batch_backlog (batch_id, event, details, actor_id, at_ms) values ($1, $2, $3, $4, $5)")
        .bind(batch)
        .bind(event)
        .bind(details.to_string())
        .bind(actor)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// One thing that happened to a batch.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct EventRow {
    pub event: BatchEvent,
    /// `None`: the desk itself.
    pub actor_id: Option<MemberId>,
    pub at_ms: Moment,
}

/// What happened to a batch, first things first.
pub async fn list_events(source: &mut impl Source, batch: BatchId) -> Result<Vec<EventRow>, DbError> {
    Ok(
        sqlx::query_as("select event, actor_id, at_ms from batch_backlog where batch_id = $1 order by id limit 20000")
            .bind(batch)
            .fetch_all(source.conn())
            .await?,
    )
}

/// How many orders of a batch still need doing, and how many are done.
pub(super) struct OrderCounts {
    pub(super) open: i64,
    pub(super) completed: i64,
}

pub(super) async fn count_orders(source: &mut impl Source, batch: BatchId) -> Result<OrderCounts, DbError> {
    let (open, completed): (i64, i64) = sqlx::query_as(
        "select cast(coalesce(sum(case when state in ('pending', 'assigned', 'processing') then 1 else 0 end), 0)
                    as bigint),
                cast(coalesce(sum(case when state = 'completed' then 1 else 0 end), 0) as bigint)
           from orders where batch_id = $1",
    )
    .bind(batch)
    .fetch_one(source.conn())
    .await?;
    Ok(OrderCounts { open, completed })
}

/// A purchase of USDT for part of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    pub bought: Money,
    pub usdt: Money,
    /// Units of the received currency per USDT.
    pub price: Rate,
    /// Who bought it.
    pub actor: Option<MemberId>,
    pub at: Moment,
}

/// A batch's purchases, oldest first.
pub async fn list_lots(source: &mut impl Source, batch: BatchId) -> Result<Vec<Lot>, DbError> {
    let rows: Vec<(i64, Currency, i64, Rate, Option<MemberId>, Moment)> = sqlx::query_as(
        "select l.bought_minor, b.receive_currency, l.usdt_minor, l.price, l.actor_id, l.bought_at_ms
           from batch_lots l join batches b on b.id = l.batch_id
          where l.batch_id = $1 order by l.id limit 10000",
    )
    .bind(batch)
    .fetch_all(source.conn())
    .await?;
    let lot = |(bought, currency, usdt, price, actor, at)| Lot {
        bought: Money::from_minor(bought, currency),
        usdt: Money::from_minor(usdt, Currency::USDT),
        price,
        actor,
        at,
    };
    Ok(rows.into_iter().map(lot).collect())
}

/// The last prices of USDT in a currency, whatever the batch; the newest first.
pub(super) async fn list_last_prices(
    source: &mut impl Source,
    receive: Currency,
    rows_max: i64,
) -> Result<Vec<Rate>, DbError> {
    let rows: Vec<(Rate,)> = sqlx::query_as(
        "select l.price from batch_lots l join batches b on b.id = l.batch_id
          where b.receive_currency = $1 order by l.id desc limit $2",
    )
    .bind(receive)
    .bind(rows_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(|(price,)| price).collect())
}

pub(super) async fn insert_lot(
    tx: &mut Tx,
    batch: BatchId,
    lot: &NewLot,
    actor: MemberId,
    journal: JournalId,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into batch_lots (batch_id, bought_minor, usdt_minor, price, actor_id, journal_id, bought_at_ms)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(batch)
    .bind(lot.bought.minor())
    .bind(lot.usdt.minor())
    .bind(lot.price)
    .bind(actor)
    .bind(journal)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn insert_shares(tx: &mut Tx, batch: &Batch, settled: &Settlement) -> Result<(), DbError> {
    if let Some(kept) = settled.desk {
        insert_share(tx, batch.id, Part::Reseller, batch.reseller, kept).await?;
    }
    for (part, share) in settled.earned(batch.reseller) {
        insert_share(tx, batch.id, part, share.member, share.usd).await?;
    }
    Ok(())
}

async fn insert_share(tx: &mut Tx, batch: BatchId, part: Part, member: MemberId, usd: Money) -> Result<(), DbError> {
    sqlx::query("insert into batch_shares (batch_id, part, member_id, usd_minor) values ($1, $2, $3, $4)")
        .bind(batch)
        .bind(part)
        .bind(member)
        .bind(usd.minor())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Who got what of a closed batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidShare {
    pub part: Part,
    pub member: MemberId,
    pub usd: Money,
}

/// The shares of a closed batch: the reseller's first (in a batch of the desk what the desk keeps), then its clients'
/// referrers', then the cashiers' in the order in which they first paid.
pub async fn list_shares(source: &mut impl Source, batch: BatchId) -> Result<Vec<PaidShare>, DbError> {
    let rows: Vec<(Part, MemberId, i64)> = sqlx::query_as(
        "select part, member_id, usd_minor from batch_shares where batch_id = $1 order by id limit 1000",
    )
    .bind(batch)
    .fetch_all(source.conn())
    .await?;
    let share = |(part, member, minor)| PaidShare {
        part,
        member,
        usd: Money::from_minor(minor, Currency::USD),
    };
    Ok(rows.into_iter().map(share).collect())
}

/// What a closed batch gave somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarnedShare {
    pub batch: BatchId,
    pub part: Part,
    pub usd: Money,
    pub closed_at: Option<Moment>,
}

/// The last shares of a member that were more than nothing, newest first.
pub async fn list_shares_of(
    source: &mut impl Source,
    member: MemberId,
    shares_max: i64,
) -> Result<Vec<EarnedShare>, DbError> {
    let rows: Vec<(BatchId, Part, i64, Option<Moment>)> = sqlx::query_as(
        "select s.batch_id, s.part, s.usd_minor, b.closed_at_ms
           from batch_shares s join batches b on b.id = s.batch_id
          where s.member_id = $1 and 0 < s.usd_minor order by s.id desc limit $2",
    )
    .bind(member)
    .bind(shares_max)
    .fetch_all(source.conn())
    .await?;
    let share = |(batch, part, minor, closed_at)| EarnedShare {
        batch,
        part,
        usd: Money::from_minor(minor, Currency::USD),
        closed_at,
    };
    Ok(rows.into_iter().map(share).collect())
}
