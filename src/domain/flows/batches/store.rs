//! Reads and writes batches and their backlog.

use super::{Batch, BatchEvent, BatchState};
use crate::clock::Moment;
use crate::db::{DbError, Lockable, Numbered, Source, Tx};
use crate::domain::books::ledger::Period;
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::{Currency, Money, Percent};
use crate::domain::people::channels::Channel;
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
    reopened: i64,
    apart: i64,
    closing_journal_id: Option<JournalId>,
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
            reopened: row.reopened,
            is_apart: row.apart != 0,
            closing: row.closing_journal_id,
        }
    }
}

/// Selects all columns of a batch; `$tail` is the rest of the statement.
macro_rules! select_batches {
    ($tail:literal) => {
        concat!(
            "select id, channel_id, reseller_id, receive_currency, send_currency, account_id, state, opened_at_ms, \
             closed_at_ms, gain_minor, cut_percent, reopened, apart, closing_journal_id from batches ",
            $tail
        )
    };
}

/// The open batch of a channel that transfers enter: not one that is apart.
pub async fn find_open_batch(source: &mut impl Source, channel: ChannelId) -> Result<Option<Batch>, DbError> {
    let row: Option<BatchRow> = sqlx::query_as(select_batches!(
        "where channel_id = $1 and state = 'open' and apart = 0"
    ))
    .bind(channel)
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(Batch::from))
}

/// The open batches of a channel, oldest first: a reseller's one or the desk's one per corridor, and reopened ones that
/// are apart.
pub async fn list_open_batches(source: &mut impl Source, channel: ChannelId) -> Result<Vec<Batch>, DbError> {
    let rows: Vec<BatchRow> = sqlx::query_as(select_batches!(
        "where channel_id = $1 and state = 'open' order by id limit 100"
    ))
    .bind(channel)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(Batch::from).collect())
}

/// The batches that were closed in a period or are open and were opened before its end, of one reseller or of all; oldest
/// first, at most so many.
pub async fn list_batches_in(
    source: &mut impl Source,
    period: Period,
    reseller: Option<MemberId>,
    batches_max: i64,
) -> Result<Vec<Batch>, DbError> {
    let rows: Vec<BatchRow> = sqlx::query_as(select_batches!(
        "where ((state = 'open' and opened_at_ms < $2) or ($1 <= closed_at_ms and closed_at_ms < $2))
           and ($3 < 0 or reseller_id = $3)
          order by id limit $4"
    ))
    .bind(period.from)
    .bind(period.until)
    .bind(reseller.map_or(-1, MemberId::get))
    .bind(batches_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(Batch::from).collect())
}

/// Locks a batch until the unit ends; `None` when it is not open any more.
pub(super) async fn hold_open(tx: &mut Tx, batch: BatchId) -> Result<Option<Batch>, DbError> {
    tx.lock(Lockable::Batches, batch.get()).await?;
    Ok(find_batch(tx, batch)
        .await?
        .filter(|batch| batch.state == BatchState::Open))
}

/// The open batch of a channel that transfers enter, locked until the unit ends.
pub(super) async fn find_open_batch_for_update(tx: &mut Tx, channel: ChannelId) -> Result<Option<Batch>, DbError> {
    let Some(found) = find_open_batch(tx, channel).await? else {
        return Ok(None);
    };
    tx.lock(Lockable::Batches, found.id.get()).await?;
    // Another unit may have closed it while this one waited for the lock.
    find_open_batch(tx, channel).await
}

pub async fn find_batch(source: &mut impl Source, batch: BatchId) -> Result<Option<Batch>, DbError> {
    let row: Option<BatchRow> = sqlx::query_as(select_batches!("where id = $1"))
        .bind(batch)
        .fetch_optional(source.conn())
        .await?;
    Ok(row.map(Batch::from))
}

