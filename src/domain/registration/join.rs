//! Somebody comes to the server: they are registered and hear what to do (S0-16).

use super::RegistrationError;
use super::role_change::subject_of;
use crate::domain::desk::Desk;
use crate::domain::members::{self, Person, Role};
use crate::domain::outbox::{self, Notice};
use crate::domain::recall::{Asked, recall, remember};
use crate::ids::RequestId;

/// Registers whoever joined and greets them; who was here before finds role, channel and money again.
///
/// # Errors
/// A fault; [`RegistrationError::OtherInput`] never, since the request names the person.
pub async fn join(desk: &Desk, request: &RequestId, person: &Person) -> Result<(), RegistrationError> {
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "registration.join", &person.discord_user);
    if let Some(()) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(());
    }
    let now = desk.clock.now();
    let member = members::upsert_member(&mut tx, person.discord_user, &person.name, Role::Guest, now).await?;
    let subject = subject_of(&member);
    outbox::enqueue(&mut tx, &subject, &Notice::MemberJoined { member: member.id }, now).await?;
    if member.role == Role::Reseller && member.active {
        outbox::enqueue(&mut tx, &subject, &Notice::ChannelOwed { member: member.id }, now).await?;
    }
    remember(&mut tx, &asked, &(), now).await?;
    tx.commit().await?;
    Ok(())
}
