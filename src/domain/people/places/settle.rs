//! Fills a place with a channel or role that was made for it or existed before.

use super::{Place, PlaceError, store};
use crate::clock::Moment;
use crate::coded_enum;
use crate::db::{DbError, Tx};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::people::members::{self, Actor, Permission, Role};
use crate::ids::DiscordPlaceId;

coded_enum! {
    /// Where the channel or role came from.
    pub enum How {
        Made => "made",
        /// It existed before.
        Adopted => "adopted",
    }
}

/// Which channel or role is to fill which place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settling {
    pub place: Place,
    pub id: DiscordPlaceId,
    pub how: How,
}

/// Fills a place that is empty and returns whether it was. Safe to repeat: a place that is filled stays as it is.
///
/// # Errors
/// [`PlaceError::NotAllowed`] unless a superuser, or the desk itself.
pub async fn settle(desk: &Desk, actor: &Actor, settling: &Settling) -> Result<bool, PlaceError> {
    actor.require(Permission::SetUpDesk)?;
    let mut tx = desk.db.begin().await?;
    let now = desk.clock.now();
    if !store::fill(&mut tx, settling.place, settling.id, now).await? {
        return Ok(false);
    }
    let step = store::Step {
        place: settling.place,
        event: settling.how.code(),
        id: settling.id,
        actor: actor.member,
    };
    store::insert_backlog(&mut tx, &step, now).await?;
    if let Some(role) = settling.place.mirrored_role()
        && settling.how == How::Made
    {
        mirror_again(&mut tx, role, now).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Nobody holds a Discord role that was just made: whoever has that role at the desk gets it.
async fn mirror_again(tx: &mut Tx, role: Role, at: Moment) -> Result<(), DbError> {
    for member in members::list_members_with(tx, role, 0, MEMBERS_MAX).await? {
        let subject = outbox::subject_of_member(member.id);
        outbox::enqueue(tx, &subject, &Notice::RoleOwed { member: member.id }, at).await?;
    }
    Ok(())
}

/// More members than any desk has with one role.
const MEMBERS_MAX: i64 = 100_000;
