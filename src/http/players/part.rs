//! The variable part of a path.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

use super::error::{Code, PlayerError};

/// The variable part of a path, such as a player's id.
pub(super) struct Part(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Part {
    type Rejection = PlayerError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Part, PlayerError> {
        let read = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = read.map_err(|_unreadable| PlayerError::new(Code::RutaNoExiste))?;
        Ok(Part(text))
    }
}
