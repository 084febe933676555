//! Reads which orders wait, and writes what was told about them.
//!
//! Each statement contains `state in ('pending', 'assigned', 'processing')` word for word: only then does SQLite use
//! the partial index of open orders.

use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::orders::store::{OrderRow, orders_of, select_orders};
use crate::domain::orders::{Order, OrderState};
use crate::ids::{AccountId, MemberId, OrderId};

/// Orders without a cashier, oldest first.
pub(super) async fn list_pending(source: &mut impl Source) -> Result<Vec<Order>, DbError> {
    let rows: Vec<OrderRow> = sqlx::query_as(select_orders!(
        "where state in ('pending', 'assigned', 'processing') and state = 'pending' order by id limit 200"
    ))
    .fetch_all(source.conn())
    .await?;
    orders_of(rows)
}

/// An order that its cashier has, without a capture.
pub(super) struct Unpaid {
    pub(super) order: OrderId,
    pub(super) assigned_at: Moment,
    /// Whether the cashier was reminded of this assignment.
    pub(super) is_reminded: bool,
    pub(super) is_stuck_told: bool,
}

/// Orders without a capture that were assigned at `until` or before, by id.
pub(super) async fn list_unpaid(source: &mut impl Source, until: Moment) -> Result<Vec<Unpaid>, DbError> {
    let rows: Vec<(OrderId, Moment, Option<i64>, Option<i64>)> = sqlx::query_as(
        "select id, assigned_at_ms, reminded_at_ms, stuck_told_at_ms from orders
          where state in ('pending', 'assigned', 'processing') and assigned_at_ms <= $1
            and (state = 'assigned'
                 or (state = 'processing' and not exists (select 1 from proofs where order_id = orders.id)))
          order by id limit 1000",
    )
    .bind(until)
    .fetch_all(source.conn())
    .await?;
    let unpaid = |(order, assigned_at, reminded, stuck): (OrderId, Moment, Option<i64>, Option<i64>)| Unpaid {
        order,
        assigned_at,
        is_reminded: reminded.is_some(),
        is_stuck_told: stuck.is_some(),
    };
    Ok(rows.into_iter().map(unpaid).collect())
}

/// What is told once per assignment: a reminder to the cashier, or to the alerts channel that the order is stuck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ToldOnce {
    Reminder,
    Stuck,
}

/// Records that it was told. `false` when it was already, or when the order moved on meanwhile.
pub(super) async fn note_told(
    tx: &mut Tx,
    told: ToldOnce,
    order: OrderId,
    assigned_at: Moment,
    at: Moment,
) -> Result<bool, DbError> {
    let sql = match told {
        ToldOnce::Reminder => {
            "update orders set reminded_at_ms = $3
              where id = $1 and state in ('assigned', 'processing') and assigned_at_ms = $2 and reminded_at_ms is null"
        }
        ToldOnce::Stuck => {
            "update orders set stuck_told_at_ms = $3
              where id = $1 and state in ('assigned', 'processing') and assigned_at_ms = $2 and stuck_told_at_ms is null"
        }
    };
    let touched = sqlx::query(sql)
        .bind(order)
        .bind(assigned_at)
        .bind(at)
        .execute(tx.conn())
        .await?
        .rows_affected();
    Ok(touched == 1)
}

/// An order without a cashier, and how often and when its missing float was last told.
pub(super) struct Floatless {
    pub(super) order: OrderId,
    pub(super) created_at: Moment,
    pub(super) told: i64,
    pub(super) told_at: Option<Moment>,
}

/// Orders without a cashier, oldest first.
pub(super) async fn list_short_of_float(source: &mut impl Source) -> Result<Vec<Floatless>, DbError> {
    let rows: Vec<(OrderId, Moment, i64, Option<Moment>)> = sqlx::query_as(
        "select id, created_at_ms, float_told, float_told_at_ms from orders
          where state in ('pending', 'assigned', 'processing') and state = 'pending' order by id limit 200",
    )
    .fetch_all(source.conn())
    .await?;
    let short = |(order, created_at, told, told_at)| Floatless {
        order,
        created_at,
        told,
        told_at,
    };
    Ok(rows.into_iter().map(short).collect())
}

pub(super) async fn note_float_told(tx: &mut Tx, order: OrderId, at: Moment) -> Result<(), DbError> {
    sqlx::query("update orders set float_told = float_told + 1, float_told_at_ms = $2 where id = $1")
        .bind(order)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Whether the missing float of an older order in the same currency was told, and that order still waits.
pub(super) async fn is_told_of_older(tx: &mut Tx, order: OrderId) -> Result<bool, DbError> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from orders own join orders o on o.currency = own.currency and o.id < own.id
          where own.id = $1 and o.state in ('pending', 'assigned', 'processing') and o.state = 'pending'
            and 0 < o.float_told",
    )
    .bind(order)
    .fetch_one(tx.conn())
    .await?;
    Ok(0 < count)
}

pub(super) async fn forget_float_told(tx: &mut Tx, order: OrderId) -> Result<(), DbError> {
    sqlx::query("update orders set float_told = 0, float_told_at_ms = null where id = $1")
        .bind(order)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// An open order that an account has promised to pay.
pub(super) struct Promise {
    pub(super) order: OrderId,
    pub(super) float_minor: i64,
    /// No capture has been sent yet.
    pub(super) is_unpaid: bool,
}

/// The open orders that an account has promised to pay, by id.
pub(super) async fn list_promises(source: &mut impl Source, account: AccountId) -> Result<Vec<Promise>, DbError> {
    let rows: Vec<(OrderId, i64, String)> = sqlx::query_as(
        "select id, float_minor, state from orders
          where account_id = $1 and state in ('pending', 'assigned', 'processing') and state <> 'pending'
          order by id limit 5000",
    )
    .bind(account)
    .fetch_all(source.conn())
    .await?;
    let promise = |(order, float_minor, state): (OrderId, i64, String)| Promise {
        order,
        float_minor,
        is_unpaid: state == OrderState::Assigned.code(),
    };
    Ok(rows.into_iter().map(promise).collect())
}

/// Accounts with at least one promised order that has no capture yet.
pub(super) async fn list_promising_accounts(source: &mut impl Source) -> Result<Vec<AccountId>, DbError> {
    let rows: Vec<(AccountId,)> = sqlx::query_as(
        "select distinct account_id from orders
          where state in ('pending', 'assigned', 'processing') and state = 'assigned' and account_id is not null
          order by account_id limit 5000",
    )
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(|(account,)| account).collect())
}

/// Every cashier who has or had this order, in no particular order.
pub(super) async fn list_holders(source: &mut impl Source, order: OrderId) -> Result<Vec<MemberId>, DbError> {
    let rows: Vec<(MemberId,)> = sqlx::query_as(
        "select distinct cashier_id from order_backlog where order_id = $1 and cashier_id is not null limit 500",
    )
    .bind(order)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(|(member,)| member).collect())
}

pub(super) async fn list_open_ids(source: &mut impl Source, orders_max: i64) -> Result<Vec<OrderId>, DbError> {
    let rows: Vec<(OrderId,)> = sqlx::query_as(
        "select id from orders where state in ('pending', 'assigned', 'processing') order by id limit $1",
    )
    .bind(orders_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(|(order,)| order).collect())
}

/// The number of open orders.
pub async fn count_open(source: &mut impl Source) -> Result<i64, DbError> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from orders where state in ('pending', 'assigned', 'processing')")
            .fetch_one(source.conn())
            .await?;
    Ok(count)
}
