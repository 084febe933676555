//! `!baja @x`: somebody gets no new work. What they did and own stays.

use serde::{Deserialize, Serialize};

use super::RegistrationError;
use super::role_change::end_work;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
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
    let asked = Asked::new(request, "registration.deactivate", &(actor.member, member));
    once(desk, asked, async |tx, now| {
        if member == actor.member {
            return Err(RegistrationError::Oneself);
        }
        let found = members::get_member_for_update(tx, member).await?;
        if found.sent_away {
            return Err(RegistrationError::AlreadyInactive {
                name: found.name,
                role: found.role,
            });
        }
        let by = By {
            actor: actor.member,
            at: now,
        };
        members::send_away(tx, &found, by).await?;
        let reassigned = end_work(tx, &found, MoveReason::NoCashier, by).await?;
        let all = WithdrawAll {
            member,
            kinds: RequestKind::ALL,
            actor: actor.member,
            why: Withdrawal::Deactivated,
            at: now,
        };
        let requests = requests::withdraw_all_of(tx, &all).await?;
        outbox::enqueue(tx, &found.outbox_subject(), &Notice::RoleAssigned { member }, now).await?;
        Ok(Deactivated {
            member,
            name: found.name,
            role: found.role,
            requests,
            reassigned,
        })
    })
    .await
}
