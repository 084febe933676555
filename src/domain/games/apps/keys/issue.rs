//! Makes a new key for an app.

use serde::{Deserialize, Serialize};

use super::store;
use super::token::Token;
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::ids::AppId;

/// The key that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyIssued {
    pub app: AppId,
    pub name: String,
    /// The part of the key that names it; not secret.
    pub public_id: String,
    /// Only in the first answer: a receipt never holds it.
    #[serde(skip)]
    pub token: Option<Token>,
}

impl KeyIssued {
    /// The first answer again. It contains the secret only if this token is the one that was made then: the caller has
    /// not been told it yet.
    pub(super) fn recalled(first: KeyIssued, token: &Token) -> KeyIssued {
        let token = (token.public_id() == first.public_id).then(|| token.clone());
        KeyIssued { token, ..first }
    }
}

/// Revokes an app's valid key, if it has one, and gives it this one.
pub(super) async fn issue(
    tx: &mut Tx,
    app: AppId,
    name: String,
    token: &Token,
    now: Moment,
) -> Result<KeyIssued, DbError> {
    store::revoke_keys(tx, app, now).await?;
    store::insert_key(tx, app, token, now).await?;
    Ok(KeyIssued {
        app,
        name,
        public_id: token.public_id().to_owned(),
        token: Some(token.clone()),
    })
}
