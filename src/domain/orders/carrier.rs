//! Who may confirm or reject an order.

use super::{OrderError, OrderState, find_order};
use crate::db::Tx;
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
