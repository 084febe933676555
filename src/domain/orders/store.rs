//! Orders, their backlog and their proofs.

use super::{Order, OrderError, OrderState};
use crate::clock::Moment;
use crate::db::{DbError, Lockable, Numbered, Source, Tx};
use crate::domain::kernel::money::{Currency, Money, MoneyError, Rate};
use crate::ids::{AccountId, BatchId, DiscordChannelId, DiscordMessageId, JournalId, MemberId, OrderId};

#[derive(sqlx::FromRow)]
pub(super) struct OrderRow {
    id: OrderId,
    batch_id: Option<BatchId>,
    reseller_id: MemberId,
    creator_id: MemberId,
    cashier_id: Option<MemberId>,
    account_id: Option<AccountId>,
    state: OrderState,
    receive_currency: Currency,
    received_minor: i64,
    rate: Rate,
    send_currency: Currency,
    amount_minor: i64,
    fee_minor: i64,
    usd_value: Rate,
    beneficiary: Option<String>,
    journal_id: Option<JournalId>,
    source_channel_id: DiscordChannelId,
    source_message_id: Option<DiscordMessageId>,
    created_at_ms: Moment,
    assigned_at_ms: Option<Moment>,
    ended_at_ms: Option<Moment>,
    reason: Option<String>,
    float_told: i64,
}

impl From<OrderRow> for Order {
    fn from(row: OrderRow) -> Self {
        Self {
            id: row.id,
            batch: row.batch_id,
            reseller: row.reseller_id,
            creator: row.creator_id,
            cashier: row.cashier_id,
            account: row.account_id,
            state: row.state,
            received: Money::from_minor(row.received_minor, row.receive_currency),
            rate: row.rate,
            amount: Money::from_minor(row.amount_minor, row.send_currency),
            fee: Money::from_minor(row.fee_minor, row.send_currency),
            usd_value: row.usd_value,
            beneficiary: row.beneficiary,
            journal: row.journal_id,
            source_channel: row.source_channel_id,
            source_message: row.source_message_id,
            created_at: row.created_at_ms,
            assigned_at: row.assigned_at_ms,
            ended_at: row.ended_at_ms,
            reason: row.reason,
            float_told: row.float_told,
        }
    }
}

/// The columns of an order, in one place; `$tail` says which orders.
macro_rules! select_orders {
    ($tail:literal) => {
        concat!(
            "select id, batch_id, reseller_id, creator_id, cashier_id, account_id, state, receive_currency, \
             received_minor, rate, send_currency, amount_minor, fee_minor, usd_value, beneficiary, journal_id, \
             source_channel_id, source_message_id, created_at_ms, assigned_at_ms, ended_at_ms, reason, \
             float_told from orders ",
            $tail
        )
    };
}

pub(super) use select_orders;

pub async fn find_order(source: &mut impl Source, order: OrderId) -> Result<Option<Order>, DbError> {
    let row: Option<OrderRow> = sqlx::query_as(select_orders!("where id = $1"))
        .bind(order)
        .fetch_optional(source.conn())
        .await?;
    Ok(row.map(Order::from))
}

/// # Errors
/// [`OrderError::Unknown`], or a fault.
pub(crate) async fn get_order_for_update(tx: &mut Tx, order: OrderId) -> Result<Order, OrderError> {
    tx.lock(Lockable::Orders, order.get()).await?;
    find_order(tx, order).await?.ok_or(OrderError::Unknown(order))
}

/// All orders of a batch, oldest first.
pub async fn list_orders_of_batch(source: &mut impl Source, batch: BatchId) -> Result<Vec<Order>, DbError> {
    let rows: Vec<OrderRow> = sqlx::query_as(select_orders!("where batch_id = $1 order by id limit 10000"))
        .bind(batch)
        .fetch_all(source.conn())
        .await?;
    Ok(rows.into_iter().map(Order::from).collect())
}

/// The open orders of a batch, oldest first: none of them lies beyond the end of a list.
pub async fn list_open_in_batch(
    source: &mut impl Source,
    batch: BatchId,
    orders_max: i64,
) -> Result<Vec<Order>, DbError> {
    let rows: Vec<OrderRow> = sqlx::query_as(select_orders!(
        "where batch_id = $1 and state in ('pending', 'assigned', 'processing') order by id limit $2"
    ))
    .bind(batch)
    .bind(orders_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(Order::from).collect())
}

