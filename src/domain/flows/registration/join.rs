//! Somebody comes to the server: they are registered and hear what to do (S0-16); who was here before finds everything again.

use super::RegistrationError;
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Lane, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, By, Member, Person, Role};
use crate::ids::{DiscordUserId, MemberId, RequestId};

/// Registers whoever joined and greets them; who was here before finds role, channel and money again.
///
/// # Errors
/// A fault; [`RegistrationError::OtherInput`] never, since the request names the person.
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

/// Notes that somebody who was taken for gone is in the server: seen there without their joining having been seen. Who has a
/// role finds everything again; a guest hears nothing. `false` when they were not taken for gone.
///
/// It carries no request id, as [`super::leave`].
///
/// # Errors
/// A fault.
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

/// `member` as they were before they came.
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
