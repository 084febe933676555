//! `DELETE /webhook`: removes an app's address.

use super::{WebhookError, store};
use crate::db::Lockable;
use crate::domain::games::apps::keys::{self, Caller};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::ids::RequestId;

/// Deletes the app's address. Deliveries that still wait are given up when they are due, unless the app has another
/// address by then. Safe to repeat with the same request; another request finds no address.
///
/// # Errors
/// [`WebhookError::NotRegistered`].
pub async fn remove_webhook(desk: &Desk, caller: &Caller, request: &RequestId) -> Result<(), WebhookError> {
    let asked = Asked::new(request, "webhooks.remove", &caller.app);
    once(desk, asked, async |tx, now| {
        tx.lock(Lockable::Apps, caller.app.get()).await?;
        let Some(webhook) = store::find_webhook(tx, caller.app).await? else {
            return Err(WebhookError::NotRegistered);
        };
        store::delete_webhook(tx, caller.app).await?;
        keys::note_of_app(tx, caller.app, "webhook_removed", &webhook.url, now).await?;
        Ok(())
    })
    .await
}
