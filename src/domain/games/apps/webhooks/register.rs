//! `POST /webhook`: where an app wants to hear from now on.

use serde::{Deserialize, Serialize};

use super::{Endpoint, SigningSecret, Webhook, WebhookError, store};
use crate::clock::Moment;
use crate::db::Lockable;
use crate::domain::games::apps::keys::{self, Caller};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::ids::RequestId;

/// Where it goes, and what signs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookRegistered {
    pub url: String,
    /// Also in the receipt: the same call gets the same answer, and the database holds the secret anyway, to sign with it.
    pub secret: SigningSecret,
    pub registered_at: Moment,
}

/// Registers the app's address in place of the one before, with a secret of its own. What still waits goes there too.
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
        // A slow call may have shown its key before that was revoked; a webhook of theirs would outlive it.
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
