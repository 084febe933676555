//! Webhooks: the calls that set them up, and the worker that sends them.

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
