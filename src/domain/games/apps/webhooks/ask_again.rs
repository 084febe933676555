//! `POST /webhook/deliveries/{id}/retry`: tries a delivery again that was given up.

use super::{WebhookError, store};
use crate::domain::games::apps::keys::Caller;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::ids::{RequestId, WebhookDeliveryId};

/// Makes a delivery wait again: it is due at once, and is tried as often as a new one.
///
/// # Errors
/// [`WebhookError::UnknownDelivery`], [`WebhookError::OtherApp`], [`WebhookError::NotRegistered`];
/// [`WebhookError::NotGivenUp`] when it waits already or has arrived.
pub async fn ask_again(
    desk: &Desk,
    caller: &Caller,
    request: &RequestId,
    id: WebhookDeliveryId,
) -> Result<(), WebhookError> {
    let asked = Asked::new(request, "webhooks.ask_again", &(caller.app, id));
    once(desk, asked, async |tx, now| {
        let delivery = store::find_delivery(tx, id).await?;
        let delivery = delivery.ok_or(WebhookError::UnknownDelivery(id))?;
        if delivery.app != caller.app {
            return Err(WebhookError::OtherApp(id));
        }
        if store::find_webhook(tx, caller.app).await?.is_none() {
            return Err(WebhookError::NotRegistered);
        }
        if !store::begin_again(tx, id, now).await? {
            return Err(WebhookError::NotGivenUp(id));
        }
        store::insert_backlog(tx, id, "asked_again", None, now).await?;
        tx.wake_when_kept();
        Ok(())
    })
    .await
}
