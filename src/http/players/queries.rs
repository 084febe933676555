//! Lists of transactions, and the cashiers who take orders.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::cash::{find_cashier, find_player};
use super::cash_error::read_refused;
use super::shown::DetailShown;
use crate::db::DbError;
use crate::domain::flows::players::Listing;
use crate::http::state::Api;
use crate::http::under_api::auth::Calling;
use crate::http::under_api::centavos::centavos_of;
use crate::http::under_api::described::{Always, NotThere};
use crate::http::under_api::part::Part;
use crate::http::under_api::person::person_id;
use crate::http::under_api::query::{Page, Query};
use crate::http::under_api::refusal::Refusal;
use crate::reports::players::{self, CashierOnDuty, PlayerReadError, TransactionCard};

/// The query of a list. It is read field by field; this type only describes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct ListAsked {
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limite: Option<i64>,
    /// The number of the page, from 1; or use `cursor`.
    #[param(minimum = 1, maximum = 10_000)]
    pagina: Option<i64>,
    /// `siguiente` of the page before: nothing is skipped or shown twice while others are added.
    #[param(minimum = 1)]
    cursor: Option<i64>,
    /// `debito` or `credito`.
    tipo: Option<String>,
    categoria: Option<String>,
    estado: Option<String>,
    /// A day of the desk (`2026-11-29`) or an instant.
    fecha_inicio: Option<String>,
    /// The same; a day is included.
    fecha_fin: Option<String>,
}

/// The cashier whose transactions are listed.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct CashierAsked {
    cajero_id: Option<String>,
}

/// A page of transactions, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ListShown {
    #[schema(example = true)]
    exito: bool,
    transacciones: Vec<DetailShown>,
    /// The `cursor` of the next page; nothing on the last one.
    siguiente: Option<i64>,
    /// How many there are in all pages, where it is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pagina: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paginas: Option<i64>,
}

impl ListShown {
    fn of(mut cards: Vec<TransactionCard>, page: &Page) -> ListShown {
        let more = page.cut(&mut cards);
        let last = cards.last().map(|card| card.transaction.id.get());
        ListShown {
            exito: true,
            transacciones: cards.iter().map(DetailShown::of).collect(),
            siguiente: last.filter(|_| more),
            total: None,
            pagina: None,
            paginas: None,
        }
    }
}

/// A cashier who takes orders now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct CashierShown {
    #[schema(example = "discord:169015299834642432")]
    cajero_id: Option<String>,
    nombre: String,
    /// How many orders of any kind they have.
    ordenes_abiertas: i64,
    /// What they can pay out now, in centavos.
    disponible: i64,
    bancos: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CashiersShown {
    #[schema(example = true)]
    exito: bool,
    cajeros: Vec<CashierShown>,
}

impl CashierShown {
    fn of(on_duty: &CashierOnDuty) -> CashierShown {
        CashierShown {
            cajero_id: person_id(&on_duty.cashier),
            nombre: on_duty.cashier.name.clone(),
            ordenes_abiertas: on_duty.open_orders,
            disponible: centavos_of(on_duty.free),
            bancos: on_duty.banks.clone(),
        }
    }
}

/// The transactions of a player, newest first. A player sees only their own.
#[utoipa::path(
    get, path = "/api/transacciones/jugador/{jugadorId}/historial", tag = "transacciones", security(("token" = [])),
    params(("jugadorId" = String, Path, description = "Any identity of the player"), ListAsked),
    responses((status = 200, description = "A page of them", body = ListShown), Always, NotThere)
)]
pub(super) async fn history(
    State(api): State<Api>,
    Calling(caller): Calling,
    Part(player): Part,
    query: Query,
) -> Result<Json<ListShown>, Refusal> {
    let (listing, page) = (query.listing(api.desk.policy.time_zone)?, query.page()?);
    let player = find_player(&api, &caller, &player).await?;
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        players::list_of_player(&mut reader, &player, &listing, &page.slice()).await
    };
    let cards: Result<_, DbError> = read.await;
    let cards = cards.map_err(|fault| Refusal::fault("players.history", &fault))?;
    Ok(Json(ListShown::of(cards, &page)))
}

/// All transactions, newest first.
#[utoipa::path(
    get, path = "/api/transacciones/admin/todas", tag = "administracion", security(("token" = [])),
    params(ListAsked, CashierAsked),
    responses((status = 200, description = "A page of them", body = ListShown), Always)
)]
pub(super) async fn all(
    State(api): State<Api>,
    Calling(caller): Calling,
    query: Query,
) -> Result<Json<ListShown>, Refusal> {
    let (listing, page) = (listing_with_cashier(&api, &query).await?, query.page()?);
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        let currency = api.desk.policy.players.currency;
        players::list_all(&mut reader, &caller, &listing, &page.slice(), currency).await
    };
    let found: Result<_, PlayerReadError> = read.await;
    let (cards, count) = found.map_err(read_refused("players.list_all"))?;
    let pages = (count + page.limit - 1) / page.limit;
    Ok(Json(ListShown {
        total: Some(count),
        // Whoever follows a cursor is on no numbered page.
        pagina: page.is_numbered().then_some(page.number),
        paginas: Some(pages),
        ..ListShown::of(cards, &page)
    }))
}

/// Deposits and withdrawals that have not ended. A cashier sees those assigned to them.
#[utoipa::path(
    get, path = "/api/transacciones/pendientes-cajero", tag = "cajeros", security(("token" = [])),
    params(ListAsked, CashierAsked),
    responses((status = 200, description = "A page of them", body = ListShown), Always)
)]
pub(super) async fn pending(
    State(api): State<Api>,
    Calling(caller): Calling,
    query: Query,
) -> Result<Json<ListShown>, Refusal> {
    let (listing, page) = (listing_with_cashier(&api, &query).await?, query.page()?);
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        let currency = api.desk.policy.players.currency;
        players::list_pending(&mut reader, &caller, &listing, &page.slice(), currency).await
    };
    let found: Result<_, PlayerReadError> = read.await;
    let cards = found.map_err(read_refused("players.list_pending"))?;
    Ok(Json(ListShown::of(cards, &page)))
}

/// The cashiers who take orders now.
#[utoipa::path(
    get, path = "/api/transacciones/cajeros-disponibles", tag = "cajeros", security(("token" = [])),
    responses((status = 200, description = "They, and how busy they are", body = CashiersShown), Always)
)]
pub(super) async fn cashiers(State(api): State<Api>, Calling(caller): Calling) -> Result<Json<CashiersShown>, Refusal> {
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        players::cashiers_on_duty(&mut reader, &caller, api.desk.policy.players.currency).await
    };
    let found: Result<Vec<CashierOnDuty>, PlayerReadError> = read.await;
    let found = found.map_err(read_refused("players.cashiers_on_duty"))?;
    Ok(Json(CashiersShown {
        exito: true,
        cajeros: found.iter().map(CashierShown::of).collect(),
    }))
}

async fn listing_with_cashier(api: &Api, query: &Query) -> Result<Listing, Refusal> {
    let cashier = match query.find("cajeroId") {
        Some(typed) => Some(find_cashier(api, typed).await?),
        None => None,
    };
    Ok(Listing {
        cashier,
        ..query.listing(api.desk.policy.time_zone)?
    })
}
