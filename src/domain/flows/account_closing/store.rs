//! Reads what still needs an account. The statement is here because flows do not import each other.

use crate::db::{DbError, Source};
use crate::ids::{AccountId, BatchId, OrderId};

/// The open batch whose received money passes through an account.
pub(super) async fn find_open_batch_using(
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

/// Open deposits and withdrawals of a player whose account it is.
pub(super) async fn list_open_requests_of(
    source: &mut impl Source,
    account: AccountId,
    orders_max: i64,
) -> Result<Vec<OrderId>, DbError> {
    let rows: Vec<(OrderId,)> = sqlx::query_as(
        "select o.id from cash_orders c join orders o on o.id = c.order_id
          where c.account_id = $1 and o.state in ('pending', 'assigned', 'processing')
          order by o.id limit $2",
    )
    .bind(account)
    .bind(orders_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(|(order,)| order).collect())
}
