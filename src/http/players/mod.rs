//! The REST API for players (specification 003, docs/API.md): registering them, automatic transactions, deposits and
//! withdrawals. Fields and texts are in Spanish, as its specification has them; every answer says `exito`.
//!
//! Every call under `/api` carries a token ([`auth`]); which roles may make it is in one table ([`roles`]).

mod auth;
mod automatic;
mod body;
mod cash;
mod cash_bodies;
mod cash_error;
mod centavos;
mod described;
mod error;
mod error_body;
mod figures;
mod figures_shown;
mod inside;
mod me;
mod part;
mod people;
mod players_error;
mod queries;
mod query;
mod repeatable;
mod roles;
mod shown;
mod tokens;
mod tokens_error;

pub(super) use error::{Code, PlayerError};
pub(super) use error_body::PlayerErrorBody;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::Api;

/// Whether a path belongs to this API, so that its errors have this API's shape.
pub(super) fn answers(path: &str) -> bool {
    let mut segments = path.split('/').skip(1);
    matches!(segments.next(), Some("api" | "auth"))
}

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(tokens::issue))
        .routes(routes!(me::show))
        .routes(routes!(people::register))
        .routes(routes!(people::show))
        .routes(routes!(people::link))
        .routes(routes!(automatic::process))
        .routes(routes!(cash::ask))
        .routes(routes!(cash::assign))
        .routes(routes!(cash::confirm))
        .routes(routes!(cash::say_paid))
        .routes(routes!(cash::reject))
        .routes(routes!(cash::cancel))
        .routes(routes!(cash::revert))
        .routes(routes!(cash::show))
        .routes(routes!(queries::history))
        .routes(routes!(figures::of_player))
        .routes(routes!(figures::of_system))
        .routes(routes!(queries::all))
        .routes(routes!(queries::pending))
        .routes(routes!(queries::cashiers))
}

/// The routes behind what checks who calls.
pub(super) fn guarded(routes: Router<Api>, api: &Api) -> Router {
    routes
        .layer(from_fn_with_state(api.clone(), auth::guarded))
        .layer(CatchPanicLayer::custom(|_panic: Box<dyn std::any::Any + Send>| {
            // The call may have committed before the panic.
            tracing::error!("a call panicked; its uncommitted work was rolled back");
            PlayerError::new(Code::ResultadoDesconocido).into_response()
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
