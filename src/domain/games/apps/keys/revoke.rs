//! `cambista app revoke NAME`, `/app revocar`: the app is shut out.

use serde::{Deserialize, Serialize};

use super::{KeyError, store};
use crate::domain::games::apps::webhooks;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{AppId, RequestId};

/// Whose key ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRevoked {
    pub app: AppId,
    pub name: String,
}

/// Ends an app's key. Its open events get no more pings and so expire within a minute.
///
/// # Errors
/// [`KeyError::NotAllowed`] unless a superuser; [`KeyError::UnknownApp`]; [`KeyError::AlreadyRevoked`].
pub async fn revoke_key(desk: &Desk, actor: &Actor, request: &RequestId, name: &str) -> Result<KeyRevoked, KeyError> {
    actor.require(Permission::ManageApps)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "apps.revoke", &(actor.member, name));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let app = store::get_app_for_update(&mut tx, name).await?;
    let now = desk.clock.now();
    if store::revoke_keys(&mut tx, app.id, now).await? == 0 {
        return Err(KeyError::AlreadyRevoked(app.name));
    }
    // Nobody who is shut out goes on hearing what happens.
    webhooks::forget(&mut tx, app.id).await?;
    let details = app.key.as_deref().unwrap_or_default();
    store::insert_backlog(&mut tx, app.id, "revoked", details, actor.member, now).await?;
    let outcome = KeyRevoked {
        app: app.id,
        name: app.name,
    };
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}
