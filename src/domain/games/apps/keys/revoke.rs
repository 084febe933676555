//! `cambista app revoke NAME`, `/app revocar`: revokes an app's key.

use serde::{Deserialize, Serialize};

use super::{KeyError, store};
use crate::domain::games::apps::webhooks;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{AppId, RequestId};

/// The app whose key was revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRevoked {
    pub app: AppId,
    pub name: String,
}

/// Revokes an app's key. Its open events get no more pings, and so expire within a minute.
///
/// # Errors
/// [`KeyError::NotAllowed`] unless a superuser; [`KeyError::UnknownApp`]; [`KeyError::AlreadyRevoked`].
pub async fn revoke_key(desk: &Desk, actor: &Actor, request: &RequestId, name: &str) -> Result<KeyRevoked, KeyError> {
    actor.require(Permission::ManageApps)?;
    let asked = Asked::new(request, "apps.revoke", &(actor.member, name));
    once(desk, asked, async |tx, now| {
        let app = store::get_app_for_update(tx, name).await?;
        if store::revoke_keys(tx, app.id, now).await? == 0 {
            return Err(KeyError::AlreadyRevoked(app.name));
        }
        // An app without a key must not be told any longer what happens.
        webhooks::forget(tx, app.id).await?;
        let details = app.key.as_deref().unwrap_or_default();
        store::insert_backlog(tx, app.id, "revoked", details, actor.member, now).await?;
        Ok(KeyRevoked {
            app: app.id,
            name: app.name,
        })
    })
    .await
}
