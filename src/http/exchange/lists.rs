//! Operations and accounts.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::code::ExchangeCode;
use super::prices::known_currencies;
use super::refused::{accounts_refused, read_refused};
use super::shown::{OperationShown, OwnAccountShown, WorthShown};
use crate::domain::flows::exchange::{OperationFilter, OperationKind, Voucher};
use crate::domain::kernel::money::Currency;
use crate::domain::people::members::Actor;
use crate::domain::treasury::accounts::AccountError;
use crate::http::state::Api;
use crate::http::under_api::acting::Acting;
use crate::http::under_api::described::{Always, NotThere};
use crate::http::under_api::part::Part;
use crate::http::under_api::query::{Query, one_currency, one_of};
use crate::http::under_api::refusal::Refusal;
use crate::reports;
use crate::reports::ReadError;
use crate::reports::exchange::Receipt;

const KINDS: [OperationKind; 3] = [OperationKind::Purchase, OperationKind::Sale, OperationKind::Transfer];

/// The query of a list. It is read field by field; this type only describes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct OperationsAsked {
    /// `compra`, `venta` or `transferencia`.
    operacion: Option<String>,
    /// Those with this currency on either side.
    moneda: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limite: Option<i64>,
    /// `siguiente` of the page before: nothing is skipped or shown twice while others are added.
    #[param(minimum = 1)]
    cursor: Option<i64>,
}

/// A page of operations, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OperationsShown {
    #[schema(example = true)]
    exito: bool,
    operaciones: Vec<OperationShown>,
    /// The `cursor` of the next page; nothing on the last one.
    siguiente: Option<i64>,
}

/// The caller's exchanges and transfers, newest first.
#[utoipa::path(
    get, path = "/api/cambios", tag = "cambios", security(("token" = [])),
    params(OperationsAsked),
    responses((status = 200, description = "A page of them", body = OperationsShown), Always)
)]
pub(super) async fn operations(
    State(api): State<Api>,
    Acting(actor): Acting,
    query: Query,
) -> Result<Json<OperationsShown>, Refusal> {
    let page = query.page()?;
    let kinds = one_of(KINDS.into_iter().map(OperationKind::code));
    let filter = OperationFilter {
        member: actor.member,
        kind: query.read("operacion", &kinds, |word| OperationKind::from_code(word).ok())?,
        currency: currency(&api, &query).await?,
    };
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        reports::exchange::operations_after(&mut reader, &actor, filter, page.below, page.limit + 1).await
    };
    let found: Result<_, ReadError> = read.await;
    let mut found = found.map_err(read_refused("reports.exchange"))?;
    let more = page.cut(&mut found);
    let last = found.last().map(|(key, _)| *key);
    Ok(Json(OperationsShown {
        exito: true,
        siguiente: last.filter(|_| more),
        operaciones: found.iter().map(|(_, receipt)| OperationShown::of(receipt)).collect(),
    }))
}

/// The currency that a list is cut to.
async fn currency(api: &Api, query: &Query) -> Result<Option<Currency>, Refusal> {
    const FIELD: &str = "moneda";
    if query.find(FIELD).is_none() {
        return Ok(None);
    }
    one_currency(&known_currencies(api).await?, |expected, called| {
        query.read(FIELD, expected, called)
    })
}

/// One operation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OperationWholeShown {
    #[schema(example = true)]
    exito: bool,
    operacion: OperationShown,
}

/// An operation of the caller's, by its voucher.
#[utoipa::path(
    get, path = "/api/cambios/{comprobante}", tag = "cambios", security(("token" = [])),
    params(("comprobante" = String, Path, description = "The voucher: `CB-7K2M-9QXD`")),
    responses((status = 200, description = "The operation", body = OperationWholeShown), Always, NotThere)
)]
pub(super) async fn operation(
    State(api): State<Api>,
    Acting(actor): Acting,
    Part(voucher): Part,
) -> Result<Json<OperationWholeShown>, Refusal> {
    let voucher = Voucher::parse(&voucher).map_err(|_| Refusal::new(ExchangeCode::OperacionNoEncontrada))?;
    let receipt = receipt_of(&api, &actor, &voucher).await?;
    Ok(Json(OperationWholeShown {
        exito: true,
        operacion: OperationShown::of(&receipt),
    }))
}

/// The receipt that the actor may see.
pub(super) async fn receipt_of(api: &Api, actor: &Actor, voucher: &Voucher) -> Result<Receipt, Refusal> {
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        reports::exchange::receipt(&mut reader, actor, voucher).await
    };
    let found: Result<_, ReadError> = read.await;
    let found = found.map_err(read_refused("reports.exchange"))?;
    found.ok_or_else(|| Refusal::new(ExchangeCode::OperacionNoEncontrada))
}

/// The query of the accounts. It is read field by field; this type only describes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct AccountsAsked {
    /// Only those in this currency.
    moneda: Option<String>,
}

/// The caller's active accounts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnAccountsShown {
    #[schema(example = true)]
    exito: bool,
    cuentas: Vec<OwnAccountShown>,
    /// Of all of them; nothing while the desk has published no exchange rates.
    total: Option<WorthShown>,
}

/// The caller's active accounts, and what they are worth together at the published rates.
#[utoipa::path(
    get, path = "/api/cuentas", tag = "cambios", security(("token" = [])),
    params(AccountsAsked),
    responses((status = 200, description = "The accounts", body = OwnAccountsShown), Always)
)]
pub(super) async fn accounts(
    State(api): State<Api>,
    Acting(actor): Acting,
    query: Query,
) -> Result<Json<OwnAccountsShown>, Refusal> {
    let wanted = currency(&api, &query).await?;
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        reports::worth::holdings(&mut reader, &actor, actor.member).await
    };
    let found: Result<_, AccountError> = read.await;
    let found = found.map_err(accounts_refused("reports.worth"))?;
    let is_wanted =
        |card: &&reports::accounts::AccountCard| wanted.is_none_or(|wanted| card.account.currency == wanted);
    Ok(Json(OwnAccountsShown {
        exito: true,
        cuentas: found.cards.iter().filter(is_wanted).map(OwnAccountShown::of).collect(),
        total: found.worth.as_ref().map(WorthShown::of),
    }))
}
