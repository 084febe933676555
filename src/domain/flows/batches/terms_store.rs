//! Reads and writes the terms of transfers, and sums over them.

use std::collections::HashMap;

use sqlx::AssertSqlSafe;

use super::terms::{ClientTotal, ClientVolume, ListedSum, PaidTotal, TransferTerms};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx, placeholders};
use crate::domain::kernel::money::{Currency, Money, Rate};
use crate::domain::orders::{
    Listing, Order, OrderRow, OrderState, bound_to_listing, condition_of_listing, orders_of, select_orders,
};
use crate::ids::{BatchId, MemberId, OrderId};

/// How many terms one statement reads.
const TERMS_MAX: usize = 500;
/// How many orders of the same amount are searched for the same beneficiary.
const ALIKE_MAX: i64 = 100;

#[derive(sqlx::FromRow)]
struct TermsRow {
    order_id: OrderId,
    batch_id: BatchId,
    receive_currency: Currency,
    received_minor: i64,
    rate: Rate,
    usd_value: Rate,
}

impl From<TermsRow> for TransferTerms {
    fn from(row: TermsRow) -> Self {
        Self {
            batch: row.batch_id,
            received: Money::from_minor(row.received_minor, row.receive_currency),
            rate: row.rate,
            usd_value: row.usd_value,
        }
    }
}

