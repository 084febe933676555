//! `!relevo @cajero2`: a cashier's shift ends, and what they have open goes to the one who follows.

use serde::{Deserialize, Serialize};

use super::pass::{MoveReason, Passing};
use super::reassign::{Reassigned, reassign};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice, subject_of_member};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::OrderError;
use crate::domain::people::members::{self, Actor, Availability, Permission, Role};
use crate::ids::{MemberId, OrderId, RequestId};

/// Who follows, and what became of the orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relieved {
    pub to: String,
    /// They said that they take no orders; what they were given is theirs all the same.
    pub is_busy: bool,
    pub reassigned: Reassigned,
}

/// Gives each unpaid order of the actor to the cashier who follows; what that one's accounts cannot pay goes to another cashier, or
/// back to the queue, as with [`super::change_shift`]. The actor takes no orders from then on. An order whose capture is there
/// stays: whoever paid it confirms it.
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
