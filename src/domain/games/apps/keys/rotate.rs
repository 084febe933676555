//! `cambista app rotate NAME`, `/app rotar`: gives an app another key in place of the one before.

use super::issue::{KeyIssued, issue};
use super::token::Token;
use super::{KeyError, store};
use crate::db::retrying;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::RequestId;

/// Gives an app another key; the one before is refused from now on. An app whose key was revoked works again. When the
/// commit is not answered, the unit is retried with the same key, so callers need no [`retrying`] around this.
///
/// # Errors
/// [`KeyError::NotAllowed`] unless a superuser; [`KeyError::UnknownApp`].
pub async fn rotate_key(desk: &Desk, actor: &Actor, request: &RequestId, name: &str) -> Result<KeyIssued, KeyError> {
    let token = Token::fresh();
    retrying(|| rotate_with(desk, actor, request, name, &token)).await
}

async fn rotate_with(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    name: &str,
    token: &Token,
) -> Result<KeyIssued, KeyError> {
    actor.require(Permission::ManageApps)?;
    let asked = Asked::new(request, "apps.rotate", &(actor.member, name));
    let issued = once(desk, asked, async |tx, now| {
        let app = store::get_app_for_update(tx, name).await?;
        let outcome = issue(tx, app.id, app.name, token, now).await?;
        store::insert_backlog(tx, app.id, "rotated", &outcome.public_id, actor.member, now).await?;
        Ok(outcome)
    });
    issued.await.map(|issued| KeyIssued::recalled(issued, token))
}