/// A cashier's open orders, oldest first.
pub async fn list_open_of(source: &mut impl Source, cashier: MemberId) -> Result<Vec<Order>, DbError> {
    let rows: Vec<OrderRow> = sqlx::query_as(select_orders!(
        "where cashier_id = $1 and state in ('assigned', 'processing') order by id limit 200"
    ))
    .bind(cashier)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(Order::from).collect())
}

/// What one cashier paid in a batch at one dollar value.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PaidTotal {
    pub cashier_id: MemberId,
    pub usd_value: Rate,
    pub received_minor: i64,
    pub amount_minor: i64,
    pub fee_minor: i64,
    pub orders: i64,
}

impl PaidTotal {
    /// Amounts and fees, in the currency of the batch.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn sent(&self, send: Currency) -> Result<Money, MoneyError> {
        let fee = Money::from_minor(self.fee_minor, send);
        Money::from_minor(self.amount_minor, send).checked_add(fee)
    }
}

/// The completed orders of a batch summed per cashier and dollar value, in the order in which they first paid.
pub async fn totals_of_batch(source: &mut impl Source, batch: BatchId) -> Result<Vec<PaidTotal>, DbError> {
    Ok(sqlx::query_as(
        "select cashier_id, usd_value, cast(sum(received_minor) as bigint) as received_minor,
                cast(sum(amount_minor) as bigint) as amount_minor, cast(sum(fee_minor) as bigint) as fee_minor,
                count(*) as orders
           from orders where batch_id = $1 and state = 'completed'
          group by cashier_id, usd_value order by min(id) limit 10000",
    )
    .bind(batch)
    .fetch_all(source.conn())
    .await?)
}

/// What a new order is made of.
pub(crate) struct NewOrder {
    pub(crate) batch: BatchId,
    pub(crate) reseller: MemberId,
    pub(crate) creator: MemberId,
    pub(crate) assignment: Option<super::Assignment>,
    pub(crate) received: Money,
    pub(crate) rate: Rate,
    pub(crate) amount: Money,
    pub(crate) fee: Money,
    pub(crate) usd_value: Rate,
    pub(crate) beneficiary: Option<String>,
    pub(crate) source_channel: DiscordChannelId,
    pub(crate) source_message: Option<DiscordMessageId>,
}

/// Writes an order, assigned when there is somebody to carry it out, and its first backlog rows.
pub(crate) async fn insert_order(tx: &mut Tx, new: &NewOrder, at: Moment) -> Result<OrderId, DbError> {
    let state = if new.assignment.is_some() {
        OrderState::Assigned
    } else {
        OrderState::Pending
    };
    let id = tx.next_number(Numbered::Orders).await?;
    let (id,): (OrderId,) = sqlx::query_as(
        "insert into orders (kind, batch_id, reseller_id, creator_id, cashier_id, account_id, state, receive_currency,
             received_minor, rate, send_currency, amount_minor, fee_minor, usd_value, beneficiary, source_channel_id,
             source_message_id, created_at_ms, assigned_at_ms, id)
         values ('transfer', $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
         returning id",
    )
    .bind(new.batch)
    .bind(new.reseller)
    .bind(new.creator)
    .bind(new.assignment.map(|assignment| assignment.cashier))
    .bind(new.assignment.map(|assignment| assignment.account))
    .bind(state)
    .bind(new.received.currency())
    .bind(new.received.minor())
    .bind(new.rate)
    .bind(new.amount.currency())
    .bind(new.amount.minor())
    .bind(new.fee.minor())
    .bind(new.usd_value)
    .bind(new.beneficiary.clone())
    .bind(new.source_channel)
    .bind(new.source_message)
    .bind(at)
    .bind(new.assignment.map(|_| at))
    .bind(id)
    .fetch_one(tx.conn())
    .await?;
    let made = Backlog {
        order: id,
        from: None,
        to: OrderState::Pending,
        cashier: None,
        reason: None,
    };
    insert_backlog(tx, &made, Some(new.creator), at).await?;
    if let Some(assignment) = new.assignment {
        let cashier = Some(assignment.cashier);
        let assigned = Backlog {
            order: id,
            from: Some(OrderState::Pending),
            to: OrderState::Assigned,
            cashier,
            reason: None,
        };
        insert_backlog(tx, &assigned, None, at).await?;
    }
    Ok(id)
}

/// What an order becomes.
pub(crate) struct Change {
    pub(crate) to: OrderState,
    pub(crate) cashier: Option<MemberId>,
    pub(crate) account: Option<AccountId>,
    pub(crate) reason: Option<String>,
}

