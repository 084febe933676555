//! `!asignar 12 @cajero1`: an admin gives an order to a cashier.

use serde::{Deserialize, Serialize};

use super::pass::{MoveReason, Passing, give};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{
    OrderError, OrderState, Routing, choose, get_order_for_update, has_proof, hold_assignments, list_candidates,
    most_free, refuse_own,
};
use crate::domain::people::members::{self, Actor, Permission, Role};
use crate::ids::{MemberId, OrderId, RequestId};

/// The order, and the cashier who gets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HandOver {
    pub order: OrderId,
    pub to: MemberId,
}

/// The order, the name of its new cashier, and of the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    pub order: OrderId,
    pub to: String,
    pub before: Option<String>,
    /// The new cashier is paused. The order is given all the same, because the admin may know better.
    pub is_busy: bool,
}

/// Gives an unpaid order to a cashier who has the float for it.
///
/// # Errors
/// [`OrderError::NotAllowed`], [`OrderError::Unknown`], [`OrderError::WrongState`] when it has ended,
/// [`OrderError::AlreadyPaidBy`] when its capture has been sent, [`OrderError::BeingPaid`], [`OrderError::AlreadyTheirs`],
/// [`OrderError::NoCashier`], [`OrderError::TheirFloat`] when no account of the cashier has the total.
pub async fn hand_over(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    asked_for: HandOver,
) -> Result<HandedOver, OrderError> {
    actor.require(Permission::AssignOrders)?;
    let HandOver { order, to } = asked_for;
    let asked = Asked::new(request, "orders.hand_over", &(actor.member, asked_for));
    once(desk, asked, async |tx, now| {
        let found = get_order_for_update(tx, order).await?;
        let before = match found.cashier {
            Some(cashier) => Some(members::get_member(tx, cashier).await?.name),
            None => None,
        };
        if found.state == OrderState::Processing {
            let cashier = before.unwrap_or_default();
            return Err(match has_proof(tx, order).await? {
                true => OrderError::AlreadyPaidBy { order, cashier },
                false => OrderError::BeingPaid { order, cashier },
            });
        }
        if !found.may_become(OrderState::Assigned) {
            return Err(OrderError::WrongState {
                order,
                state: found.state,
            });
        }
        let cashier = members::get_member(tx, to).await?;
        if cashier.role != Role::Cashier || !cashier.works() {
            return Err(OrderError::NoCashier { name: cashier.name });
        }
        refuse_own(&found, to)?;
        if found.cashier == Some(to) {
            return Err(OrderError::AlreadyTheirs {
                order,
                cashier: cashier.name,
            });
        }
        let needed = found.float;
        hold_assignments(tx).await?;
        let own = list_candidates(tx, needed.currency(), Some(to)).await?;
        let Some(assignment) = choose(&own, needed, &Routing::default()) else {
            return Err(OrderError::TheirFloat {
                order,
                cashier: cashier.name,
                needed,
                available: most_free(&own),
            });
        };
        let passing = Passing {
            reason: Some(MoveReason::Ordered),
            actor: Some(actor.member),
            at: now,
        };
        give(tx, &found, assignment, &passing).await?;
        Ok(HandedOver {
            order,
            to: cashier.name,
            before,
            is_busy: !cashier.available,
        })
    })
    .await
}
