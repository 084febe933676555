//! Events and their transactions.

use super::end::Movement;
use super::{Event, EventState, TRANSACTIONS_MAX, Transact, Transaction, TransactionKind};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::games::apps::keys::Caller;
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::people::members;
use crate::ids::{AppEventId, AppId, AppTransactionId, DiscordUserId, HoldId, JournalId, MemberId};

#[derive(sqlx::FromRow)]
struct EventRow {
    id: AppEventId,
    app_id: AppId,
    state: EventState,
    created_at_ms: Moment,
    pinged_at_ms: Moment,
    ended_at_ms: Option<Moment>,
    transactions: i64,
    journal_id: Option<JournalId>,
}

impl From<EventRow> for Event {
    fn from(row: EventRow) -> Self {
        Self {
            id: row.id,
            app: row.app_id,
            state: row.state,
            created_at: row.created_at_ms,
            pinged_at: row.pinged_at_ms,
            ended_at: row.ended_at_ms,
            transactions: row.transactions,
            journal: row.journal_id,
        }
    }
}

fn coins(minor: i64) -> Money {
    Money::from_minor(minor, Currency::COIN)
}

pub async fn find_event(source: &mut impl Source, id: AppEventId) -> Result<Option<Event>, DbError> {
    let row: Option<EventRow> = sqlx::query_as(
        "select id, app_id, state, created_at_ms, pinged_at_ms, ended_at_ms, transactions, journal_id
           from app_events where id = $1",
    )
    .bind(id)
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(Event::from))
}

pub async fn count_open(source: &mut impl Source) -> Result<i64, DbError> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from app_events where state = 'open'")
        .fetch_one(source.conn())
        .await?;
    Ok(count)
}

/// How many events of an app are open, counted up to `events_max`.
pub(super) async fn count_open_of(source: &mut impl Source, app: AppId, events_max: i64) -> Result<i64, DbError> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from (select id from app_events where app_id = $1 and state = 'open' limit $2) o",
    )
    .bind(app)
    .bind(events_max)
    .fetch_one(source.conn())
    .await?;
    Ok(count)
}

/// A position in the list of open events, the longest silent first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Silent {
    pub(super) pinged_at: Moment,
    pub(super) id: AppEventId,
}

impl Silent {
    /// Before the first event.
    pub(super) const FIRST: Silent = Silent {
        pinged_at: Moment::from_ms(i64::MIN),
        id: AppEventId::new(0),
    };
}

/// Open events whose last ping was before `since`, the longest silent first, after a position in that list.
pub(super) async fn list_silent(
    source: &mut impl Source,
    since: Moment,
    after: Silent,
    events_max: i64,
) -> Result<Vec<Event>, DbError> {
    let rows: Vec<EventRow> = sqlx::query_as(
        "select id, app_id, state, created_at_ms, pinged_at_ms, ended_at_ms, transactions, journal_id
           from app_events
          where state = 'open' and pinged_at_ms < $1 and ($2 < pinged_at_ms or (pinged_at_ms = $2 and $3 < id))
          order by pinged_at_ms, id limit $4",
    )
    .bind(since)
    .bind(after.pinged_at)
    .bind(after.id)
    .bind(events_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(Event::from).collect())
}

pub(super) async fn insert_event(tx: &mut Tx, app: AppId, at: Moment) -> Result<AppEventId, DbError> {
    let (id,): (AppEventId,) = sqlx::query_as(
        "insert into app_events (app_id, state, created_at_ms, pinged_at_ms) values ($1, 'open', $2, $2) returning id",
    )
    .bind(app)
    .bind(at)
    .fetch_one(tx.conn())
    .await?;
    insert_backlog(tx, id, None, EventState::Open, at).await?;
    Ok(id)
}

/// Records a ping. The clock may go back; the time of the last ping never does.
pub(super) async fn update_ping(tx: &mut Tx, event: &Event, at: Moment) -> Result<(), DbError> {
    let touched = sqlx::query("update app_events set pinged_at_ms = $2 where id = $1 and state = 'open'")
        .bind(event.id)
        .bind(at.max(event.pinged_at))
        .execute(tx.conn())
        .await?
        .rows_affected();
    if touched == 1 {
        Ok(())
    } else {
        Err(DbError::Corrupt(format!("event {} changed under its lock", event.id)))
    }
}

