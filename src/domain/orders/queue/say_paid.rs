//! Somebody sends a capture for an order that was theirs and is not any more: they may have paid it. The capture is no
//! proof, since the order is another cashier's now, but a human must ask before it is paid a second time.

use super::store;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{OrderError, get_order_for_update};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{OrderId, RequestId};

/// Tells superusers, and the order's cashier if it has one, that the actor sent a capture for an order that was theirs
/// before. Returns whether it was.
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
