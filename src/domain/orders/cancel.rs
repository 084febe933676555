//! `!cancelar 12`: the reseller withdraws a transfer that no cashier has paid.

use super::carrier::being_paid;
use super::stop::{Stop, stop};
use super::{OrderEnded, OrderError, OrderState, Step, Who, store};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{OrderId, RequestId};

/// Cancels an order. Its reseller may do it, the client who typed it, and admins and superusers.
///
/// # Errors
/// [`OrderError::NotAllowed`], [`OrderError::Unknown`], [`OrderError::NotYourTransfer`], [`OrderError::CaptureThere`]
/// when the cashier has already sent a capture, [`OrderError::BeingPaid`], [`OrderError::WrongState`].
pub async fn cancel(desk: &Desk, actor: &Actor, request: &RequestId, order: OrderId) -> Result<OrderEnded, OrderError> {
    actor.require(Permission::WithdrawTransfer)?;
    let asked = Asked::new(request, "orders.cancel", &(actor.member, order));
    once(desk, asked, async |tx, now| {
        let found = store::get_order_for_update(tx, order).await?;
        let who = Who::all_of(actor, &found);
        let is_own = who.contains(&Who::Owner);
        if !is_own && !who.contains(&Who::Overseer) {
            return Err(OrderError::NotYourTransfer { order });
        }
        if found.state == OrderState::Processing && !found.may_become(OrderState::Cancelled) {
            return Err(being_paid(tx, &found).await?);
        }
        let step = Step::new(desk, actor, request, now);
        let ending = Stop {
            order: &found,
            to: OrderState::Cancelled,
            reason: None,
        };
        stop(tx, &step, &ending).await?;
        let subject = found.outbox_subject();
        outbox::enqueue(tx, subject, &Notice::OrderChanged { order }, now).await?;
        if !is_own {
            let by = actor.member;
            outbox::enqueue(tx, subject, &Notice::OrderCancelled { order, by }, now).await?;
        }
        if let Some(cashier) = found.cashier {
            outbox::enqueue(tx, subject, &Notice::OrderWithdrawn { order, cashier }, now).await?;
        }
        Ok(OrderEnded {
            order,
            state: OrderState::Cancelled,
            given_back: found.in_escrow(),
        })
    })
    .await
}
