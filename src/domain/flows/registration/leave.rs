//! Somebody has left the server or was removed: all their rights end, except to see and to withdraw what is theirs.

use serde::{Deserialize, Serialize};

use super::RegistrationError;
use super::role_change::end_work;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::orders::{MoveReason, Reassigned};
use crate::domain::people::members::{self, By, Member, Role};
use crate::domain::people::requests::{self, RequestKind, WithdrawAll, Withdrawal, WithdrawnAll};
use crate::ids::{DiscordUserId, MemberId};

/// The person who left, and what ended with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    pub member: MemberId,
    /// What happened to the orders they had as a cashier.
    pub reassigned: Reassigned,
    pub requests: WithdrawnAll,
}

/// Requests that make no sense without the person. The others are decided by a superuser: a payout is the person's
/// wherever they are, a transfer has a customer behind it, and a closing or a purchase concerns the batch's money.
const WITHDRAWN: [RequestKind; 2] = [RequestKind::Role, RequestKind::Account];

/// Records that a person left; `None` when that was already recorded, or when the person is unknown. Role, accounts and
/// money stay in the books, and the role counts again when they come back.
///
/// It needs no request id, because it is one conditional update: an event, a comparison of members and a second process
/// may all see the same leaving.
///
/// # Errors
/// [`RegistrationError::Order`], [`RegistrationError::Request`] if the unit lost a race, which the locks rule out;
/// [`RegistrationError::Db`].
pub async fn leave(desk: &Desk, user: DiscordUserId) -> Result<Option<Left>, RegistrationError> {
    let mut tx = desk.db.begin().await?;
    let Some(found) = members::find_member_by_discord(&mut tx, user).await? else {
        return Ok(None);
    };
    let found = members::get_member_for_update(&mut tx, found.id).await?;
    let by = By {
        actor: MemberId::DESK,
        at: desk.clock.now(),
    };
    if !members::note_left(&mut tx, &found, by).await? {
        return Ok(None);
    }
    let reassigned = end_work(&mut tx, &found, MoveReason::Left, by).await?;
    let pointless = WithdrawAll {
        member: found.id,
        kinds: &WITHDRAWN,
        actor: by.actor,
        why: Withdrawal::Left,
        at: by.at,
    };
    let requests = requests::withdraw_all_of(&mut tx, &pointless).await?;
    let left = Left {
        member: found.id,
        reassigned,
        requests,
    };
    if concerns_superusers(&found, &left) {
        let notice = Notice::MemberLeft {
            member: found.id,
            given: left.reassigned.given.iter().map(|given| given.order).collect(),
            waiting: left.reassigned.waiting.clone(),
            kept: left.reassigned.kept.clone(),
        };
        outbox::enqueue(&mut tx, &found.outbox_subject(), &notice, by.at).await?;
    }
    tx.commit().await?;
    Ok(Some(left))
}

/// Superusers are told, unless a guest left who had no orders.
fn concerns_superusers(member: &Member, left: &Left) -> bool {
    member.role != Role::Guest || left.reassigned != Reassigned::default()
}
