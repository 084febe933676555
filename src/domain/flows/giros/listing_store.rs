//! Reads lists of giros.

use std::collections::HashMap;

use sqlx::AssertSqlSafe;

use super::GiroFilter;
use crate::clock::Moment;
use crate::db::{DbError, Place, Source, placeholders};
use crate::domain::orders::{Order, OrderRow, OrderState, orders_of, select_orders};
use crate::ids::{MemberId, OrderId};

/// The condition of a filter. Its first four parameters are those of [`bound`].
macro_rules! filtered {
    ($tail:literal) => {
        concat!(
            "where kind = 'giro' and ($1 = '' or state = $1) and ($2 = 0 or owner_id = $2)
               and ($3 = 0 or cashier_id = $3) and $4 <= created_at_ms ",
            $tail
        )
    };
}

const OLDER: &str = concat!(select_orders!(""), filtered!("and id < $5 order by id desc limit $6"));
const NEWER: &str = concat!(select_orders!(""), filtered!("and $5 < id order by id limit $6"));
const COUNT: &str = concat!(
    "select count(*), cast(coalesce(sum(case when $5 < id then 1 else 0 end), 0) as bigint) from orders ",
    filtered!("")
);

fn bound(filter: GiroFilter) -> (String, i64, i64, i64) {
    (
        filter.state.map_or("", OrderState::code).to_owned(),
        filter.owner.map_or(0, MemberId::get),
        filter.cashier.map_or(0, MemberId::get),
        filter.since.map_or(0, |since| since.ms()),
    )
}

pub(super) async fn list(
    source: &mut impl Source,
    filter: GiroFilter,
    place: Place,
    rows_max: i64,
) -> Result<Vec<Order>, DbError> {
    let (text, key) = match place {
        Place::First => (OLDER, i64::MAX),
        Place::After(key) => (OLDER, key),
        Place::Before(key) => (NEWER, key),
    };
    let (state, owner, cashier, since) = bound(filter);
    let query = sqlx::query_as(text).bind(state).bind(owner).bind(cashier).bind(since);
    let rows: Vec<OrderRow> = query.bind(key).bind(rows_max).fetch_all(source.conn()).await?;
    let mut orders = orders_of(rows)?;
    if matches!(place, Place::Before(_)) {
        orders.reverse();
    }
    Ok(orders)
}

/// How many giros a list has in all, and how many of them are newer than this one.
pub(super) async fn count(
    source: &mut impl Source,
    filter: GiroFilter,
    newer_than: Option<OrderId>,
) -> Result<(i64, i64), DbError> {
    let (state, owner, cashier, since) = bound(filter);
    Ok(sqlx::query_as(COUNT)
        .bind(state)
        .bind(owner)
        .bind(cashier)
        .bind(since)
        .bind(newer_than.map_or(i64::MAX, OrderId::get))
        .fetch_one(source.conn())
        .await?)
}

/// When each of these orders changed its state last.
pub async fn list_last_changes(
    source: &mut impl Source,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, Moment>, DbError> {
    if orders.is_empty() {
        return Ok(HashMap::new());
    }
    // Safe: names and placeholders only.
    let sql = format!(
        "select order_id, max(at_ms) from order_backlog where order_id in ({}) group by order_id",
        placeholders(1, orders.len())
    );
    let query = orders
        .iter()
        .fold(sqlx::query_as(AssertSqlSafe(sql)), |query, order| query.bind(*order));
    let rows: Vec<(OrderId, Moment)> = query.fetch_all(source.conn()).await?;
    Ok(rows.into_iter().collect())
}