/// How an event ends.
pub(super) struct EventEnd {
    pub(super) to: EventState,
    pub(super) journal: Option<JournalId>,
}

/// Ends an event if it is open; returns whether it was.
pub(super) async fn end_event(tx: &mut Tx, id: AppEventId, end: &EventEnd, at: Moment) -> Result<bool, DbError> {
    let touched = sqlx::query(
        "update app_events set state = $2, ended_at_ms = $3, journal_id = $4 where id = $1 and state = 'open'",
    )
    .bind(id)
    .bind(end.to)
    .bind(at)
    .bind(end.journal)
    .execute(tx.conn())
    .await?
    .rows_affected();
    if touched == 0 {
        return Ok(false);
    }
    insert_backlog(tx, id, Some(EventState::Open), end.to, at).await?;
    Ok(true)
}

async fn insert_backlog(
    tx: &mut Tx,
    event: AppEventId,
    from: Option<EventState>,
    to: EventState,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query("insert into app_event_backlog (event_id, from_state, to_state, at_ms) values ($1, $2, $3, $4)")
        .bind(event)
        .bind(from)
        .bind(to)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// A transaction to insert.
pub(super) struct NewTransaction<'a> {
    pub(super) app: AppId,
    pub(super) member: MemberId,
    pub(super) typed: &'a Transact,
    pub(super) covered: Money,
    pub(super) hold: Option<HoldId>,
}

pub(super) async fn insert_transaction(
    tx: &mut Tx,
    new: &NewTransaction<'_>,
    at: Moment,
) -> Result<AppTransactionId, DbError> {
    let (id,): (AppTransactionId,) = sqlx::query_as(
        "insert into app_transactions (app_id, event_id, member_id, kind, amount_minor, covered_minor, hold_id,
             description, created_at_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id",
    )
    .bind(new.app)
    .bind(new.typed.event)
    .bind(new.member)
    .bind(new.typed.kind)
    .bind(new.typed.amount.minor())
    .bind(new.covered.minor())
    .bind(new.hold)
    .bind(new.typed.description.clone())
    .bind(at)
    .fetch_one(tx.conn())
    .await?;
    let touched = sqlx::query("update app_events set transactions = transactions + 1 where id = $1 and state = 'open'")
        .bind(new.typed.event)
        .execute(tx.conn())
        .await?
        .rows_affected();
    if touched != 1 {
        return Err(DbError::Corrupt(format!("event {} is not open", new.typed.event)));
    }
    Ok(id)
}

/// What somebody was credited in an event and has not spent in it.
pub(super) async fn find_pending(tx: &mut Tx, event: AppEventId, member: MemberId) -> Result<Money, DbError> {
    let (minor,): (i64,) = sqlx::query_as(
        "select cast(coalesce(sum(case kind when 'credit' then amount_minor else -covered_minor end), 0) as bigint)
           from app_transactions where event_id = $1 and member_id = $2",
    )
    .bind(event)
    .bind(member)
    .fetch_one(tx.conn())
    .await?;
    Ok(coins(minor))
}

/// What an event moves, in the order of its transactions.
pub(super) async fn list_movements(tx: &mut Tx, event: AppEventId) -> Result<Vec<Movement>, DbError> {
    let rows: Vec<(MemberId, TransactionKind, i64)> = sqlx::query_as(
        "select member_id, kind, amount_minor from app_transactions where event_id = $1 order by id limit $2",
    )
    .bind(event)
    .bind(TRANSACTIONS_MAX)
    .fetch_all(tx.conn())
    .await?;
    let movement = |(member, kind, minor)| Movement {
        member,
        kind,
        amount: coins(minor),
    };
    Ok(rows.into_iter().map(movement).collect())
}

/// The holds of an event.
pub(super) async fn list_holds(tx: &mut Tx, event: AppEventId) -> Result<Vec<HoldId>, DbError> {
    let rows: Vec<(HoldId,)> = sqlx::query_as(
        "select hold_id from app_transactions where event_id = $1 and hold_id is not null order by id limit $2",
    )
    .bind(event)
    .bind(TRANSACTIONS_MAX)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|(hold,)| hold).collect())
}

