//! Reads the orders of a period by their backlog, whose ids grow with time.

use std::collections::BTreeMap;

use sqlx::AssertSqlSafe;

use super::period::ChangedIn;
use super::store::{OrderRow, orders_of, select_orders};
use super::{OrderState, Whose};
use crate::clock::Moment;
use crate::db::{Dated, DbError, Source, find_first_since, placeholders};
use crate::domain::books::ledger::Period;
use crate::ids::OrderId;

/// How many orders one statement names.
const ORDERS_NAMED_MAX: usize = 400;

/// The orders that were made or changed in a period, oldest first, at most so many.
pub async fn list_changed_in(
    source: &mut impl Source,
    period: Period,
    whose: Whose,
    orders_max: i64,
) -> Result<Vec<ChangedIn>, DbError> {
    let first = find_first_since(source, Dated::OrderBacklog, period.from).await?;
    let (of_whom, member) = match whose {
        Whose::Everybody => ("$4 = 0", 0),
        Whose::Cashier(member) => ("o.cashier_id = $4", member.get()),
        Whose::Sender(member) => ("(o.owner_id = $4 or o.creator_id = $4)", member.get()),
    };
    // Safe: names and placeholders only.
    let sql = format!(
        "select b.order_id, cast(coalesce(max(case when b.to_state = 'completed' then b.at_ms end), -1) as bigint)
           from order_backlog b join orders o on o.id = b.order_id
          where $1 <= b.id and $2 <= b.at_ms and b.at_ms < $3 and {of_whom}
          group by b.order_id order by b.order_id limit $5"
    );
    let changed: Vec<(OrderId, i64)> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(first)
        .bind(period.from)
        .bind(period.until)
        .bind(member)
        .bind(orders_max)
        .fetch_all(source.conn())
        .await?;
    let mut found = Vec::new();
    for some in changed.chunks(ORDERS_NAMED_MAX) {
        let completed: BTreeMap<OrderId, i64> = some.iter().copied().collect();
        // Safe: names and placeholders only.
        let sql = format!(
            "{} id in ({}) order by id",
            select_orders!("where"),
            placeholders(1, some.len())
        );
        let query = some
            .iter()
            .fold(sqlx::query_as(AssertSqlSafe(sql)), |query, (order, _)| {
                query.bind(*order)
            });
        let rows: Vec<OrderRow> = query.fetch_all(source.conn()).await?;
        for order in orders_of(rows)? {
            let at = completed.get(&order.id).copied().filter(|at| 0 <= *at);
            let paid_at = at.map(Moment::from_ms).filter(|_| order.state == OrderState::Completed);
            found.push(ChangedIn {
                given_at: order.assigned_at,
                paid_at,
                order,
            });
        }
    }
    Ok(found)
}
