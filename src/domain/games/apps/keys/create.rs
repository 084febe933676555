//! `cambista app create NAME`, `/app crear`: registers an app and makes its first key.

use super::issue::{KeyIssued, issue};
use super::token::Token;
use super::{KeyError, readable_name, store};
use crate::db::retrying;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::RequestId;

/// Registers an app. The key is only in this answer. When the commit is not answered, the unit is retried with the same
/// key, so callers need no [`retrying`] around this.
///
/// # Errors
/// [`KeyError::NotAllowed`] unless a superuser; [`KeyError::Name`]; [`KeyError::NameTaken`].
pub async fn create_app(desk: &Desk, actor: &Actor, request: &RequestId, name: &str) -> Result<KeyIssued, KeyError> {
    let token = Token::fresh();
    retrying(|| create_with(desk, actor, request, name, &token)).await
}

async fn create_with(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    name: &str,
    token: &Token,
) -> Result<KeyIssued, KeyError> {
    actor.require(Permission::ManageApps)?;
    let asked = Asked::new(request, "apps.create", &(actor.member, name));
    let issued = once(desk, asked, async |tx, now| {
        let name = readable_name(name)?;
        if let Some(app) = store::find_app_like(tx, &name).await? {
            return Err(KeyError::NameTaken(app.name));
        }
        let app = store::insert_app(tx, &name, actor.member, now).await?;
        let outcome = issue(tx, app, name, token, now).await?;
        store::insert_backlog(tx, app, "created", &outcome.public_id, actor.member, now).await?;
        Ok(outcome)
    });
    issued.await.map(|issued| KeyIssued::recalled(issued, token))
}
