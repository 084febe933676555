//! The REST API for giros (specification 002, docs/API.md): sending and paying them, prepaid balances of resellers, bank
//! accounts, central balances, and which cashiers pay to which banks. States, kinds of records and codes are in the
//! specification's own words.
//!
//! What these calls share with others is in [`super::under_api`].

mod acting;
mod amounts;
mod assignments;
mod balances;
mod bank_accounts;
mod banks;
mod bodies;
mod code;
mod giro_error;
mod money_error;
mod named;
mod payee_error;
mod records;
mod resellers;
mod send;
mod shown;
mod steps;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::Api;

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(send::send))
        .routes(routes!(send::list))
        .routes(routes!(send::show))
        .routes(routes!(steps::process))
        .routes(routes!(steps::execute))
        .routes(routes!(steps::give_back))
        .routes(routes!(steps::cancel))
        .routes(routes!(resellers::show))
        .routes(routes!(balances::of_reseller))
        .routes(routes!(balances::of_bank_account))
        .routes(routes!(balances::of_bank))
        .routes(routes!(resellers::recharge))
        .routes(routes!(resellers::adjust))
        .routes(routes!(bank_accounts::list))
        .routes(routes!(bank_accounts::deposit))
        .routes(routes!(bank_accounts::adjust))
        .routes(routes!(banks::list))
        .routes(routes!(banks::recharge))
        .routes(routes!(banks::adjust))
        .routes(routes!(banks::transfer))
        .routes(routes!(assignments::list))
        .routes(routes!(assignments::assign))
        .routes(routes!(assignments::change))
}
