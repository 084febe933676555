//! `!relevo @cajero2`: a cashier ends their shift and gives their open orders to the next one.

use serde::{Deserialize, Serialize};

use super::pass::{MoveReason, Passing};
use super::reassign::{Reassigned, reassign};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice, subject_of_member};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::OrderError;
use crate::domain::people::members::{self, Actor, Availability, Permission, Role};
use crate::ids::{MemberId, OrderId, RequestId};

/// The next cashier, and what happened to the orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relieved {
    pub to: String,
    /// The next cashier is paused. They keep what they were given all the same.
    pub is_busy: bool,
    pub reassigned: Reassigned,
}

/// Gives each unpaid order of the actor to the next cashier. What that one's accounts cannot pay goes to another
/// cashier or back to the queue, as with [`super::change_shift`]. The actor is then paused. An order whose capture has
/// been sent stays with the actor, who paid it and confirms it.
///
/// # Errors
/// [`OrderError::NotAllowed`], [`OrderError::ReliefByOneself`], [`OrderError::NoCashier`].
pub async fn relieve(desk: &Desk, actor: &Actor, request: &RequestId, to: MemberId) -> Result<Relieved, OrderError> {
    actor.require(Permission::CarryOutOrders)?;
    let asked = Asked::new(request, "orders.relieve", &(actor.member, to));
    once(desk, asked, async |tx, now| {
        if to == actor.member {
            return Err(OrderError::ReliefByOneself);
        }
        let follower = members::get_member(tx, to).await?;
        if follower.role != Role::Cashier || !follower.works() {
            return Err(OrderError::NoCashier { name: follower.name });
        }
        members::change_availability(tx, actor.member, Availability::Busy, actor.member, now).await?;
        let passing = Passing {
            reason: Some(MoveReason::Relief),
            actor: Some(actor.member),
            at: now,
        };
        let reassigned = reassign(tx, actor.member, Some(to), &passing).await?;
        let orders: Vec<OrderId> = reassigned
            .given
            .iter()
            .filter(|given| given.member == Some(to))
            .map(|given| given.order)
            .collect();
        let notice = Notice::ShiftHandedOver {
            to,
            from: actor.member,
            orders,
            waiting: reassigned.waiting.clone(),
        };
        outbox::enqueue(tx, &subject_of_member(to), &notice, now).await?;
        Ok(Relieved {
            to: follower.name,
            is_busy: !follower.available,
            reassigned,
        })
    })
    .await
}
