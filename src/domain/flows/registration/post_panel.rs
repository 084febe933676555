//! `!setup panel`: the embed with the buttons of registration goes to its channel.

use super::RegistrationError;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::RequestId;

/// Posts the panel, or brings the one that is there up to date.
///
/// # Errors
/// [`RegistrationError::NotAllowed`] unless a superuser.
pub async fn post_panel(desk: &Desk, actor: &Actor, request: &RequestId) -> Result<(), RegistrationError> {
    actor.require(Permission::SetUpDesk)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "registration.post_panel", &actor.member);
    if let Some(()) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(());
    }
    let now = desk.clock.now();
    outbox::enqueue(&mut tx, "panel", &Notice::PanelWanted, now).await?;
    remember(&mut tx, &asked, &(), now).await?;
    tx.commit().await?;
    Ok(())
}
