//! What its transferencista, its creator and admins do with a giro.

use axum::Json;
use axum::extract::State;

use super::bodies::{ExecutionAsked, GiroReasonAsked};
use super::giro_error::{Wanted, giro_refused, order_refused, read_refused, return_refused};
use super::send::whole;
use super::shown::GiroAnswer;
use super::{amounts, named};
use crate::db::retrying;
use crate::domain::flows::giros::{self, Execute, ExecutionType, RecordKind};
use crate::domain::kernel::money::Money;
use crate::domain::orders::{self, Order, OrderState};
use crate::domain::people::members::Actor;
use crate::http::idempotency::RepeatableAsked;
use crate::http::state::Api;
use crate::http::under_api::acting::Acting;
use crate::http::under_api::body::Body;
use crate::http::under_api::described::{Always, Conflicts, NotThere, Unreadable};
use crate::http::under_api::part::Part;
use crate::http::under_api::query::one_of;
use crate::http::under_api::refusal::Refusal;
use crate::http::under_api::repeatable::Repeatable;
use crate::ids::OrderId;
use crate::reports::ReadError;
use crate::reports::giros::giro_order;

/// The giro that the path names, if the caller may see it. Its currency is that of its money.
async fn seen(api: &Api, actor: &Actor, id: &str) -> Result<(OrderId, Money), Refusal> {
    let giro = named::giro(id)?;
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        giro_order(&mut reader, actor, giro).await
    };
    let found: Result<Order, ReadError> = read.await;
    let found = found.map_err(read_refused("giros.show"))?;
    Ok((found.id, found.amount))
}

async fn answered(
    api: &Api,
    actor: &Actor,
    giro: OrderId,
    (mensaje, moved): (&'static str, &[RecordKind]),
) -> Result<Json<GiroAnswer>, Refusal> {
    let found = whole(api, actor, giro).await?;
    Ok(Json(GiroAnswer::of(mensaje, &found, moved)))
}

/// Its transferencista says that they are paying it: nobody can cancel it any more.
#[utoipa::path(
    put, path = "/api/giros/{id}/procesar", tag = "giros", security(("token" = [])),
    params(("id" = String, Path, description = "The number of the giro"), RepeatableAsked),
    responses((status = 200, description = "It is being paid", body = GiroAnswer), Always, NotThere, Conflicts)
)]
pub(super) async fn process(
    State(api): State<Api>,
    Acting(actor): Acting,
    Repeatable(request): Repeatable,
    Part(id): Part,
) -> Result<Json<GiroAnswer>, Refusal> {
    const WANTED: Wanted = Wanted {
        use_case: "giros.process",
        to: OrderState::Processing,
        reason_field: "",
    };
    let (giro, _) = seen(&api, &actor, &id).await?;
    let done = retrying(|| giros::start_processing(&api.desk, &actor, &request, giro)).await;
    done.map_err(giro_refused(WANTED))?;
    answered(&api, &actor, giro, ("Giro en proceso", &[])).await
}

/// It was paid, from an account of its transferencista's at any bank; it is in the books with the same answer.
#[utoipa::path(
    put, path = "/api/giros/{id}/ejecutar", tag = "giros", security(("token" = [])),
    params(("id" = String, Path, description = "The number of the giro"), RepeatableAsked),
    request_body = ExecutionAsked,
    responses((status = 200, description = "It is completed", body = GiroAnswer), Always, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn execute(
    State(api): State<Api>,
    Acting(actor): Acting,
    Repeatable(request): Repeatable,
    Part(id): Part,
    body: Body,
) -> Result<Json<GiroAnswer>, Refusal> {
    const WANTED: Wanted = Wanted {
        use_case: "giros.execute",
        to: OrderState::Completed,
        reason_field: "",
    };
    let ways = one_of(ExecutionType::ALL.iter().map(|way| way.code()));
    let way = body.word("executionType", &ways, |word| ExecutionType::from_code(word).ok())?;
    let proof_url = body.web_address("proofUrl")?;
    let (giro, money) = seen(&api, &actor, &id).await?;
    let commission = amounts::optional(&body, "commission", money.currency())?;
    let typed = Execute {
        order: giro,
        account: Some(named::account_in(&api, &actor, &body).await?),
        way,
        commission: commission.unwrap_or(Money::zero(money.currency())),
        proof_url,
    };
    let done = retrying(|| giros::execute(&api.desk, &actor, &request, &typed)).await;
    done.map_err(giro_refused(WANTED))?;
    answered(&api, &actor, giro, ("Giro completado", &[RecordKind::Withdrawal])).await
}

/// It cannot be paid, or the bank paid it back. The minorista gets the money back, once.
#[utoipa::path(
    put, path = "/api/giros/{id}/devolver", tag = "giros", security(("token" = [])),
    params(("id" = String, Path, description = "The number of the giro"), RepeatableAsked),
    request_body = GiroReasonAsked,
    responses((status = 200, description = "It is given back", body = GiroAnswer), Always, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn give_back(
    State(api): State<Api>,
    Acting(actor): Acting,
    Repeatable(request): Repeatable,
    Part(id): Part,
    body: Body,
) -> Result<Json<GiroAnswer>, Refusal> {
    const WANTED: Wanted = Wanted {
        use_case: "orders.give_back",
        to: OrderState::Returned,
        reason_field: "motivo",
    };
    let reason = body.reason("motivo")?;
    let (giro, _) = seen(&api, &actor, &id).await?;
    let done = retrying(|| orders::give_back(&api.desk, &actor, &request, giro, &reason)).await;
    done.map_err(return_refused(WANTED))?;
    answered(&api, &actor, giro, ("Giro devuelto", &[RecordKind::Refund])).await
}

/// Whoever made it withdraws it, before it is being paid. The minorista gets the money back.
#[utoipa::path(
    put, path = "/api/giros/{id}/cancelar", tag = "giros", security(("token" = [])),
    params(("id" = String, Path, description = "The number of the giro"), RepeatableAsked),
    responses((status = 200, description = "It is cancelled", body = GiroAnswer), Always, NotThere, Conflicts)
)]
pub(super) async fn cancel(
    State(api): State<Api>,
    Acting(actor): Acting,
    Repeatable(request): Repeatable,
    Part(id): Part,
) -> Result<Json<GiroAnswer>, Refusal> {
    const WANTED: Wanted = Wanted {
        use_case: "orders.cancel",
        to: OrderState::Cancelled,
        reason_field: "",
    };
    let (giro, _) = seen(&api, &actor, &id).await?;
    let done = retrying(|| orders::cancel(&api.desk, &actor, &request, giro)).await;
    done.map_err(order_refused(WANTED))?;
    answered(&api, &actor, giro, ("Giro cancelado", &[RecordKind::Refund])).await
}
