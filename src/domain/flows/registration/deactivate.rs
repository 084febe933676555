//! `!baja @x`: somebody gets no new work. What they did and own stays.

use serde::{Deserialize, Serialize};

use super::RegistrationError;
use super::role_change::end_work;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::domain::orders::{MoveReason, Reassigned};
use crate::domain::people::members::{self, Actor, By, Permission, Role};
use crate::domain::people::requests::{self, RequestKind, WithdrawAll, Withdrawal, WithdrawnAll};
use crate::ids::{MemberId, RequestId};

/// What was ended with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deactivated {
    pub member: MemberId,
    pub name: String,
    /// What they were, and are again when somebody takes them back as that.
    #[serde(default = "unknown")]
    pub role: Role,
    /// What became of requests of theirs.
    pub requests: WithdrawnAll,
    /// What became of orders they had as a cashier.
    pub reassigned: Reassigned,
}

/// Of who was sent away by an older cambista.
const fn unknown() -> Role {
    Role::Guest
}

/// Sends somebody away.
///
/// # Errors
/// [`RegistrationError::NotAllowed`] unless a superuser, [`RegistrationError::Oneself`],
/// [`RegistrationError::AlreadyInactive`].
pub async fn deactivate(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    member: MemberId,
) -> Result<Deactivated, RegistrationError> {
    actor.require(Permission::SetUpDesk)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "registration.deactivate", &(actor.member, member));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    if member == actor.member {
        return Err(RegistrationError::Oneself);
    }
    let found = members::get_member_for_update(&mut tx, member).await?;
    if found.sent_away {
        return Err(RegistrationError::AlreadyInactive {
            name: found.name,
            role: found.role,
        });
    }
    let now = desk.clock.now();
    let by = By {
        actor: actor.member,
        at: now,
    };
    members::send_away(&mut tx, &found, by).await?;
    let reassigned = end_work(&mut tx, &found, MoveReason::NoCashier, by).await?;
    let all = WithdrawAll {
        member,
        kinds: RequestKind::ALL,
        actor: actor.member,
        why: Withdrawal::Deactivated,
        at: now,
    };
    let requests = requests::withdraw_all_of(&mut tx, &all).await?;
    outbox::enqueue(&mut tx, &found.outbox_subject(), &Notice::RoleAssigned { member }, now).await?;
    let outcome = Deactivated {
        member,
        name: found.name,
        role: found.role,
        requests,
        reassigned,
    };
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}
