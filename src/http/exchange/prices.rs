//! Rates with their history, and the desk's position.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::amounts::amount;
use super::code::ExchangeCode;
use super::refused::read_refused;
use super::shown::RatesShown;
use crate::db::DbError;
use crate::domain::kernel::money::Currency;
use crate::domain::treasury::rates;
use crate::http::state::Api;
use crate::http::under_api::acting::Acting;
use crate::http::under_api::described::{Always, NotThere};
use crate::http::under_api::part::Part;
use crate::http::under_api::query::Query;
use crate::http::under_api::refusal::Refusal;
use crate::reports;
use crate::reports::ReadError;

/// The published rates.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AllRatesShown {
    #[schema(example = true)]
    exito: bool,
    tasas: Vec<RatesShown>,
}

/// What the desk sells and buys each currency for.
#[utoipa::path(
    get, path = "/api/cambios/tasas", tag = "cambios", security(("token" = [])),
    responses((status = 200, description = "The published rates", body = AllRatesShown), Always)
)]
pub(super) async fn rates(State(api): State<Api>) -> Result<Json<AllRatesShown>, Refusal> {
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        reports::prices::published(&mut reader).await
    };
    let found: Result<_, DbError> = read.await;
    let found = found.map_err(|fault| Refusal::fault("reports.prices", &fault))?;
    Ok(Json(AllRatesShown {
        exito: true,
        tasas: found.exchange.iter().map(RatesShown::of).collect(),
    }))
}

/// The query of a history. It is read field by field; this type only describes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct HistoryAsked {
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limite: Option<i64>,
    /// `siguiente` of the page before.
    #[param(minimum = 1)]
    cursor: Option<i64>,
}

/// Rates as they were published once.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PastRatesShown {
    #[serde(flatten)]
    rates: RatesShown,
    /// Who published them; only for admins.
    #[serde(skip_serializing_if = "Option::is_none")]
    publicadas_por: Option<String>,
}

/// A page of a history, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HistoryShown {
    #[schema(example = true)]
    exito: bool,
    tasas: Vec<PastRatesShown>,
    /// The `cursor` of the next page; nothing on the last one.
    siguiente: Option<i64>,
}

/// All rates of a currency that were ever published, newest first.
#[utoipa::path(
    get, path = "/api/cambios/tasas/{moneda}", tag = "cambios", security(("token" = [])),
    params(("moneda" = String, Path, description = "The currency's code: `USD`"), HistoryAsked),
    responses((status = 200, description = "A page of them", body = HistoryShown), Always, NotThere)
)]
pub(super) async fn history(
    State(api): State<Api>,
    Acting(actor): Acting,
    Part(code): Part,
    query: Query,
) -> Result<Json<HistoryShown>, Refusal> {
    let page = query.page()?;
    let known = known_currencies(&api).await?;
    let currency = known
        .into_iter()
        .find(|known| known.as_str().eq_ignore_ascii_case(&code));
    let currency = currency.ok_or_else(|| Refusal::new(ExchangeCode::MonedaNoEncontrada))?;
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        reports::prices::exchange_history(&mut reader, &actor, currency, page.below, page.limit + 1).await
    };
    let found: Result<_, DbError> = read.await;
    let mut found = found.map_err(|fault| Refusal::fault("reports.prices", &fault))?;
    let more = page.cut(&mut found);
    let last = found.last().map(|past| past.key);
    let shown = |past: reports::prices::PublishedRates| PastRatesShown {
        rates: RatesShown::of(&past.rates),
        publicadas_por: past.by,
    };
    Ok(Json(HistoryShown {
        exito: true,
        siguiente: last.filter(|_| more),
        tasas: found.into_iter().map(shown).collect(),
    }))
}

/// The currencies that the desk knows.
pub(super) async fn known_currencies(api: &Api) -> Result<Vec<Currency>, Refusal> {
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        rates::list_currencies(&mut reader).await
    };
    let known: Result<_, DbError> = read.await;
    known.map_err(|fault| Refusal::fault("rates.list_currencies", &fault))
}

/// What the desk has open in one currency.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OpenPositionShown {
    #[schema(example = "USD")]
    moneda: String,
    /// More than zero: bought and not sold yet; less: sold and not bought yet.
    #[schema(example = "-100.00")]
    monto: String,
}

/// The desk's own side of what it traded.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PositionShown {
    #[schema(example = true)]
    exito: bool,
    posicion: Vec<OpenPositionShown>,
    /// The USDT that purchases brought in.
    #[schema(example = "0.00")]
    usdt: String,
    /// What exchanges between clients' accounts earned, in bolívares.
    #[schema(example = "25.00")]
    diferencial: String,
}

/// What the desk has open in each currency, and what exchanges earned.
#[utoipa::path(
    get, path = "/api/cambios/posicion", tag = "cambios", security(("token" = [])),
    responses((status = 200, description = "The desk's position", body = PositionShown), Always)
)]
pub(super) async fn position(State(api): State<Api>, Acting(actor): Acting) -> Result<Json<PositionShown>, Refusal> {
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        reports::position::position(&mut reader, &actor).await
    };
    let found: Result<_, ReadError> = read.await;
    let found = found.map_err(read_refused("reports.position"))?;
    let open = found.open.iter().map(|open| OpenPositionShown {
        moneda: open.currency().to_string(),
        monto: amount(*open),
    });
    Ok(Json(PositionShown {
        exito: true,
        posicion: open.collect(),
        usdt: amount(found.usdt),
        diferencial: amount(found.spread),
    }))
}
