//! `DELETE /webhook`: an app wants to hear nothing more.

use super::{WebhookError, store};
use crate::db::Lockable;
use crate::domain::apps::keys::{self, Caller};
use crate::domain::desk::Desk;

/// Forgets the app's address. What still waits is given up when its time comes, unless another address is there by then. Safe to
/// repeat: the second time there is none.
///
/// # Errors
/// [`WebhookError::NotRegistered`].
pub async fn remove_webhook(desk: &Desk, caller: &Caller) -> Result<(), WebhookError> {
    let mut tx = desk.db.begin().await?;
    tx.lock(Lockable::Apps, caller.app.get()).await?;
    let now = desk.clock.now();
    let Some(webhook) = store::find_webhook(&mut tx, caller.app).await? else {
        return Err(WebhookError::NotRegistered);
    };
    store::delete_webhook(&mut tx, caller.app).await?;
    keys::note_of_app(&mut tx, caller.app, "webhook_removed", &webhook.url, now).await?;
    tx.commit().await?;
    Ok(())
}