/// Moves an order on if it still stands where `order` says; whoever comes second is refused. The reason an order ended
/// stays with it; why it was passed on stands in its backlog.
pub(crate) async fn change_state(
    tx: &mut Tx,
    order: &Order,
    change: &Change,
    actor: impl Into<Option<MemberId>>,
    at: Moment,
) -> Result<(), OrderError> {
    let ended = if change.to.is_open() { None } else { Some(at) };
    let why_ended = change.reason.clone().filter(|_| ended.is_some());
    let assigned = if change.to == OrderState::Assigned {
        Some(at)
    } else {
        order.assigned_at
    };
    let touched = sqlx::query(
        "update orders set state = $3, cashier_id = $4, account_id = $5, reason = coalesce($6, reason),
             assigned_at_ms = $7, ended_at_ms = $8,
             reminded_at_ms = case when $3 = 'assigned' then null else reminded_at_ms end,
             stuck_told_at_ms = case when $3 = 'assigned' then null else stuck_told_at_ms end
          where id = $1 and state = $2 and coalesce(cashier_id, 0) = $9",
    )
    .bind(order.id)
    .bind(order.state)
    .bind(change.to)
    .bind(change.cashier)
    .bind(change.account)
    .bind(why_ended)
    .bind(assigned)
    .bind(ended)
    .bind(order.cashier.map_or(0, MemberId::get))
    .execute(tx.conn())
    .await
    .map_err(DbError::from)?
    .rows_affected();
    if touched != 1 {
        return Err(OrderError::WrongState {
            order: order.id,
            state: order.state,
        });
    }
    let row = Backlog {
        order: order.id,
        from: Some(order.state),
        to: change.to,
        cashier: change.cashier,
        reason: change.reason.clone(),
    };
    Ok(insert_backlog(tx, &row, actor.into(), at).await?)
}

struct Backlog {
    order: OrderId,
    from: Option<OrderState>,
    to: OrderState,
    cashier: Option<MemberId>,
    reason: Option<String>,
}

async fn insert_backlog(tx: &mut Tx, row: &Backlog, actor: Option<MemberId>, at: Moment) -> Result<(), DbError> {
    sqlx::query(
        "insert into order_backlog (order_id, from_state, to_state, cashier_id, actor_id, reason, at_ms)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(row.order)
    .bind(row.from)
    .bind(row.to)
    .bind(row.cashier)
    .bind(actor)
    .bind(row.reason.clone())
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// One step of an order's life.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct BacklogRow {
    pub from_state: Option<OrderState>,
    pub to_state: OrderState,
    pub cashier_id: Option<MemberId>,
    /// `None`: the desk itself.
    pub actor_id: Option<MemberId>,
    pub reason: Option<String>,
    pub at_ms: Moment,
}

/// An order's life, first step first.
pub async fn list_backlog(source: &mut impl Source, order: OrderId) -> Result<Vec<BacklogRow>, DbError> {
    Ok(sqlx::query_as(
        "select from_state, to_state, cashier_id, actor_id, reason, at_ms from order_backlog
          where order_id = $1 order by id limit 500",
    )
    .bind(order)
    .fetch_all(source.conn())
    .await?)
}

pub(crate) async fn link_journal(tx: &mut Tx, order: OrderId, journal: JournalId) -> Result<(), DbError> {
    sqlx::query("update orders set journal_id = $2 where id = $1")
        .bind(order)
        .bind(journal)
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub(crate) async fn link_reversal(tx: &mut Tx, order: OrderId, journal: JournalId) -> Result<(), DbError> {
    sqlx::query("update orders set reversal_id = $2 where id = $1")
        .bind(order)
        .bind(journal)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// # Errors
/// [`OrderError::NotYours`] with who has it.
pub(crate) async fn require_owner(tx: &mut Tx, order: &Order, member: MemberId) -> Result<(), OrderError> {
    if order.cashier == Some(member) {
        return Ok(());
    }
    Err(OrderError::NotYours {
        order: order.id,
        cashier: name_of_cashier(tx, order).await?,
    })
}

pub(super) async fn name_of_cashier(tx: &mut Tx, order: &Order) -> Result<Option<String>, DbError> {
    match order.cashier {
        Some(cashier) => Ok(Some(
            crate::domain::people::members::get_member(tx, cashier).await?.name,
        )),
        None => Ok(None),
    }
}
