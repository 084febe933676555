//! `!rol @x cajero`: a superuser makes somebody something, at once.

use serde::{Deserialize, Serialize};

use super::{Actor, MemberError, Permission, Role, store};
use crate::domain::desk::Desk;
use crate::domain::outbox::{self, Notice};
use crate::domain::recall::{Asked, recall, remember};
use crate::ids::{MemberId, RequestId};

/// Who became what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleAssigned {
    pub member: MemberId,
    pub name: String,
    pub before: Role,
    pub now: Role,
}

/// Gives a member a role; Discord's own role follows through the outbox. The same role again changes nothing.
///
/// # Errors
/// [`MemberError::NotAllowed`] unless the actor is a superuser.
pub async fn assign_role(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    member: MemberId,
    role: Role,
) -> Result<RoleAssigned, MemberError> {
    actor.require(Permission::SetUpDesk)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "members.assign_role", &(actor.member, member, role));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        return Ok(outcome);
    }
    let found = store::get_member_for_update(&mut tx, member).await?;
    let outcome = RoleAssigned {
        member,
        name: found.name,
        before: found.role,
        now: role,
    };
    let now = desk.clock.now();
    if found.role != role {
        store::update_role(&mut tx, member, role).await?;
        let change = store::Change {
            field: "role",
            old: found.role.code(),
            new: role.code(),
        };
        store::insert_backlog(&mut tx, member, change, actor.member, now).await?;
    }
    outbox::enqueue(
        &mut tx,
        &format!("member:{member}"),
        &Notice::RoleAssigned { member },
        now,
    )
    .await?;
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}
