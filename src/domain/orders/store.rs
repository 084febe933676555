//! Reads and writes orders and their backlog.

use super::{Escrow, Kind, Order, OrderError, OrderState};
use crate::clock::Moment;
use crate::db::{DbError, Lockable, Numbered, Source, Tx};
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::kernel::outbox;
use crate::ids::{AccountId, DiscordChannelId, DiscordMessageId, HoldId, JournalId, MemberId, OrderId};

#[derive(sqlx::FromRow)]
pub(crate) struct OrderRow {
    id: OrderId,
    kind: String,
    owner_id: MemberId,
    creator_id: MemberId,
    cashier_id: Option<MemberId>,
    account_id: Option<AccountId>,
    state: OrderState,
    currency: Currency,
    amount_minor: i64,
    fee_minor: i64,
    float_minor: i64,
    beneficiary: Option<String>,
    hold_id: Option<HoldId>,
    taken_journal_id: Option<JournalId>,
    taken_account_id: Option<AccountId>,
    journal_id: Option<JournalId>,
    subject: String,
    source_channel_id: Option<DiscordChannelId>,
    source_message_id: Option<DiscordMessageId>,
    created_at_ms: Moment,
    assigned_at_ms: Option<Moment>,
    ended_at_ms: Option<Moment>,
    reason: Option<String>,
    float_told: i64,
}

impl TryFrom<OrderRow> for Order {
    type Error = DbError;

    fn try_from(row: OrderRow) -> Result<Self, DbError> {
        let taken = row.taken_journal_id.map(|journal| Escrow::Taken {
            journal,
            account: row.taken_account_id,
        });
        Ok(Self {
            id: row.id,
            kind: Kind::of_code(&row.kind)?,
            owner: row.owner_id,
            creator: row.creator_id,
            cashier: row.cashier_id,
            account: row.account_id,
            state: row.state,
            amount: Money::from_minor(row.amount_minor, row.currency),
            fee: Money::from_minor(row.fee_minor, row.currency),
            float: Money::from_minor(row.float_minor, row.currency),
            beneficiary: row.beneficiary,
            escrow: row.hold_id.map(Escrow::Held).or(taken),
            journal: row.journal_id,
            subject: row.subject,
            source_channel: row.source_channel_id,
            source_message: row.source_message_id,
            created_at: row.created_at_ms,
            assigned_at: row.assigned_at_ms,
            ended_at: row.ended_at_ms,
            reason: row.reason,
            float_told: row.float_told,
        })
    }
}

/// Turns rows into orders.
pub(crate) fn orders_of(rows: Vec<OrderRow>) -> Result<Vec<Order>, DbError> {
    rows.into_iter().map(Order::try_from).collect()
}

/// Selects all columns of an order; `$tail` is the rest of the statement.
macro_rules! select_orders {
    ($tail:literal) => {
        concat!(
            "select id, kind, owner_id, creator_id, cashier_id, account_id, state, currency, amount_minor, fee_minor, \
             float_minor, beneficiary, hold_id, taken_journal_id, taken_account_id, journal_id, subject, \
             source_channel_id, source_message_id, created_at_ms, assigned_at_ms, ended_at_ms, reason, \
             float_told from orders ",
            $tail
        )
    };
}

pub(crate) use select_orders;

pub async fn find_order(source: &mut impl Source, order: OrderId) -> Result<Option<Order>, DbError> {
    let row: Option<OrderRow> = sqlx::query_as(select_orders!("where id = $1"))
        .bind(order)
        .fetch_optional(source.conn())
        .await?;
    row.map(Order::try_from).transpose()
}

/// [`OrderError::Unknown`], [`OrderError::Db`].
pub(crate) async fn get_order_for_update(tx: &mut Tx, order: OrderId) -> Result<Order, OrderError> {
    tx.lock(Lockable::Orders, order.get()).await?;
    find_order(tx, order).await?.ok_or(OrderError::Unknown(order))
}

/// A cashier's open orders, oldest first.
pub async fn list_open_of(source: &mut impl Source, cashier: MemberId) -> Result<Vec<Order>, DbError> {
    let rows: Vec<OrderRow> = sqlx::query_as(select_orders!(
        "where cashier_id = $1 and state in ('assigned', 'processing') order by id limit 200"
    ))
    .bind(cashier)
    .fetch_all(source.conn())
    .await?;
    orders_of(rows)
}

