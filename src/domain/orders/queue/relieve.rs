//! `!relevo @cajero2`: a cashier's shift ends, and what they have open goes to the one who follows.

use serde::{Deserialize, Serialize};

use super::pass::{MoveReason, Passing};
use super::reassign::{Reassigned, reassign};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice, subject_of_member};
use crate::domain::kernel::recall::{Asked, recall, remember};
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
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "orders.relieve", &(actor.member, to));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    if to == actor.member {
        return Err(OrderError::ReliefByOneself);
    }
    let follower = members::get_member(&mut tx, to).await?;
    if follower.role != Role::Cashier || !follower.works() {
        return Err(OrderError::NoCashier { name: follower.name });
    }
    let now = desk.clock.now();
    members::change_availability(&mut tx, actor.member, Availability::Busy, actor.member, now).await?;
    let passing = Passing {
        reason: Some(MoveReason::Relief),
        actor: Some(actor.member),
        at: now,
    };
    let reassigned = reassign(&mut tx, actor.member, Some(to), &passing).await?;
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
    outbox::enqueue(&mut tx, &subject_of_member(to), &notice, now).await?;
    let outcome = Relieved {
        to: follower.name,
        is_busy: !follower.available,
        reassigned,
    };
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}
