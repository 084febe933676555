//! Writes the beneficiaries of orders.

use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::orders::{Order, OrderError};
use crate::ids::MemberId;

/// Sets the beneficiary if the order still has none and is still in the state that was read; otherwise somebody else
/// was first, and it refuses with [`OrderError::WrongState`].
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
