//! Figures about transactions: of one player, and of all of them. docs/API.md says what each of them counts.

use axum::Json;
use axum::extract::State;
use utoipa::IntoParams;

use super::cash_error::read_refused;
use super::figures_shown::{FiguresShown, SystemShown};
use super::players_error::players_refused;
use crate::domain::flows::players::Period;
use crate::http::state::Api;
use crate::http::under_api::auth::Calling;
use crate::http::under_api::described::{Always, NotThere};
use crate::http::under_api::part::Part;
use crate::http::under_api::query::Query;
use crate::http::under_api::refusal::Refusal;
use crate::reports::player_figures;

/// The period. It is read field by field; this type only describes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct PeriodAsked {
    /// A day of the desk (`2026-11-29`) or an instant; without it, from the beginning.
    fecha_inicio: Option<String>,
    /// The same; a day is included. Without it, until now.
    fecha_fin: Option<String>,
}

fn period_of(query: &Query, api: &Api) -> Result<Period, Refusal> {
    let (from, before) = query.dates(api.desk.policy.time_zone)?;
    Ok(Period { from, before })
}

/// The figures of a player's transactions. A player sees only their own.
#[utoipa::path(
    get, path = "/api/transacciones/jugador/{jugadorId}/estadisticas", tag = "transacciones", security(("token" = [])),
    params(("jugadorId" = String, Path, description = "Any identity of the player"), PeriodAsked),
    responses((status = 200, description = "The figures", body = FiguresShown), Always, NotThere)
)]
pub(super) async fn of_player(
    State(api): State<Api>,
    Calling(caller): Calling,
    Part(player): Part,
    query: Query,
) -> Result<Json<FiguresShown>, Refusal> {
    const NAME: &str = "players.figures";
    let period = period_of(&query, &api)?;
    let read = async {
        let mut reader = api.desk.db.snapshot().await?;
        let currency = api.desk.policy.players.currency;
        player_figures::of_player(&mut reader, &caller, &player, currency, &period).await
    };
    let figures = read.await.map_err(players_refused(NAME))?;
    let shown = FiguresShown::of(&figures, &period);
    Ok(Json(shown.map_err(|fault| Refusal::fault(NAME, &fault))?))
}

/// The figures of all players' transactions, of cashiers, and of what waits.
#[utoipa::path(
    get, path = "/api/transacciones/admin/estadisticas-sistema", tag = "administracion", security(("token" = [])),
    params(PeriodAsked),
    responses((status = 200, description = "The figures", body = SystemShown), Always)
)]
pub(super) async fn of_system(
    State(api): State<Api>,
    Calling(caller): Calling,
    query: Query,
) -> Result<Json<SystemShown>, Refusal> {
    const NAME: &str = "players.figures_of_system";
    let period = period_of(&query, &api)?;
    let read = async {
        let mut reader = api.desk.db.snapshot().await?;
        let policy = &api.desk.policy;
        let (currency, when) = (policy.players.currency, (policy.time_zone, api.desk.clock.now()));
        player_figures::of_system(&mut reader, &caller, currency, &period, when).await
    };
    let figures = read.await.map_err(read_refused(NAME))?;
    let shown = SystemShown::of(&figures, &period);
    Ok(Json(shown.map_err(|fault| Refusal::fault(NAME, &fault))?))
}
