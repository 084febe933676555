//! **Aprobar**: a superuser approves a request for a role (S0-13).

use serde::{Deserialize, Serialize};

use super::RegistrationError;
use super::ask_role::refuse_taken;
use super::role_change::become_role;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, By, Permission, Profile, Role};
use crate::domain::people::requests::{self, Details, RequestError};
use crate::ids::{RequestId, RequestNumber};

/// The approved request, and the person's name and new role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleApproved {
    pub number: RequestNumber,
    pub name: String,
    pub role: Role,
}

/// Approves a request for a role and gives the role.
///
/// # Errors
/// [`RegistrationError::NotAllowed`] unless the actor is a superuser; [`RegistrationError::Request`] when there is no
/// such request or it was already decided; [`RegistrationError::NameTaken`].
pub async fn approve_role(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    number: RequestNumber,
) -> Result<RoleApproved, RegistrationError> {
    actor.require(Permission::DecideRequests)?;
    let asked = Asked::new(request, "registration.approve_role", &(actor.member, number));
    once(desk, asked, async |tx, now| {
        let found = requests::begin_decision(tx, number).await?;
        let Details::Role(wanted) = &found.details else {
            return Err(RequestError::Unknown(number).into());
        };
        let member = members::get_member_for_update(tx, found.member).await?;
        // Somebody may have taken the name since the request was made.
        refuse_taken(tx, &wanted.name, member.id).await?;
        let by = By {
            actor: actor.member,
            at: now,
        };
        requests::approve(tx, &found, actor.member, now).await?;
        let profile = Profile {
            name: &wanted.name,
            country: &wanted.country,
            referrer: wanted.referrer,
        };
        members::change_profile(tx, &member, profile, by).await?;
        become_role(tx, &member, wanted.role, by).await?;
        Ok(RoleApproved {
            number,
            name: wanted.name.clone(),
            role: wanted.role,
        })
    })
    .await
}
