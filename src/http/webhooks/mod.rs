//! What apps are told without asking: the calls that set it up, and the worker that delivers.

mod body;
mod calls;
mod send;
mod sign;
mod worker;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::Api;

pub(super) use worker::Deliverer;

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(calls::register, calls::show, calls::remove))
        .routes(routes!(calls::try_out))
        .routes(routes!(calls::deliveries))
        .routes(routes!(calls::ask_again))
}
