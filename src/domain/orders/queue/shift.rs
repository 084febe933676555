//! `!disponible`, `!ocupado`: a cashier says whether they take orders now.

use serde::{Deserialize, Serialize};

use super::give::give_waiting_to;
use super::pass::MoveReason;
use super::reassign::{Reassigned, reassign_open_of};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::OrderError;
use crate::domain::people::members::{self, Actor, Availability, Permission};
use crate::ids::{OrderId, RequestId};

/// What the change did to the orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShiftChanged {
    /// The cashier takes orders, and got the waiting ones that their accounts can pay.
    Available { before: Availability, taken: Vec<OrderId> },
    /// The cashier is paused, and their unpaid orders were passed on.
    Busy {
        before: Availability,
        reassigned: Reassigned,
    },
}

/// Makes the actor available or busy. Safe to repeat in a new request: orders that can move now are moved.
///
/// # Errors
/// [`OrderError::NotAllowed`].
pub async fn change_shift(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    now_is: Availability,
) -> Result<ShiftChanged, OrderError> {
    actor.require(Permission::CarryOutOrders)?;
    let asked = Asked::new(request, "orders.change_shift", &(actor.member, now_is));
    once(desk, asked, async |tx, now| {
        let before = members::change_availability(tx, actor.member, now_is, actor.member, now).await?;
        Ok(match now_is {
            Availability::Available => ShiftChanged::Available {
                before,
                taken: give_waiting_to(tx, actor.member, now).await?,
            },
            Availability::Busy => ShiftChanged::Busy {
                before,
                reassigned: reassign_open_of(tx, actor.member, MoveReason::Busy, Some(actor.member), now).await?,
            },
        })
    })
    .await
}
