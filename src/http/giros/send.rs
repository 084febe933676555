//! Sending giros, and looking at them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::bodies::GiroAsked;
use super::code::GiroCode;
use super::giro_error::{Wanted, giro_refused, read_refused};
use super::shown::{GiroAnswer, GiroShown, GiroWholeShown, STATES, status};
use super::{amounts, named};
use crate::db::retrying;
use crate::domain::flows::giros::{self, AskGiro, GiroFilter, NAME_CHARS_MAX, PayeeTyped, RecordKind};
use crate::domain::orders::OrderState;
use crate::domain::people::members::Actor;
use crate::domain::treasury::banks::Bank;
use crate::http::idempotency::RepeatableAsked;
use crate::http::state::Api;
use crate::http::under_api::acting::Acting;
use crate::http::under_api::body::Body;
use crate::http::under_api::described::{Always, Conflicts, NotThere, Unreadable};
use crate::http::under_api::part::Part;
use crate::http::under_api::query::{Query, one_of};
use crate::http::under_api::refusal::Refusal;
use crate::http::under_api::repeatable::Repeatable;
use crate::ids::OrderId;
use crate::reports::ReadError;
use crate::reports::giros_of_api::{GiroWhole, GirosSeen, giro_whole, giros_after};

/// The longest account number, phone or document, in characters, with what may stand between.
const PAYEE_CHARS_MAX: usize = 60;

/// The query of a list. It is read field by field; this type only describes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct GirosAsked {
    /// `PENDIENTE`, `ASIGNADO`, `PROCESANDO`, `COMPLETADO`, `DEVUELTO` or `CANCELADO`.
    estado: Option<String>,
    /// Those made since then: a day of the desk (`2026-11-29`) or an instant.
    desde: Option<String>,
    /// Those of one minorista, by any identity.
    minorista: Option<String>,
    /// Those of one transferencista, by any identity.
    transferencista: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limite: Option<i64>,
    /// `siguiente` of the page before: nothing is skipped or shown twice while others are added.
    #[param(minimum = 1)]
    cursor: Option<i64>,
}

/// A page of giros, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GirosShown {
    #[schema(example = true)]
    exito: bool,
    giros: Vec<GiroShown>,
    /// The `cursor` of the next page; nothing on the last one.
    siguiente: Option<i64>,
}

fn read(body: &Body, bank: &Bank) -> Result<AskGiro, Refusal> {
    let text = |field| body.optional_text(field, PAYEE_CHARS_MAX);
    Ok(AskGiro {
        bank: bank.id,
        amount: amounts::positive(body, "amountBs", bank.currency)?,
        payee: PayeeTyped {
            name: body.text("beneficiaryName", NAME_CHARS_MAX)?,
            account: text("accountNumber")?,
            phone: text("phone")?,
            document: text("documentId")?,
            unclear_name: false,
        },
        rate: amounts::optional_rate(body, "rateApplied")?,
        source: None,
    })
}

/// Sends a giro. A minorista's takes its amount from their balance at once, and waits when nobody can pay it; an admin's
/// takes nothing, and is refused when nobody can.
#[utoipa::path(
    post, path = "/api/giros", tag = "giros", security(("token" = [])),
    params(RepeatableAsked),
    request_body = GiroAsked,
    responses((status = 201, description = "It is made", body = GiroAnswer), Always, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn send(
    State(api): State<Api>,
    Acting(actor): Acting,
    Repeatable(request): Repeatable,
    body: Body,
) -> Result<(StatusCode, Json<GiroAnswer>), Refusal> {
    const WANTED: Wanted = Wanted {
        use_case: "giros.ask",
        to: OrderState::Pending,
        reason_field: "",
    };
    let bank = named::bank_in(&api, &body).await?;
    let typed = read(&body, &bank)?;
    let placed = retrying(|| giros::ask(&api.desk, &actor, &request, &typed)).await;
    let placed = placed.map_err(giro_refused(WANTED))?;
    let whole = whole(&api, &actor, placed.order).await?;
    let answer = GiroAnswer::of("Giro creado", &whole, &[RecordKind::Discount]);
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Giros, newest first: an admin sees every one, a transferencista those they have, a minorista their own.
#[utoipa::path(
    get, path = "/api/giros", tag = "giros", security(("token" = [])),
    params(GirosAsked),
    responses((status = 200, description = "A page of them", body = GirosShown), Always, NotThere)
)]
pub(super) async fn list(
    State(api): State<Api>,
    Acting(actor): Acting,
    query: Query,
) -> Result<Json<GirosShown>, Refusal> {
    let page = query.page()?;
    let states = one_of(STATES.into_iter().map(status));
    let named_state = |word: &str| STATES.into_iter().find(|state| status(*state) == word);
    let filter = GiroFilter {
        state: query.read("estado", &states, named_state)?,
        since: query.since("desde", api.desk.policy.time_zone)?,
        owner: person(&api, &query, "minorista", GiroCode::MinoristaNotFound).await?,
        cashier: person(&api, &query, "transferencista", GiroCode::TransferencistaNotFound).await?,
    };
    let after = page.below.map(OrderId::new);
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        giros_after(&mut reader, &actor, filter, after, page.limit + 1).await
    };
    let found: Result<GirosSeen, ReadError> = read.await;
    let mut found = found.map_err(read_refused("giros.list"))?;
    let more = page.cut(&mut found.rows);
    let last = found.rows.last().map(|seen| seen.order.id.get());
    Ok(Json(GirosShown {
        exito: true,
        siguiente: last.filter(|_| more),
        giros: found
            .rows
            .iter()
            .map(|seen| GiroShown::of(seen, &found.names))
            .collect(),
    }))
}

async fn person(api: &Api, query: &Query, name: &str, code: GiroCode) -> Result<Option<crate::ids::MemberId>, Refusal> {
    match query.find(name) {
        Some(typed) => Ok(Some(named::person(api, typed, code).await?)),
        None => Ok(None),
    }
}

/// A giro with its records and its history, for whoever takes part in it, transferencistas and admins.
#[utoipa::path(
    get, path = "/api/giros/{id}", tag = "giros", security(("token" = [])),
    params(("id" = String, Path, description = "The number of the giro")),
    responses((status = 200, description = "The giro", body = GiroWholeShown), Always, NotThere)
)]
pub(super) async fn show(
    State(api): State<Api>,
    Acting(actor): Acting,
    Part(id): Part,
) -> Result<Json<GiroWholeShown>, Refusal> {
    let whole = whole(&api, &actor, named::giro(&id)?).await?;
    Ok(Json(GiroWholeShown::of(&whole)))
}

/// A giro that the actor may see.
pub(super) async fn whole(api: &Api, actor: &Actor, giro: OrderId) -> Result<GiroWhole, Refusal> {
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        giro_whole(&mut reader, actor, giro).await
    };
    let found: Result<GiroWhole, ReadError> = read.await;
    found.map_err(read_refused("giros.show"))
}
