//! Who may confirm or reject an order.

use super::store::name_of_cashier;
use super::{Order, OrderError, OrderState, find_order, get_order_for_update, has_proof};
use crate::db::{DbError, Tx};
use crate::domain::people::members::{Actor, Permission, Standing};
use crate::ids::OrderId;

/// Allows cashiers, and also the person who sent the capture of this order: after a change of role they may still
/// finish it, because its money is on its way and nobody else knows what became of it. Whoever left the guild may not.
///
/// # Errors
/// [`OrderError::NotAllowed`].
pub(crate) async fn require_carrier(tx: &mut Tx, actor: &Actor, order: OrderId) -> Result<(), OrderError> {
    let Err(no) = actor.require(Permission::CarryOutOrders) else {
        return Ok(());
    };
    if actor.standing == Standing::Left {
        // A superuser confirms for them.
        return Err(no.into());
    }
    let is_unpaid = |state| matches!(state, OrderState::Pending | OrderState::Assigned);
    match find_order(tx, order).await? {
        Some(found) if found.cashier == Some(actor.member) && !is_unpaid(found.state) => Ok(()),
        Some(_) | None => Err(no.into()),
    }
}

/// Locks an order for whoever may give it back. A cashier who was sent away may still say that the bank did not take what
/// they were paying, as they may still confirm or reject it; what is completed is given back by an admin.
///
/// # Errors
/// [`OrderError::NotAllowed`], also for an order that is not there; [`OrderError::Unknown`] to whoever may.
pub(crate) async fn get_order_to_return(tx: &mut Tx, actor: &Actor, order: OrderId) -> Result<Order, OrderError> {
    // Locked first: an order that is completed meanwhile is an admin's.
    let found = get_order_for_update(tx, order).await;
    let Err(no) = actor.require(Permission::ReturnOrders) else {
        return found;
    };
    let found = match found {
        Err(OrderError::Unknown(_)) => return Err(no.into()),
        found => found?,
    };
    if found.state == OrderState::Completed {
        return Err(no.into());
    }
    match require_carrier(tx, actor, order).await {
        Err(OrderError::NotAllowed(_)) => Err(no.into()),
        allowed => allowed.map(|()| found),
    }
}

/// Why an order that is being carried out cannot be withdrawn or given to somebody else: its capture is there, or its cashier
/// said that they are paying it.
pub(super) async fn being_paid(tx: &mut Tx, order: &Order) -> Result<OrderError, DbError> {
    let cashier = name_of_cashier(tx, order).await?.unwrap_or_default();
    let order = order.id;
    Ok(match has_proof(tx, order).await? {
        true => OrderError::CaptureThere { order, cashier },
        false => OrderError::BeingPaid { order, cashier },
    })
}
