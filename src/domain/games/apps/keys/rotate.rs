//! `cambista app rotate NAME`, `/app rotar`: another key, and the end of the one before.

use super::issue::{KeyIssued, issue};
use super::token::Token;
use super::{KeyError, store};
use crate::db::retrying;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::RequestId;

/// Gives an app another key; the one before is refused from now on. An app whose key was revoked works again. When its commit is not
/// answered, the same key is asked for again (so this needs no [`retrying`] around it).
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
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "apps.rotate", &(actor.member, name));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(KeyIssued::recalled(outcome, token));
    }
    let app = store::get_app_for_update(&mut tx, name).await?;
    let now = desk.clock.now();
    let outcome = issue(&mut tx, app.id, app.name, token, now).await?;
    store::insert_backlog(&mut tx, app.id, "rotated", &outcome.public_id, actor.member, now).await?;
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}
