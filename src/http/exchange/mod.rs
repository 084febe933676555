//! The REST API for exchanges between one's own accounts (specification 004, docs/API.md): rates, quotes, their
//! confirmation, receipts, accounts with what they are worth.
//!
//! What these calls share with others is in [`super::under_api`].

mod amounts;
mod code;
mod lists;
mod prices;
mod quotes;
mod refused;
mod shown;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::Api;

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(prices::rates))
        .routes(routes!(prices::history))
        .routes(routes!(prices::position))
        .routes(routes!(quotes::quote))
        .routes(routes!(quotes::confirm))
        .routes(routes!(lists::operations))
        .routes(routes!(lists::operation))
        .routes(routes!(lists::accounts))
}
