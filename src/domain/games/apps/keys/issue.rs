//! A new key for an app.

use serde::{Deserialize, Serialize};

use super::store;
use super::token::Token;
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::ids::AppId;

/// Which key was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyIssued {
    pub app: AppId,
    pub name: String,
    /// Names the key; no secret.
    pub public_id: String,
    /// Only in the first answer: a receipt never holds it.
    #[serde(skip)]
    pub token: Option<Token>,
}

impl KeyIssued {
    /// The first answer again. The key is in it when it is the one that was made then: nobody has been told it yet.
    pub(super) fn recalled(first: KeyIssued, token: &Token) -> KeyIssued {
        let token = (token.public_id() == first.public_id).then(|| token.clone());
        KeyIssued { token, ..first }
    }
}

/// Ends the valid key of an app, when it has one, and gives it this one.
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
