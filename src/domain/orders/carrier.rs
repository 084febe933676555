//! Who may confirm or reject an order.

use super::store::name_of_cashier;
use super::{Order, OrderError, OrderState, find_order, has_proof};
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

/// Refuses whoever may not give an order back. A cashier who was sent away may still say that the bank did not take what they
/// were paying, as they may still confirm or reject it; what is completed is given back by an admin.
pub(crate) async fn require_returner(tx: &mut Tx, actor: &Actor, order: OrderId) -> Result<(), OrderError> {
    let Err(no) = actor.require(Permission::ReturnOrders) else {
        return Ok(());
    };
    let is_completed = |found: Order| found.state == OrderState::Completed;
    if find_order(tx, order).await?.is_some_and(is_completed) {
        return Err(no.into());
    }
    match require_carrier(tx, actor, order).await {
        Err(OrderError::NotAllowed(_)) => Err(no.into()),
        other => other,
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