/// A batch that must be there, because something of the books names it.
pub(super) async fn get_batch(source: &mut impl Source, batch: BatchId) -> Result<Batch, DbError> {
    let found = find_batch(source, batch).await?;
    found.ok_or_else(|| DbError::Corrupt(format!("batch {batch} is not there")))
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
             closed_at_ms, gain_minor, cut_percent, reopened, apart, closing_journal_id",
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

/// The values that a batch closes with.
pub(super) struct End {
    pub(super) gain: Money,
    pub(super) cut: Percent,
    /// The journal row that closes it; `None` when nothing is posted.
    pub(super) journal: Option<JournalId>,
}

impl End {
    /// A closing without anything to share.
    pub(super) fn without_gain(journal: Option<JournalId>) -> Self {
        Self {
            gain: Money::zero(Currency::USD),
            cut: Percent::ZERO,
            journal,
        }
    }
}

pub(super) async fn close_batch(tx: &mut Tx, batch: &Batch, end: &End, at: Moment) -> Result<(), DbError> {
    let touched = sqlx::query(
        "update batches set state = 'closed', apart = 0, closed_at_ms = $2, gain_minor = $3, cut_percent = $4,
                            closing_journal_id = $5
          where id = $1 and state = 'open' and reopened = $6",
    )
    .bind(batch.id)
    .bind(at)
    .bind(end.gain.minor())
    .bind(end.cut)
    .bind(end.journal)
    .bind(batch.reopened)
    .execute(tx.conn())
    .await?
    .rows_affected();
    if touched == 1 {
        Ok(())
    } else {
        Err(DbError::Raced("batches"))
    }
}

/// Reopens a closed batch and clears the values of its closing; `false` when somebody else changed the batch since it
/// was read.
pub(super) async fn reopen_batch(tx: &mut Tx, batch: &Batch, apart: bool) -> Result<bool, DbError> {
    let touched = sqlx::query(
        "update batches set state = 'open', apart = $3, closed_at_ms = null, gain_minor = null, cut_percent = null,
                            closing_journal_id = null, reopened = reopened + 1
          where id = $1 and state = 'closed' and reopened = $2",
    )
    .bind(batch.id)
    .bind(batch.reopened)
    .bind(i64::from(apart))
    .execute(tx.conn())
    .await?
    .rows_affected();
    Ok(touched == 1)
}

/// The open batch that transfers enter instead of this one, if there is one.
pub(super) async fn find_rival(source: &mut impl Source, batch: &Batch) -> Result<Option<Batch>, DbError> {
    let open = list_open_batches(source, batch.channel).await?;
    let is_rival = |open: &Batch| !open.is_apart && (!batch.is_of_desk() || open.corridor == batch.corridor);
    Ok(open.into_iter().find(is_rival))
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

/// One event of a batch.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct EventRow {
    pub event: BatchEvent,
    /// `None`: the desk itself.
    pub actor_id: Option<MemberId>,
    pub at_ms: Moment,
    /// The details of the event, as JSON.
    pub details: String,
}

impl EventRow {
    /// The reason, if somebody gave one.
    pub fn reason(&self) -> Option<String> {
        let details: serde_json::Value = serde_json::from_str(&self.details).ok()?;
        details["reason"].as_str().map(str::to_owned)
    }
}

/// The events of a batch, in the order in which they happened.
pub async fn list_events(source: &mut impl Source, batch: BatchId) -> Result<Vec<EventRow>, DbError> {
    Ok(sqlx::query_as(
        "select event, actor_id, at_ms, details from batch_backlog where batch_id = $1 order by id limit 20000",
    )
    .bind(batch)
    .fetch_all(source.conn())
    .await?)
}

/// The percentages of a closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
pub(super) struct ClosingTerms {
    /// The reseller's; in a batch of the desk, what the desk keeps.
    #[serde(rename = "cut_percent")]
    pub(super) cut: Percent,
    /// In a batch of the desk: the referrers' percentage. `None` for closings by older versions.
    #[serde(rename = "referral_percent", default)]
    pub(super) referral: Option<Percent>,
}

/// The percentages of the last closing with shares, whether or not it was undone since.
pub(super) async fn find_last_terms(source: &mut impl Source, batch: BatchId) -> Result<Option<ClosingTerms>, DbError> {
    find_terms(source, batch, 0).await
}

/// The percentages of the closing with shares that lies `before` closings before the last one.
async fn find_terms(source: &mut impl Source, batch: BatchId, before: i64) -> Result<Option<ClosingTerms>, DbError> {
    let row: Option<(String,)> = sqlx::query_as(
        "select details from batch_backlog where batch_id = $1 and event = 'closed' order by id desc limit 1 offset $2",
    )
    .bind(batch)
    .bind(before)
    .fetch_optional(source.conn())
    .await?;
    let terms = row.map(|(details,)| serde_json::from_str(&details));
    terms
        .transpose()
        .map_err(|error| DbError::Corrupt(format!("closing of batch {batch}: {error}")))
}

/// The percentage of the closing with shares before the last one; `None` when there was at most one.
pub async fn find_cut_before(source: &mut impl Source, batch: BatchId) -> Result<Option<Percent>, DbError> {
    Ok(find_terms(source, batch, 1).await?.map(|terms| terms.cut))
}
