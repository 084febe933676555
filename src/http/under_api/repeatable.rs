//! The `Idempotency-Key` of a call for players.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::auth::Calling;
use super::refusal::Refusal;
use crate::http::idempotency::{KEY_MAX_CHARS, key_of};
use crate::ids::RequestId;

/// The request id of a writing call: its holder and its `Idempotency-Key`. Without a key each call gets a new id.
pub(in crate::http) struct Repeatable(pub(in crate::http) RequestId);

impl<S: Send + Sync> FromRequestParts<S> for Repeatable {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Repeatable, Refusal> {
        let Calling(principal) = Calling::from_request_parts(parts, state).await?;
        let expected = format!("de 1 a {KEY_MAX_CHARS} caracteres ASCII visibles, sin espacios");
        let key = key_of(&parts.headers).map_err(|_| Refusal::field("Idempotency-Key", &expected))?;
        let id = match key {
            Some(key) => format!("{}:key:{key}", principal.scope()),
            None => format!("{}:once:{}", principal.scope(), hex::encode(rand::random::<[u8; 16]>())),
        };
        Ok(Repeatable(RequestId::new("players", id)))
    }
}
