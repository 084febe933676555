//! `!cancelar 12`: the reseller takes back a transfer that no cashier has paid.

use super::{Change, OrderEnded, OrderError, OrderState, store, tell_float_settled};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission, Role};
use crate::ids::{OrderId, RequestId};

/// Takes an order back. Its reseller may, or the client who typed it, and who sees everything but carries nothing out (admin, superuser).
///
/// # Errors
/// [`OrderError::NotAllowed`], [`OrderError::Unknown`], [`OrderError::NotYourTransfer`], [`OrderError::CaptureThere`]
/// when a cashier has already paid, [`OrderError::WrongState`].
pub async fn cancel(desk: &Desk, actor: &Actor, request: &RequestId, order: OrderId) -> Result<OrderEnded, OrderError> {
    actor.require(Permission::WithdrawTransfer)?;
    let asked = Asked::new(request, "orders.cancel", &(actor.member, order));
    once(desk, asked, async |tx, now| {
        let found = store::get_order_for_update(tx, order).await?;
        let may_any = actor.superuser || actor.role == Role::Admin;
        // A client's order is the desk's batch's, and the client's to take back.
        let is_own = found.reseller == actor.member || (found.is_of_client() && found.creator == actor.member);
        if !is_own && !may_any {
            return Err(OrderError::NotYourTransfer { order });
        }
        if found.state == OrderState::Processing {
            let cashier = store::name_of_cashier(tx, &found).await?.unwrap_or_default();
            return Err(OrderError::CaptureThere { order, cashier });
        }
        if !found.state.may_become(OrderState::Cancelled) {
            return Err(OrderError::WrongState {
                order,
                state: found.state,
            });
        }
        let change = Change {
            to: OrderState::Cancelled,
            cashier: found.cashier,
            account: found.account,
            reason: None,
        };
        store::change_state(tx, &found, &change, actor.member, now).await?;
        tell_float_settled(tx, &found, now).await?;
        let subject = found.outbox_subject();
        outbox::enqueue(tx, &subject, &Notice::OrderChanged { order }, now).await?;
        if !is_own {
            let by = actor.member;
            outbox::enqueue(tx, &subject, &Notice::OrderCancelled { order, by }, now).await?;
        }
        if let Some(cashier) = found.cashier {
            outbox::enqueue(tx, &subject, &Notice::OrderWithdrawn { order, cashier }, now).await?;
        }
        Ok(OrderEnded {
            order,
            state: OrderState::Cancelled,
        })
    })
    .await
}
