//! `!baja @x`: a superuser deactivates somebody, who gets no new work. What they did and what they own stays.

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

/// The deactivated person, and what ended with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deactivated {
    pub member: MemberId,
    pub name: String,
    /// Their role before, for whoever wants to take them back.
    #[serde(default = "unknown")]
    pub role: Role,
    /// What happened to their pending requests.
    pub requests: WithdrawnAll,
    /// What happened to the orders they had as a cashier.
    pub reassigned: Reassigned,
}

/// The role in receipts of older versions, which did not store it.
const fn unknown() -> Role {
    Role::Guest
}

/// Deactivates a member, passes on their unpaid orders and withdraws their pending requests.
///
/// # Errors
/// [`RegistrationError::NotAllowed`] unless the actor is a superuser, [`RegistrationError::Oneself`],
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
