//! What makes a call safe to repeat.

use axum::extract::FromRequestParts;
use axum::http::HeaderName;
use axum::http::request::Parts;

use utoipa::IntoParams;

use super::auth::Calling;
use super::error::ApiError;
use crate::domain::games::apps::keys::Caller;
use crate::ids::RequestId;

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
/// The longest key, in characters.
const KEY_MAX_CHARS: usize = 200;

/// How the description shows it.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct RepeatableAsked {
    /// Makes the call safe to repeat
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 200, pattern = "^[!-~]+$")]
    key: Option<String>,
}

/// The id of a writing call: the app and its `Idempotency-Key`. Without one the call is a new one every time.
pub(super) struct Repeatable(pub(super) RequestId);

/// The id of a call that has no key: it is done once, also when its commit is not answered and looked for again.
pub(super) fn once(caller: &Caller) -> RequestId {
    let fresh = hex::encode(rand::random::<[u8; 16]>());
    RequestId::new("api", format!("{}:once:{fresh}", caller.app))
}

impl<S: Send + Sync> FromRequestParts<S> for Repeatable {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Repeatable, ApiError> {
        let Calling(caller) = Calling::from_request_parts(parts, state).await?;
        let Some(header) = parts.headers.get(HEADER) else {
            return Ok(Repeatable(once(&caller)));
        };
        let is_visible = |key: &&str| key.bytes().all(|b| b.is_ascii_graphic());
        let key = header.to_str().ok().filter(is_visible).unwrap_or_default();
        if key.is_empty() || KEY_MAX_CHARS < key.len() {
            let expected = format!("1 to {KEY_MAX_CHARS} visible ASCII characters, without spaces");
            return Err(ApiError::invalid_field("Idempotency-Key", &expected));
        }
        Ok(Repeatable(RequestId::new("api", format!("{}:key:{key}", caller.app))))
    }
}
