//! `!setup panel`: posts the embed with the registration buttons in its channel.

use super::RegistrationError;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::RequestId;

/// Posts the panel, or updates the posted one.
///
/// # Errors
/// [`RegistrationError::NotAllowed`] unless the actor is a superuser.
pub async fn post_panel(desk: &Desk, actor: &Actor, request: &RequestId) -> Result<(), RegistrationError> {
    actor.require(Permission::SetUpDesk)?;
    let asked = Asked::new(request, "registration.post_panel", &actor.member);
    once(desk, asked, async |tx, now| {
        outbox::enqueue(tx, "panel", &Notice::PanelWanted, now).await?;
        Ok(())
    })
    .await
}
