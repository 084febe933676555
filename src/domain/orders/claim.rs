//! **Tomar**: a cashier takes an order in #transacciones-pending.

use serde::{Deserialize, Serialize};

use super::assign::{choose, hold_assignments, list_candidates, most_free};
use super::carrier::being_paid;
use super::{Change, OrderError, OrderState, Routing, refuse_own, store, tell_float_settled};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{MemberId, OrderId, RequestId};

/// The order to take, and who had it when the actor pressed the button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Claim {
    pub order: OrderId,
    pub from: Option<MemberId>,
}

/// The order, and the name of the cashier who had it before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderClaimed {
    pub order: OrderId,
    pub before: Option<String>,
}

/// Assigns the order to the actor. An order whose capture has been sent stays with the cashier who paid it.
///
/// # Errors
/// [`OrderError::NotAllowed`], [`OrderError::Unknown`], [`OrderError::Own`], [`OrderError::CaptureThere`], [`OrderError::BeingPaid`],
/// [`OrderError::WrongState`],
/// [`OrderError::TakenMeanwhile`] when another cashier was first, [`OrderError::NoFloat`] when no account of the actor has the total.
pub async fn claim(desk: &Desk, actor: &Actor, request: &RequestId, claim: Claim) -> Result<OrderClaimed, OrderError> {
    actor.require(Permission::CarryOutOrders)?;
    let order = claim.order;
    let asked = Asked::new(request, "orders.claim", &(actor.member, claim));
    once(desk, asked, async |tx, now| {
        let found = store::get_order_for_update(tx, order).await?;
        refuse_own(&found, actor.member)?;
        let before = store::name_of_cashier(tx, &found).await?;
        if found.cashier == Some(actor.member) && found.state.is_open() {
            return Ok(OrderClaimed { order, before: None });
        }
        if found.state == OrderState::Processing {
            return Err(being_paid(tx, &found).await?);
        }
        if !found.may_become(OrderState::Assigned) {
            return Err(OrderError::WrongState {
                order,
                state: found.state,
            });
        }
        if found.cashier != claim.from {
            return Err(OrderError::TakenMeanwhile { order, cashier: before });
        }
        let needed = found.float;
        hold_assignments(tx).await?;
        let own = list_candidates(tx, needed.currency(), Some(actor.member)).await?;
        let Some(assignment) = choose(&own, needed, &Routing::default()) else {
            let available = most_free(&own);
            return Err(OrderError::NoFloat {
                order,
                needed,
                available,
            });
        };
        let change = Change {
            to: OrderState::Assigned,
            cashier: Some(actor.member),
            account: Some(assignment.account),
            reason: None,
        };
        store::change_state(tx, &found, &change, actor.member, now).await?;
        tell_float_settled(tx, &found, now).await?;
        let subject = found.outbox_subject();
        outbox::enqueue(tx, subject, &Notice::OrderChanged { order }, now).await?;
        if let Some(from) = found.cashier {
            outbox::enqueue(tx, subject, &Notice::OrderTaken { order, from }, now).await?;
        }
        Ok(OrderClaimed { order, before })
    })
    .await
}
