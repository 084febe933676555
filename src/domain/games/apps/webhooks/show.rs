//! Reads webhooks for an app, which may read only its own.

use super::{Webhook, store};
use crate::db::{DbError, Source};
use crate::domain::games::apps::keys::Caller;

/// The caller's address; `None` when it registered none.
pub async fn find_own_webhook(source: &mut impl Source, caller: &Caller) -> Result<Option<Webhook>, DbError> {
    store::find_webhook(source, caller.app).await
}
