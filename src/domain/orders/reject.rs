//! **Cancelar**: the cashier does not pay the order and says why (S0-43). Nothing is posted for it (S0-44), except that
//! an escrow is returned.

use super::stop::{Stop, stop};
use super::{Order, OrderEnded, OrderError, OrderState, Step, Who, refuse_own, require_carrier, store};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::Actor;
use crate::domain::people::requests::checked_reason;
use crate::ids::{OrderId, RequestId};

/// Ends an order of the actor unpaid. Whoever sent its capture may also do it when they are no longer a cashier, unless
/// they left the guild. Admins and superusers may do it where the rules of its kind allow it.
///
/// # Errors
/// [`OrderError::NotAllowed`], [`OrderError::Unknown`], [`OrderError::NotYours`], [`OrderError::Own`], [`OrderError::WrongState`],
/// [`OrderError::Reason`].
pub async fn reject(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    order: OrderId,
    reason: &str,
) -> Result<OrderEnded, OrderError> {
    let reason = checked_reason(reason)?;
    let asked = Asked::new(request, "orders.reject", &(actor.member, order, &reason));
    once(desk, asked, async |tx, now| {
        let found = store::get_order_for_update(tx, order).await?;
        refuse_own(&found, actor.member)?;
        let is_overseer = may_reject_as_overseer(actor, &found);
        if !is_overseer {
            require_carrier(tx, actor, order).await?;
        }
        if !found.may_become(OrderState::Rejected) {
            return Err(OrderError::WrongState {
                order,
                state: found.state,
            });
        }
        if !is_overseer {
            store::require_owner(tx, &found, actor.member).await?;
        }
        let step = Step::new(desk, actor, request, now);
        let ending = Stop {
            order: &found,
            to: OrderState::Rejected,
            reason: Some(reason),
        };
        stop(tx, &step, &ending).await?;
        let subject = found.outbox_subject();
        outbox::enqueue(tx, subject, &Notice::OrderChanged { order }, now).await?;
        outbox::enqueue(tx, subject, &Notice::OrderRejected { order }, now).await?;
        if found.state == OrderState::Processing {
            let by = actor.member;
            let notice = Notice::RejectedWithCapture { order, by };
            outbox::enqueue(tx, &format!("alarm:{order}"), &notice, now).await?;
        }
        Ok(OrderEnded {
            order,
            state: OrderState::Rejected,
            given_back: found.in_escrow(),
        })
    })
    .await
}

/// Whether the actor is an admin or a superuser, and the order of a kind that they may end for its cashier.
fn may_reject_as_overseer(actor: &Actor, order: &Order) -> bool {
    let is_overseer = Who::all_of(actor, order).contains(&Who::Overseer);
    let mut moves = order.kind.rules().moves.iter();
    is_overseer && moves.any(|step| step.to == OrderState::Rejected && step.by.contains(&Who::Overseer))
}
