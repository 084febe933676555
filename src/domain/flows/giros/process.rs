//! **En proceso**: its cashier says that they are paying a giro (S2-11, S2-12).

use serde::{Deserialize, Serialize};

use super::{GiroError, is_giro};
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{self, Change, Order, OrderError, OrderState, Who, change_state, get_order_for_update};
use crate::domain::people::members::Actor;
use crate::ids::{OrderId, RequestId};

/// The giro that is being paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiroProcessing {
    pub order: OrderId,
}

/// Marks a giro as being paid. From then on its owner cannot cancel it, and nobody else takes it.
///
/// # Errors
/// [`GiroError::Unknown`]; [`GiroError::Order`] with its cashier or state.
pub async fn start_processing(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    order: OrderId,
) -> Result<GiroProcessing, GiroError> {
    let asked = Asked::new(request, "giros.process", &(actor.member, order));
    once(desk, asked, async |tx, now| {
        let found = carried(tx, actor, order).await?;
        if found.state != OrderState::Assigned {
            let state = found.state;
            return Err(OrderError::WrongState { order, state }.into());
        }
        let change = Change {
            to: OrderState::Processing,
            cashier: found.cashier,
            account: found.account,
            reason: None,
        };
        change_state(tx, &found, &change, actor.member, now).await?;
        outbox::enqueue(tx, found.outbox_subject(), &Notice::OrderChanged { order }, now).await?;
        Ok(GiroProcessing { order })
    })
    .await
}

/// Locks a giro that the actor may pay: its cashier, or an admin.
///
/// # Errors
/// [`GiroError::Unknown`], [`GiroError::Order`] for somebody else.
pub(super) async fn carried(tx: &mut Tx, actor: &Actor, order: OrderId) -> Result<Order, GiroError> {
    let found = get_order_for_update(tx, order).await?;
    if !is_giro(&found) {
        return Err(GiroError::Unknown(order));
    }
    if !Who::all_of(actor, &found).contains(&Who::Overseer) {
        orders::require_carrier(tx, actor, order).await?;
        if found.state.is_open() {
            orders::require_owner(tx, &found, actor.member).await?;
        }
    }
    Ok(found)
}
