//! The `Idempotency-Key`, which makes a call safe to repeat.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};

use utoipa::IntoParams;

use super::auth::Calling;
use super::error::ApiError;
use crate::domain::games::apps::keys::Caller;
use crate::ids::RequestId;

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
/// The longest key, in characters.
pub(super) const KEY_MAX_CHARS: usize = 200;

/// The header in the OpenAPI description.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct RepeatableAsked {
    /// Makes the call safe to repeat
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 200, pattern = "^[!-~]+$")]
    key: Option<String>,
}

/// The request id of a writing call: the app and its `Idempotency-Key`. Without a key each call gets a new id.
pub(super) struct Repeatable(pub(super) RequestId);

/// A new id for a call without a key. It still protects against doing the work twice while one call retries its own
/// commit.
pub(super) fn once(caller: &Caller) -> RequestId {
    let fresh = hex::encode(rand::random::<[u8; 16]>());
    RequestId::new("api", format!("{}:once:{fresh}", caller.app))
}

/// What is wrong with an `Idempotency-Key`.
pub(super) struct BadKey;

/// The key of a call, if it has one.
pub(super) fn key_of(headers: &HeaderMap) -> Result<Option<&str>, BadKey> {
    let Some(header) = headers.get(HEADER) else {
        return Ok(None);
    };
    let is_visible = |key: &&str| key.bytes().all(|b| b.is_ascii_graphic());
    let key = header.to_str().ok().filter(is_visible).unwrap_or_default();
    if key.is_empty() || KEY_MAX_CHARS < key.len() {
        return Err(BadKey);
    }
    Ok(Some(key))
}

impl<S: Send + Sync> FromRequestParts<S> for Repeatable {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Repeatable, ApiError> {
        let Calling(caller) = Calling::from_request_parts(parts, state).await?;
        let refuse = |_: BadKey| {
            let expected = format!("1 to {KEY_MAX_CHARS} visible ASCII characters, without spaces");
            ApiError::invalid_field("Idempotency-Key", &expected)
        };
        match key_of(&parts.headers).map_err(refuse)? {
            Some(key) => Ok(Repeatable(RequestId::new("api", format!("{}:key:{key}", caller.app)))),
            None => Ok(Repeatable(once(&caller))),
        }
    }
}
