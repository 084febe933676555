//! Somebody is not in the server any more, of their own will or not: every right ends but to see and withdraw what is theirs.

use serde::{Deserialize, Serialize};

use super::RegistrationError;
use super::role_change::end_work;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::orders::{MoveReason, Reassigned};
use crate::domain::people::members::{self, By, Member, Role};
use crate::domain::people::requests::{self, RequestKind, WithdrawAll, Withdrawal, WithdrawnAll};
use crate::ids::{DiscordUserId, MemberId};

/// What ended with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    pub member: MemberId,
    /// What became of orders they had as a cashier.
    pub reassigned: Reassigned,
    pub requests: WithdrawnAll,
}

/// What is pointless without its person. A payout is theirs wherever they are; a transfer has a customer behind it, and the end
/// of a batch money: a superuser decides those.
const WITHDRAWN: [RequestKind; 2] = [RequestKind::Role, RequestKind::Account];

/// Notes that somebody left; `None` when that was known, or when they were never seen. Role, accounts and money stay in the
/// books, and coming back makes the role count again.
///
/// It carries no request id: it is a conditional update, and an event, a comparison and a second process may all see the same
/// leaving.
///
/// # Errors
/// [`RegistrationError::Order`], [`RegistrationError::Request`] only when the unit lost a race that the locks rule out; a fault.
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

/// Guests come and go; of everybody else superusers hear.
fn concerns_superusers(member: &Member, left: &Left) -> bool {
    member.role != Role::Guest || left.reassigned != Reassigned::default()
}
