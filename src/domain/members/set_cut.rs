//! `!setCut @david 40`: what part of a batch's gain is the reseller's (S0-55).

use serde::{Deserialize, Serialize};

use super::{Actor, MemberError, Permission, Role, store};
use crate::domain::desk::Desk;
use crate::domain::money::Percent;
use crate::domain::outbox::{self, Notice};
use crate::domain::recall::{Asked, recall, remember};
use crate::ids::{MemberId, RequestId};

/// Whose share is now what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutSet {
    pub name: String,
    pub before: Percent,
    pub now: Percent,
}

/// Sets a reseller's share. It counts for batches closed from now on.
///
/// # Errors
/// [`MemberError::NotAllowed`], [`MemberError::NotAReseller`].
pub async fn set_cut(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    member: MemberId,
    cut: Percent,
) -> Result<CutSet, MemberError> {
    actor.require(Permission::SetUpDesk)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "members.set_cut", &(actor.member, member, cut));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let found = store::get_member_for_update(&mut tx, member).await?;
    if found.role != Role::Reseller {
        return Err(MemberError::NotAReseller { name: found.name });
    }
    let outcome = CutSet {
        name: found.name,
        before: found.cut,
        now: cut,
    };
    let now = desk.clock.now();
    store::update_cut(&mut tx, member, cut).await?;
    let (old, new) = (found.cut.to_text(), cut.to_text());
    store::insert_backlog(
        &mut tx,
        member,
        store::Change {
            field: "cut",
            old: &old,
            new: &new,
        },
        actor.member,
        now,
    )
    .await?;
    if cut != found.cut && member != actor.member {
        let notice = Notice::CutSet {
            member,
            before: found.cut,
            now: cut,
            by: actor.member,
        };
        outbox::enqueue(&mut tx, &format!("member:{member}"), &notice, now).await?;
    }
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}
