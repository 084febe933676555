//! The errors of the API for players in its OpenAPI description.

use std::collections::BTreeMap;

use utoipa::IntoResponses;
use utoipa::openapi::{RefOr, Response};

use crate::http::openapi::errors_with;

/// Errors that every call may return.
pub(in crate::http) struct Always;
/// Errors of a call about something that may not exist.
pub(in crate::http) struct NotThere;
/// Errors of a call that comes too late, asks for more than there is, or reuses the `Idempotency-Key` of another
/// request.
pub(in crate::http) struct Conflicts;
/// Errors of a call with a body or query that may be invalid.
pub(in crate::http) struct Unreadable;

fn errors<const N: usize>(of: [(&str, &str); N]) -> BTreeMap<String, RefOr<Response>> {
    errors_with("RefusalBody", of)
}

impl IntoResponses for Always {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        errors([
            ("401", "No valid token; `codigo` says why"),
            ("403", "The role of the token may not make this call"),
            ("422", "What is wrong is named in the details"),
            ("429", "Too many calls"),
            ("500", "Something is broken here"),
            (
                "503",
                "It took too long, or nobody knows yet whether it was saved: repeat it with the same Idempotency-Key",
            ),
        ])
    }
}

impl IntoResponses for NotThere {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        errors([("404", "There is no such thing")])
    }
}

impl IntoResponses for Conflicts {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        errors([("409", "Too late, too much, or the Idempotency-Key of another request")])
    }
}

impl IntoResponses for Unreadable {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        errors([
            ("413", "The body is too large"),
            ("415", "The body is declared as something else than JSON"),
            ("422", "What is wrong is named in the details"),
        ])
    }
}
