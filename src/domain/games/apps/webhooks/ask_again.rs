//! `POST /webhook/deliveries/{id}/retry`: what was given up is tried again.

use super::{WebhookError, store};
use crate::domain::games::apps::keys::Caller;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::ids::{RequestId, WebhookDeliveryId};

/// Lets a delivery wait again, at once and as often as a new one.
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
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "webhooks.ask_again", &(caller.app, id));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let delivery = store::find_delivery(&mut tx, id).await?;
    let delivery = delivery.ok_or(WebhookError::UnknownDelivery(id))?;
    if delivery.app != caller.app {
        return Err(WebhookError::OtherApp(id));
    }
    if store::find_webhook(&mut tx, caller.app).await?.is_none() {
        return Err(WebhookError::NotRegistered);
    }
    let now = desk.clock.now();
    if !store::begin_again(&mut tx, id, now).await? {
        return Err(WebhookError::NotGivenUp(id));
    }
    store::insert_backlog(&mut tx, id, "asked_again", None, now).await?;
    tx.wake_when_kept();
    remember(&mut tx, &asked, &(), now).await?;
    tx.commit().await?;
    Ok(())
}
