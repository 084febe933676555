//! The REST API for players (specification 003, docs/API.md): registering them, automatic transactions, deposits and
//! withdrawals. Fields and texts are in Spanish, as its specification has them; every answer says `exito`.
//!
//! What these calls share with others is in [`super::under_api`].

mod automatic;
mod cash;
mod cash_bodies;
mod cash_error;
mod figures;
mod figures_shown;
mod inside;
mod listing;
mod me;
mod people;
mod players_error;
mod queries;
mod refused;
mod shown;
mod tokens;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::Api;

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
