//! The variable part of a path.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

use super::code::Code;
use super::refusal::Refusal;

/// The variable part of a path, such as a player's id.
pub(in crate::http) struct Part(pub(in crate::http) String);

impl<S: Send + Sync> FromRequestParts<S> for Part {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Part, Refusal> {
        let read = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = read.map_err(|_unreadable| Refusal::new(Code::RutaNoExiste))?;
        Ok(Part(text))
    }
}
