//! Coins: events, transactions, balances.

mod events;
mod leaderboard;
mod transactions;
mod users;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::Api;

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(events::open))
        .routes(routes!(events::ping))
        .routes(routes!(events::close))
        .routes(routes!(events::show))
        .routes(routes!(transactions::make))
        .routes(routes!(transactions::show))
        .routes(routes!(users::show))
        .routes(routes!(users::transactions))
        .routes(routes!(leaderboard::show))
}
