//! Whom orders pay.

use super::Alike;
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::orders::{Order, OrderError};
use crate::ids::{MemberId, OrderId};

/// How many orders of one amount are looked through.
const ALIKE_MAX: i64 = 100;

/// Says whom an order pays that nobody has paid and that names nobody yet; whoever comes second is refused.
pub(super) async fn set_beneficiary(
    tx: &mut Tx,
    order: &Order,
    beneficiary: &str,
    actor: MemberId,
    at: Moment,
) -> Result<(), OrderError> {
    let touched =
        sqlx::query("update orders set beneficiary = $3 where id = $1 and state = $2 and beneficiary is null")
            .bind(order.id)
            .bind(order.state)
            .bind(beneficiary.to_owned())
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
    sqlx::query("insert into order_beneficiaries (order_id, beneficiary, actor_id, at_ms) values ($1, $2, $3, $4)")
        .bind(order.id)
        .bind(beneficiary.to_owned())
        .bind(actor)
        .bind(at)
        .execute(tx.conn())
        .await
        .map_err(DbError::from)?;
    Ok(())
}

/// Orders of this amount that are open or paid and name somebody, the newest first.
pub(super) async fn list_alike(source: &mut impl Source, alike: &Alike<'_>) -> Result<Vec<(OrderId, String)>, DbError> {
    Ok(sqlx::query_as(
        "select id, beneficiary from orders
          where reseller_id = $1 and receive_currency = $2 and received_minor = $3 and $4 <= created_at_ms
            and beneficiary is not null and state in ('pending', 'assigned', 'processing', 'completed')
            and ($5 = 0 or creator_id = $5)
          order by id desc limit $6",
    )
    .bind(alike.reseller)
    .bind(alike.received.currency())
    .bind(alike.received.minor())
    .bind(alike.since)
    .bind(alike.creator.map_or(0, MemberId::get))
    .bind(ALIKE_MAX)
    .fetch_all(source.conn())
    .await?)
}
