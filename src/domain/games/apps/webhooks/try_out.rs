//! `POST /webhook/test`: sends a delivery without news, so that an app can see that deliveries arrive.

use super::{News, WebhookError, add_delivery, store};
use crate::domain::games::apps::keys::Caller;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::ids::{RequestId, WebhookDeliveryId};

/// Stores a test delivery for the app.
///
/// # Errors
/// [`WebhookError::NotRegistered`].
pub async fn try_out(desk: &Desk, caller: &Caller, request: &RequestId) -> Result<WebhookDeliveryId, WebhookError> {
    let asked = Asked::new(request, "webhooks.try_out", &caller.app);
    once(desk, asked, async |tx, now| {
        if store::find_webhook(tx, caller.app).await?.is_none() {
            return Err(WebhookError::NotRegistered);
        }
        Ok(add_delivery(tx, caller.app, News::Test, now).await?)
    })
    .await
}
