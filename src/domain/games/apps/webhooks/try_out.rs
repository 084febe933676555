//! `POST /webhook/test`: a delivery that tells nothing, to see that one arrives.

use super::{News, WebhookError, store};
use crate::domain::games::apps::keys::Caller;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::ids::{RequestId, WebhookDeliveryId};

/// Owes the app a test.
///
/// # Errors
/// [`WebhookError::NotRegistered`].
pub async fn try_out(desk: &Desk, caller: &Caller, request: &RequestId) -> Result<WebhookDeliveryId, WebhookError> {
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "webhooks.try_out", &caller.app);
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    if store::find_webhook(&mut tx, caller.app).await?.is_none() {
        return Err(WebhookError::NotRegistered);
    }
    let now = desk.clock.now();
    let outcome = store::insert_delivery(&mut tx, caller.app, News::Test, now).await?;
    tx.wake_when_kept();
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}
