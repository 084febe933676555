//! What an app may read of webhooks: its own.

use super::{Webhook, store};
use crate::db::{DbError, Source};
use crate::domain::games::apps::keys::Caller;

/// Where the caller wants to hear; `None` where it registered no address.
pub async fn find_own_webhook(source: &mut impl Source, caller: &Caller) -> Result<Option<Webhook>, DbError> {
    store::find_webhook(source, caller.app).await
}
