//! The orders that keep a batch open.

use super::error::OpenOrder;
use super::terms_store;
use crate::db::{DbError, Tx};
use crate::domain::people::members;
use crate::ids::BatchId;

/// How many open orders a refusal lists; one is enough to refuse.
const OPEN_NAMED_MAX: i64 = 50;

/// The orders that keep a batch open.
pub(super) async fn list_open_orders(tx: &mut Tx, batch: BatchId) -> Result<Vec<OpenOrder>, DbError> {
    let mut open = Vec::new();
    for order in terms_store::list_open_in_batch(tx, batch, OPEN_NAMED_MAX).await? {
        let cashier = match order.cashier {
            Some(cashier) => Some(members::get_member(tx, cashier).await?.name),
            None => None,
        };
        let total = order.total().map_err(|error| DbError::Corrupt(error.to_string()))?;
        open.push(OpenOrder {
            order: order.id,
            state: order.state,
            total,
            cashier,
        });
    }
    Ok(open)
}
