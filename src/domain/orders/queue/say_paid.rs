//! A capture of somebody who had an order and has it no more: they may have paid it. It proves nothing, since the order is somebody
//! else's; but before it is paid a second time a human has to ask.

use super::store;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{OrderError, get_order_for_update};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{OrderId, RequestId};

/// Tells superusers, and whoever has the order now, that the actor sent a capture for an order that was theirs. Gives whether it was.
///
/// # Errors
/// [`OrderError::NotAllowed`], [`OrderError::Unknown`].
pub async fn say_paid_before(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    order: OrderId,
) -> Result<bool, OrderError> {
    actor.require(Permission::CarryOutOrders)?;
    let asked = Asked::new(request, "orders.say_paid_before", &(actor.member, order));
    once(desk, asked, async |tx, now| {
        let found = get_order_for_update(tx, order).await?;
        let had_it = store::list_holders(tx, order).await?.contains(&actor.member);
        if !had_it || found.cashier == Some(actor.member) {
            return Ok(false);
        }
        let notice = Notice::PaidBefore {
            order,
            by: actor.member,
        };
        outbox::enqueue(tx, &format!("alarm:{order}"), &notice, now).await?;
        Ok(true)
    })
    .await
}
