//! `DELETE /webhook`: an app wants to hear nothing more.

use super::{WebhookError, store};
use crate::db::Lockable;
use crate::domain::games::apps::keys::{self, Caller};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::ids::RequestId;

/// Forgets the app's address. What still waits is given up when its time comes, unless another address is there by then. Safe to
/// repeat with the same request; another one finds none.
///
/// # Errors
/// [`WebhookError::NotRegistered`].
pub async fn remove_webhook(desk: &Desk, caller: &Caller, request: &RequestId) -> Result<(), WebhookError> {
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "webhooks.remove", &caller.app);
    if let Some(()) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(());
    }
    tx.lock(Lockable::Apps, caller.app.get()).await?;
    let now = desk.clock.now();
    let Some(webhook) = store::find_webhook(&mut tx, caller.app).await? else {
        return Err(WebhookError::NotRegistered);
    };
    store::delete_webhook(&mut tx, caller.app).await?;
    keys::note_of_app(&mut tx, caller.app, "webhook_removed", &webhook.url, now).await?;
    remember(&mut tx, &asked, &(), now).await?;
    tx.commit().await?;
    Ok(())
}