pub(super) async fn insert_terms(tx: &mut Tx, order: OrderId, terms: &TransferTerms) -> Result<(), DbError> {
    sqlx::query(
        "insert into transfer_orders (order_id, batch_id, receive_currency, received_minor, rate, usd_value)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(order)
    .bind(terms.batch)
    .bind(terms.received.currency())
    .bind(terms.received.minor())
    .bind(terms.rate)
    .bind(terms.usd_value)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The terms of a transfer; `None` for an order of another kind.
pub async fn find_terms(source: &mut impl Source, order: OrderId) -> Result<Option<TransferTerms>, DbError> {
    Ok(list_terms(source, &[order]).await?.remove(&order))
}

/// The terms of those orders among these that are transfers.
pub async fn list_terms(
    source: &mut impl Source,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, TransferTerms>, DbError> {
    let mut known = HashMap::new();
    for some in orders.chunks(TERMS_MAX) {
        // Safe: names and placeholders only.
        let sql = format!(
            "select order_id, batch_id, receive_currency, received_minor, rate, usd_value from transfer_orders
              where order_id in ({})",
            placeholders(1, some.len())
        );
        let query = some
            .iter()
            .fold(sqlx::query_as(AssertSqlSafe(sql)), |query, order| query.bind(*order));
        let rows: Vec<TermsRow> = query.fetch_all(source.conn()).await?;
        known.extend(rows.into_iter().map(|row| (row.order_id, TransferTerms::from(row))));
    }
    Ok(known)
}

/// All orders of a batch, oldest first.
pub async fn list_orders_of_batch(source: &mut impl Source, batch: BatchId) -> Result<Vec<Order>, DbError> {
    let rows: Vec<OrderRow> = sqlx::query_as(select_orders!(
        "where id in (select order_id from transfer_orders where batch_id = $1) order by id limit 10000"
    ))
    .bind(batch)
    .fetch_all(source.conn())
    .await?;
    orders_of(rows)
}

/// The open orders of a batch, oldest first. Ended orders cannot push one beyond the limit.
pub async fn list_open_in_batch(
    source: &mut impl Source,
    batch: BatchId,
    orders_max: i64,
) -> Result<Vec<Order>, DbError> {
    let rows: Vec<OrderRow> = sqlx::query_as(select_orders!(
        "where id in (select order_id from transfer_orders where batch_id = $1)
           and state in ('pending', 'assigned', 'processing') order by id limit $2"
    ))
    .bind(batch)
    .bind(orders_max)
    .fetch_all(source.conn())
    .await?;
    orders_of(rows)
}

/// The completed orders of a batch, summed per cashier and dollar value, in the order in which they first paid.
pub async fn totals_of_batch(source: &mut impl Source, batch: BatchId) -> Result<Vec<PaidTotal>, DbError> {
    Ok(sqlx::query_as(
        "select cashier_id, usd_value, cast(sum(received_minor) as bigint) as received_minor,
                cast(sum(amount_minor) as bigint) as amount_minor, cast(sum(fee_minor) as bigint) as fee_minor,
                count(*) as orders
           from transfer_orders t join orders o on o.id = t.order_id
          where t.batch_id = $1 and o.state = 'completed'
          group by cashier_id, usd_value order by min(id) limit 10000",
    )
    .bind(batch)
    .fetch_all(source.conn())
    .await?)
}

/// The completed orders of a batch of the desk, summed per client and dollar value.
pub async fn totals_of_clients(source: &mut impl Source, batch: BatchId) -> Result<Vec<ClientTotal>, DbError> {
    Ok(sqlx::query_as(
        "select o.creator_id as client_id, r.id as referrer_id, t.usd_value as usd_value,
                cast(sum(t.received_minor) as bigint) as received_minor,
                cast(sum(o.amount_minor + o.fee_minor) as bigint) as sent_minor
           from transfer_orders t
           join orders o on o.id = t.order_id
           join members m on m.id = o.creator_id
           left join members r on r.id = m.referrer_id and r.role = 'reseller' and r.active = 1 and r.left_at_ms is null
          where t.batch_id = $1 and o.state = 'completed'
          group by o.creator_id, r.id, t.usd_value order by min(o.id) limit 10000",
    )
    .bind(batch)
    .fetch_all(source.conn())
    .await?)
}

/// What each client of this referrer has sent so far, per currency and dollar value.
pub async fn list_volumes_of(source: &mut impl Source, referrer: MemberId) -> Result<Vec<ClientVolume>, DbError> {
    Ok(sqlx::query_as(
        "select o.creator_id as client_id, o.currency as send_currency, t.usd_value as usd_value,
                cast(sum(o.amount_minor + o.fee_minor) as bigint) as sent_minor, count(*) as orders
           from orders o
           join transfer_orders t on t.order_id = o.id
           join members m on m.id = o.creator_id
          where m.referrer_id = $1 and o.owner_id = 0 and o.state = 'completed'
          group by o.creator_id, o.currency, t.usd_value order by min(o.id) limit 10000",
    )
    .bind(referrer)
    .fetch_all(source.conn())
    .await?)
}

#[derive(sqlx::FromRow)]
struct SumRow {
    receive_currency: Option<Currency>,
    currency: Currency,
    state: OrderState,
    orders: i64,
    received_minor: Option<i64>,
    sent_minor: i64,
}

impl From<SumRow> for ListedSum {
    fn from(row: SumRow) -> Self {
        let received = row.received_minor.zip(row.receive_currency);
        Self {
            state: row.state,
            orders: row.orders,
            received: received.map(|(minor, currency)| Money::from_minor(minor, currency)),
            sent: Money::from_minor(row.sent_minor, row.currency),
        }
    }
}

/// All orders of a list, of whatever kind, summed per state and corridor.
pub async fn sum_listed(source: &mut impl Source, listing: Listing) -> Result<Vec<ListedSum>, DbError> {
    // Safe: names and placeholders only.
    let sql = format!(
        "select receive_currency, currency, state, count(*) as orders, cast(sum(received_minor) as bigint) as received_minor,
                cast(sum(amount_minor + fee_minor) as bigint) as sent_minor
           from orders left join transfer_orders on order_id = id where {}
          group by receive_currency, currency, state order by receive_currency, currency, state limit 1000",
        condition_of_listing(listing)
    );
    let query = bound_to_listing(sqlx::query_as(AssertSqlSafe(sql)), listing);
    let rows: Vec<SumRow> = query.fetch_all(source.conn()).await?;
    Ok(rows.into_iter().map(ListedSum::from).collect())
}

/// The end of an order: completed, rejected, cancelled, reversed or returned.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OrderEnd {
    pub order_id: OrderId,
    pub to_state: OrderState,
    pub actor_id: Option<MemberId>,
    pub reason: Option<String>,
    pub at_ms: Moment,
}

/// How and when the orders of a batch ended, in that order. An order that was completed and then undone is there twice.
pub async fn list_ends_in_batch(source: &mut impl Source, batch: BatchId) -> Result<Vec<OrderEnd>, DbError> {
    Ok(sqlx::query_as(
        "select b.order_id, b.to_state, b.actor_id, b.reason, b.at_ms
           from order_backlog b join transfer_orders t on t.order_id = b.order_id
          where t.batch_id = $1 and b.to_state not in ('pending', 'assigned', 'processing')
          order by b.id limit 20000",
    )
    .bind(batch)
    .fetch_all(source.conn())
    .await?)
}

/// How many orders of a batch are open, and how many completed.
pub(super) struct OrderCounts {
    pub(super) open: i64,
    pub(super) completed: i64,
}

pub(super) async fn count_orders(source: &mut impl Source, batch: BatchId) -> Result<OrderCounts, DbError> {
    let (open, completed): (i64, i64) = sqlx::query_as(
        "select cast(coalesce(sum(case when state in ('pending', 'assigned', 'processing') then 1 else 0 end), 0)
                    as bigint),
                cast(coalesce(sum(case when state = 'completed' then 1 else 0 end), 0) as bigint)
           from transfer_orders join orders on id = order_id where batch_id = $1",
    )
    .bind(batch)
    .fetch_one(source.conn())
    .await?;
    Ok(OrderCounts { open, completed })
}

/// What two transfers must share to count as the same.
pub(super) struct Alike<'a> {
    pub(super) owner: MemberId,
    /// In a batch of the desk: only orders of this client.
    pub(super) creator: Option<MemberId>,
    pub(super) received: Money,
    pub(super) beneficiary: &'a str,
    pub(super) since: Moment,
}

/// Open or completed transfers of this amount that have a beneficiary, newest first, each with its beneficiary.
pub(super) async fn list_alike(source: &mut impl Source, alike: &Alike<'_>) -> Result<Vec<(OrderId, String)>, DbError> {
    Ok(sqlx::query_as(
        "select id, beneficiary from orders join transfer_orders on order_id = id
          where owner_id = $1 and receive_currency = $2 and received_minor = $3 and $4 <= created_at_ms
            and beneficiary is not null and state in ('pending', 'assigned', 'processing', 'completed')
            and ($5 = 0 or creator_id = $5)
          order by id desc limit $6",
    )
    .bind(alike.owner)
    .bind(alike.received.currency())
    .bind(alike.received.minor())
    .bind(alike.since)
    .bind(alike.creator.map_or(0, MemberId::get))
    .bind(ALIKE_MAX)
    .fetch_all(source.conn())
    .await?)
}
