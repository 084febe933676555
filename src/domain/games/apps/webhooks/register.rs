//! `POST /webhook`: registers the address at which an app is told things.

use serde::{Deserialize, Serialize};

use super::{Endpoint, SigningSecret, Webhook, WebhookError, store};
use crate::clock::Moment;
use crate::db::Lockable;
use crate::domain::games::apps::keys::{self, Caller};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::ids::RequestId;

/// The address, and the secret that signs what is sent there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookRegistered {
    pub url: String,
    /// The receipt stores it too, so that a retry gets the same answer; the database has the secret anyway, to sign
    /// with it.
    pub secret: SigningSecret,
    pub registered_at: Moment,
}

/// Registers the app's address in place of the one before, with a new secret. Deliveries that still wait go to the new
/// address.
///
/// # Errors
/// [`WebhookError::KeyRevoked`].
pub async fn register_webhook(
    desk: &Desk,
    caller: &Caller,
    request: &RequestId,
    endpoint: &Endpoint,
) -> Result<WebhookRegistered, WebhookError> {
    let url = endpoint.url().as_str();
    let asked = Asked::new(request, "webhooks.register", &(caller.app, url));
    once(desk, asked, async |tx, now| {
        tx.lock(Lockable::Apps, caller.app.get()).await?;
        // A slow call may have been identified before its key was revoked; its webhook would then outlive the key.
        if !keys::is_valid(tx, caller.key).await? {
            return Err(WebhookError::KeyRevoked);
        }
        let webhook = Webhook {
            app: caller.app,
            url: url.to_owned(),
            secret: SigningSecret::fresh(),
            registered_at: now,
        };
        store::upsert_webhook(tx, &webhook).await?;
        keys::note_of_app(tx, caller.app, "webhook_registered", url, now).await?;
        Ok(WebhookRegistered {
            url: webhook.url,
            secret: webhook.secret,
            registered_at: now,
        })
    })
    .await
}
