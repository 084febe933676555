//! **Aprobar**: a superuser lets somebody be what they asked to be (S0-13).

use serde::{Deserialize, Serialize};

use super::RegistrationError;
use super::ask_role::refuse_taken;
use super::role_change::become_role;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::domain::people::members::{self, Actor, By, Permission, Profile, Role};
use crate::domain::people::requests::{self, Details, RequestError};
use crate::ids::{RequestId, RequestNumber};

/// Who became what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleApproved {
    pub number: RequestNumber,
    pub name: String,
    pub role: Role,
}

/// Approves a request for a role and gives it.
///
/// # Errors
/// [`RegistrationError::NotAllowed`] unless a superuser; [`RegistrationError::Request`] when there is no such request or
/// somebody was first.
pub async fn approve_role(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    number: RequestNumber,
) -> Result<RoleApproved, RegistrationError> {
    actor.require(Permission::DecideRequests)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "registration.approve_role", &(actor.member, number));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let found = requests::begin_decision(&mut tx, number).await?;
    let Details::Role(wanted) = &found.details else {
        return Err(RequestError::Unknown(number).into());
    };
    let member = members::get_member_for_update(&mut tx, found.member).await?;
    // Somebody may have come by that name since it was asked for.
    refuse_taken(&mut tx, &wanted.name, member.id).await?;
    let now = desk.clock.now();
    let by = By {
        actor: actor.member,
        at: now,
    };
    requests::approve(&mut tx, &found, actor.member, now).await?;
    let profile = Profile {
        name: &wanted.name,
        country: &wanted.country,
        referrer: wanted.referrer,
    };
    members::change_profile(&mut tx, &member, profile, by).await?;
    become_role(&mut tx, &member, wanted.role, by).await?;
    let outcome = RoleApproved {
        number,
        name: wanted.name.clone(),
        role: wanted.role,
    };
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}
