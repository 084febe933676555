//! Somebody joins the server: they are registered and told what to do (S0-16). Whoever was here before gets everything
//! back.

use super::RegistrationError;
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Lane, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, By, Member, Person, Role};
use crate::ids::{DiscordUserId, MemberId, RequestId};

/// Registers a person who joined and greets them. Whoever was here before has role, channel and money again.
///
/// # Errors
/// [`RegistrationError::Db`]. [`RegistrationError::OtherInput`] cannot happen, because the request id names the person.
pub async fn join(desk: &Desk, request: &RequestId, person: &Person) -> Result<(), RegistrationError> {
    let asked = Asked::new(request, "registration.join", &person.discord_user);
    once(desk, asked, async |tx, _| {
        let by = by_desk(desk);
        let member = members::upsert_member(tx, person.discord_user, &person.name, Role::Guest, by.at).await?;
        members::note_back(tx, &member, by).await?;
        welcome(tx, &member, by).await?;
        Ok(())
    })
    .await
}

/// Records that a person who was recorded as gone is in the server, seen without an event of their joining. Whoever has
/// a role is welcomed back; a guest is told nothing. `false` when they were not recorded as gone.
///
/// It has no request id, for the same reason as [`super::leave`].
///
/// # Errors
/// [`RegistrationError::Db`].
pub async fn come_back(desk: &Desk, user: DiscordUserId) -> Result<bool, RegistrationError> {
    let mut tx = desk.db.begin().await?;
    let Some(found) = members::find_member_by_discord(&mut tx, user).await? else {
        return Ok(false);
    };
    let member = members::get_member_for_update(&mut tx, found.id).await?;
    let by = by_desk(desk);
    if !members::note_back(&mut tx, &member, by).await? {
        return Ok(false);
    }
    if member.role != Role::Guest {
        welcome(&mut tx, &member, by).await?;
    }
    tx.commit().await?;
    Ok(true)
}

fn by_desk(desk: &Desk) -> By {
    By {
        actor: MemberId::DESK,
        at: desk.clock.now(),
    }
}

/// Enqueues what a person is told who joined or came back. `member`: as they were before.
async fn welcome(tx: &mut Tx, member: &Member, by: By) -> Result<(), RegistrationError> {
    let subject = member.outbox_subject();
    outbox::try_lane_again(tx, Lane::Person(member.id), by.at).await?;
    outbox::enqueue(tx, &subject, &Notice::MemberJoined { member: member.id }, by.at).await?;
    if member.role == Role::Reseller && !member.sent_away {
        outbox::enqueue(tx, &subject, &Notice::ChannelOwed { member: member.id }, by.at).await?;
    }
    if member.role != Role::Guest && member.left_at.is_some() {
        outbox::enqueue(tx, &subject, &Notice::MemberBack { member: member.id }, by.at).await?;
    }
    Ok(())
}
