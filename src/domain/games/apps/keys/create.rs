//! `cambista app create NAME`, `/app crear`: registers an app and makes its first key.

use super::issue::{KeyIssued, issue};
use super::token::Token;
use super::{AppRole, KeyError, readable_name, store};
use crate::db::retrying;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::RequestId;

/// What is said of an app when it is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewApp<'a> {
    pub name: &'a str,
    pub role: AppRole,
}

impl<'a> NewApp<'a> {
    /// An app whose tokens are a bot's.
    pub fn bot(name: &'a str) -> NewApp<'a> {
        NewApp {
            name,
            role: AppRole::Bot,
        }
    }
}

/// Registers an app. The key is only in this answer. When the commit is not answered, the unit is retried with the same
/// key, so callers need no [`retrying`] around this.
///
/// # Errors
/// [`KeyError::NotAllowed`] unless a superuser; [`KeyError::Name`]; [`KeyError::NameTaken`].
pub async fn create_app(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    app: NewApp<'_>,
) -> Result<KeyIssued, KeyError> {
    let token = Token::fresh();
    retrying(|| create_with(desk, actor, request, app, &token)).await
}

async fn create_with(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    new: NewApp<'_>,
    token: &Token,
) -> Result<KeyIssued, KeyError> {
    actor.require(Permission::ManageApps)?;
    let asked = Asked::new(request, "apps.create", &(actor.member, new.name, new.role));
    let issued = once(desk, asked, async |tx, now| {
        let name = readable_name(new.name)?;
        if let Some(app) = store::find_app_like(tx, &name).await? {
            return Err(KeyError::NameTaken(app.name));
        }
        let new = NewApp { name: &name, ..new };
        let app = store::insert_app(tx, new, actor.member, now).await?;
        let outcome = issue(tx, app, name.clone(), token, now).await?;
        store::insert_backlog(tx, app, "created", &outcome.public_id, actor.member, now).await?;
        Ok(outcome)
    });
    issued.await.map(|issued| KeyIssued::recalled(issued, token))
}
