//! What all calls under `/api` share: who calls ([`auth`]) and which roles may make which call ([`roles`]), how bodies and
//! queries are read, and how errors look ([`refusal`]). Fields and texts are in Spanish; every answer says `exito`.

pub(super) mod acting;
pub(super) mod auth;
pub(super) mod body;
pub(super) mod centavos;
pub(super) mod code;
pub(super) mod decimals;
pub(super) mod described;
pub(super) mod part;
pub(super) mod person;
pub(super) mod query;
pub(super) mod reads;
pub(super) mod refusal;
pub(super) mod repeatable;
mod roles;
pub(super) mod tokens_error;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use tower_http::catch_panic::CatchPanicLayer;

use super::state::Api;
use code::Code;
use refusal::Refusal;

/// Whether a path belongs to this API, so that its errors have this API's shape.
pub(super) fn answers(path: &str) -> bool {
    let mut segments = path.split('/').skip(1);
    matches!(segments.next(), Some("api" | "auth"))
}

/// The routes behind what checks who calls.
pub(super) fn guarded(routes: Router<Api>, api: &Api) -> Router {
    routes
        .layer(from_fn_with_state(api.clone(), auth::guarded))
        .layer(CatchPanicLayer::custom(|_panic: Box<dyn std::any::Any + Send>| {
            // The call may have committed before the panic.
            tracing::error!("a call panicked; its uncommitted work was rolled back");
            Refusal::new(Code::ResultadoDesconocido).into_response()
        }))
        .with_state(api.clone())
}

#[cfg(test)]
mod tests {
    use super::answers;

    #[test]
    fn the_api_for_players_is_below_api_and_auth() {
        for path in ["/api", "/api/", "/api/yo", "/auth/token"] {
            assert!(answers(path), "{path}");
        }
        for path in ["/", "/apis", "/finance/event", "/docs", "/authors"] {
            assert!(!answers(path), "{path}");
        }
    }
}