/// What a new order is created from.
pub struct NewOrder {
    pub kind: Kind,
    pub owner: MemberId,
    pub creator: MemberId,
    pub assignment: Option<super::Assignment>,
    pub amount: Money,
    pub fee: Money,
    pub beneficiary: Option<String>,
    /// The outbox subject under which its notices are told in order with others; `None`: its own.
    pub subject: Option<String>,
    /// The channel and message in which it was typed, if any.
    pub source: Option<(DiscordChannelId, Option<DiscordMessageId>)>,
}

/// Writes an order, as assigned when there is an assignment, and its first backlog rows.
///
/// # Errors
/// [`DbError`].
pub async fn insert_order(tx: &mut Tx, new: &NewOrder, at: Moment) -> Result<OrderId, DbError> {
    let state = if new.assignment.is_some() {
        OrderState::Assigned
    } else {
        OrderState::Pending
    };
    let float = new.kind.float_for(new.amount, new.fee)?;
    let id = OrderId::new(tx.next_number(Numbered::Orders).await?);
    let subject = new.subject.clone().unwrap_or_else(|| outbox::subject_of_order(id));
    sqlx::query(
        "insert into orders (id, kind, owner_id, creator_id, cashier_id, account_id, state, currency, amount_minor,
             fee_minor, float_minor, beneficiary, subject, source_channel_id, source_message_id, created_at_ms, assigned_at_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    )
    .bind(id)
    .bind(new.kind.code())
    .bind(new.owner)
    .bind(new.creator)
    .bind(new.assignment.map(|assignment| assignment.cashier))
    .bind(new.assignment.map(|assignment| assignment.account))
    .bind(state)
    .bind(new.amount.currency())
    .bind(new.amount.minor())
    .bind(new.fee.minor())
    .bind(float.minor())
    .bind(new.beneficiary.clone())
    .bind(subject)
    .bind(new.source.map(|(channel, _)| channel))
    .bind(new.source.and_then(|(_, message)| message))
    .bind(at)
    .bind(new.assignment.map(|_| at))
    .execute(tx.conn())
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

/// Records what an order keeps of its owner's money. An order has only one escrow.
pub(super) async fn link_escrow(tx: &mut Tx, order: OrderId, escrow: Escrow) -> Result<(), DbError> {
    let (hold, taken, account) = match escrow {
        Escrow::Held(hold) => (Some(hold), None, None),
        Escrow::Taken { journal, account } => (None, Some(journal), account),
    };
    let touched = sqlx::query(
        "update orders set hold_id = $2, taken_journal_id = $3, taken_account_id = $4
          where id = $1 and hold_id is null and taken_journal_id is null",
    )
    .bind(order)
    .bind(hold)
    .bind(taken)
    .bind(account)
    .execute(tx.conn())
    .await?
    .rows_affected();
    if touched == 1 {
        Ok(())
    } else {
        Err(DbError::Corrupt(format!("order {order} has an escrow already")))
    }
}

/// The new values of an order.
pub(crate) struct Change {
    pub(crate) to: OrderState,
    pub(crate) cashier: Option<MemberId>,
    pub(crate) account: Option<AccountId>,
    pub(crate) reason: Option<String>,
}

/// Changes an order if its state and cashier are still those in `order`; otherwise somebody else was first, and it
/// refuses. `reason` is stored with the order when it ends, and always in its backlog.
pub(crate) async fn change_state(
    tx: &mut Tx,
    order: &Order,
    change: &Change,
    actor: impl Into<Option<MemberId>>,
    at: Moment,
) -> Result<(), OrderError> {
    if !order.kind.rules().allow(order.state, change.to) {
        return Err(OrderError::WrongState {
            order: order.id,
            state: order.state,
        });
    }
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

/// One change of an order.
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

/// An order's changes, in the order in which they came.
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

pub(super) async fn link_reversal(tx: &mut Tx, order: OrderId, journal: JournalId) -> Result<(), DbError> {
    sqlx::query("update orders set reversal_id = $2 where id = $1")
        .bind(order)
        .bind(journal)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// [`OrderError::NotYours`] with the name of the order's cashier.
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
