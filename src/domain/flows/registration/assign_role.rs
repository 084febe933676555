//! `!rol @x cajero`: a superuser gives somebody a role at once.

use serde::{Deserialize, Serialize};

use super::RegistrationError;
use super::role_change::become_role;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::Reassigned;
use crate::domain::people::members::{self, Actor, By, Permission, Role};
use crate::domain::people::requests::{self, RequestError, RequestKind, Withdrawal};
use crate::ids::{MemberId, RequestId};

/// The person, and their old and new role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleAssigned {
    pub member: MemberId,
    pub name: String,
    pub before: Role,
    pub now: Role,
    /// Whether they had been sent away before (`!baja`).
    pub came_back: bool,
    /// What happened to the orders they had as a cashier.
    pub reassigned: Reassigned,
}

/// Gives a member a role and withdraws their pending request for one. A deactivated member becomes active again.
///
/// # Errors
/// [`RegistrationError::NotAllowed`] unless the actor is a superuser, [`RegistrationError::NotHere`].
pub async fn assign_role(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    member: MemberId,
    role: Role,
) -> Result<RoleAssigned, RegistrationError> {
    actor.require(Permission::SetUpDesk)?;
    let asked = Asked::new(request, "members.assign_role", &(actor.member, member, role));
    once(desk, asked, async |tx, now| {
        let found = members::get_member_for_update(tx, member).await?;
        found.require_here()?;
        if let Some(open) = requests::find_open_of(tx, member, RequestKind::Role).await? {
            match requests::begin_decision(tx, open.number).await {
                Ok(open) => requests::withdraw(tx, &open, actor.member, Withdrawal::RoleGiven, now).await?,
                // It was decided at the same moment: the role given now counts.
                Err(RequestError::Decided { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let by = By {
            actor: actor.member,
            at: now,
        };
        let reassigned = become_role(tx, &found, role, by).await?;
        Ok(RoleAssigned {
            member,
            name: found.name,
            before: found.role,
            now: role,
            came_back: found.sent_away,
            reassigned,
        })
    })
    .await
}
