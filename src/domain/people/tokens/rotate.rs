//! `cambista token rotate`: makes another key that signs tokens.

use serde::{Deserialize, Serialize};

use super::issue::make_key;
use super::{RotateError, store};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::RequestId;

/// The key that signs from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotated {
    /// Its name; not secret.
    pub kid: String,
}

/// Makes another key that signs. Tokens that the key before signed stay valid until they expire.
///
/// # Errors
/// [`RotateError::NotAllowed`] unless a superuser.
pub async fn rotate_signing_key(desk: &Desk, actor: &Actor, request: &RequestId) -> Result<Rotated, RotateError> {
    actor.require(Permission::ManageApps)?;
    let asked = Asked::new(request, "tokens.rotate", &actor.member);
    once(desk, asked, async |tx, now| {
        store::replace_signing_key(tx, now).await?;
        let (id, key) = make_key(tx, now).await?;
        store::insert_key_backlog(tx, id, "rotated", actor.member, now).await?;
        Ok(Rotated { kid: key.kid })
    })
    .await
}