/// The totals of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventTotals {
    pub credited: Money,
    pub debited: Money,
}

pub async fn total_event(source: &mut impl Source, event: AppEventId) -> Result<EventTotals, DbError> {
    let (credited, debited): (i64, i64) = sqlx::query_as(
        "select cast(coalesce(sum(case kind when 'credit' then amount_minor else 0 end), 0) as bigint),
                cast(coalesce(sum(case kind when 'debit' then amount_minor else 0 end), 0) as bigint)
           from app_transactions where event_id = $1",
    )
    .bind(event)
    .fetch_one(source.conn())
    .await?;
    Ok(EventTotals {
        credited: coins(credited),
        debited: coins(debited),
    })
}

/// What open events promise to somebody besides what is posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberFunds {
    pub member: MemberId,
    /// Credited in open events and not spent in them.
    pub pending: Money,
}

/// What open events promise to somebody; `None` for an unknown user.
pub async fn find_funds(source: &mut impl Source, user: DiscordUserId) -> Result<Option<MemberFunds>, DbError> {
    let Some(member) = members::find_member_by_discord(source, user).await? else {
        return Ok(None);
    };
    let pending = find_pending_of(source, member.id).await?;
    Ok(Some(MemberFunds {
        member: member.id,
        pending,
    }))
}

/// What somebody was credited in open events and has not spent in them.
pub async fn find_pending_of(source: &mut impl Source, member: MemberId) -> Result<Money, DbError> {
    let (minor,): (i64,) = sqlx::query_as(
        "select cast(coalesce(sum(case t.kind when 'credit' then t.amount_minor else -t.covered_minor end), 0) as bigint)
           from app_events e join app_transactions t on t.event_id = e.id
          where e.state = 'open' and t.member_id = $1",
    )
    .bind(member)
    .fetch_one(source.conn())
    .await?;
    Ok(coins(minor))
}

#[derive(sqlx::FromRow)]
struct TransactionRow {
    id: AppTransactionId,
    app_id: AppId,
    event_id: AppEventId,
    discord_user_id: DiscordUserId,
    kind: TransactionKind,
    amount_minor: i64,
    description: String,
    created_at_ms: Moment,
    state: EventState,
}

impl From<TransactionRow> for Transaction {
    fn from(row: TransactionRow) -> Self {
        Self {
            id: row.id,
            app: row.app_id,
            event: row.event_id,
            user: row.discord_user_id,
            kind: row.kind,
            amount: coins(row.amount_minor),
            description: row.description,
            created_at: row.created_at_ms,
            state: row.state,
        }
    }
}

/// The columns of a transaction, in one place; `$tail` says which ones.
macro_rules! select_transactions {
    ($tail:literal) => {
        concat!(
            "select t.id, t.app_id, t.event_id, cast(i.value as bigint) as discord_user_id, t.kind, t.amount_minor,
                    t.description, t.created_at_ms, e.state
               from app_transactions t join app_events e on e.id = t.event_id
               join member_identities i on i.member_id = t.member_id and i.kind = 'discord' ",
            $tail
        )
    };
}

pub(super) async fn find_transaction(
    source: &mut impl Source,
    id: AppTransactionId,
) -> Result<Option<Transaction>, DbError> {
    let row: Option<TransactionRow> = sqlx::query_as(select_transactions!("where t.id = $1"))
        .bind(id)
        .fetch_optional(source.conn())
        .await?;
    Ok(row.map(Transaction::from))
}

/// Somebody's transactions with the caller, newest first, from before `before`.
pub async fn list_transactions_of(
    source: &mut impl Source,
    caller: &Caller,
    member: MemberId,
    before: AppTransactionId,
    transactions_max: i64,
) -> Result<Vec<Transaction>, DbError> {
    let rows: Vec<TransactionRow> = sqlx::query_as(select_transactions!(
        "where t.app_id = $1 and t.member_id = $2 and t.id < $3 order by t.id desc limit $4"
    ))
    .bind(caller.app)
    .bind(member)
    .bind(before)
    .bind(transactions_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(Transaction::from).collect())
}
