//! Deposits and withdrawals through a cashier: asking, assigning, confirming, rejecting, cancelling, reverting.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::cash_bodies::{CashRequest, CashierAsked, PaymentAsked, ReasonAsked, account, details};
use super::cash_error::{cash_refused, order_refused, payment_repeated, read_refused, short_to_revert};
use super::players_error::players_refused;
use super::shown::DetailShown;
use crate::db::{DbError, retrying};
use crate::domain::flows::players::{
    self, AskCash, Asker, CashError, ConfirmCash, Direction, Player, PublicId, RepeatedPayment, TransactionState,
};
use crate::domain::kernel::outbox::CaptureUse;
use crate::domain::orders::{self, HandOver};
use crate::domain::people::tokens::Principal;
use crate::http::idempotency::RepeatableAsked;
use crate::http::state::Api;
use crate::http::under_api::auth::Calling;
use crate::http::under_api::body::Body;
use crate::http::under_api::centavos::money_of;
use crate::http::under_api::code::Code;
use crate::http::under_api::described::{Always, Conflicts, NotThere, Unreadable};
use crate::http::under_api::part::Part;
use crate::http::under_api::person::{IDENTITY_CHARS_MAX, find_named};
use crate::http::under_api::refusal::Refusal;
use crate::http::under_api::repeatable::Repeatable;
use crate::ids::{MemberId, OrderId, RequestId};
use crate::reports::players::{TransactionCard, transaction_card};

const DESCRIPTION_CHARS_MAX: usize = 500;
const METHOD_CHARS_MAX: usize = 60;
const DESTINATION_CHARS_MAX: usize = 200;

/// The transaction as it is now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CashAnswer {
    #[schema(example = true)]
    exito: bool,
    #[schema(example = "Transacción confirmada y completada")]
    mensaje: &'static str,
    transaccion: DetailShown,
}

impl CashAnswer {
    pub(super) fn of(mensaje: &'static str, card: &TransactionCard) -> Json<CashAnswer> {
        Json(CashAnswer {
            exito: true,
            mensaje,
            transaccion: DetailShown::of(card),
        })
    }
}

fn read(body: &Body, api: &Api) -> Result<AskCash, Refusal> {
    let direction = body.word("categoria", "`deposito` o `retiro`", |word| {
        Direction::from_code(word).ok()
    })?;
    let side = direction.category().side();
    let expected = format!("`{side}`, porque la categoría es `{direction}`");
    body.word("tipo", &expected, |word| (word == side.code()).then_some(()))?;
    let centavos = body.centavos("monto")?;
    let amount =
        money_of(centavos, api.desk.policy.players.currency).map_err(|_| Refusal::field("monto", "un monto menor"))?;
    let destination = match direction {
        // A deposit goes to the cashier's account; what is given is checked all the same.
        Direction::Deposit => {
            body.optional_text("destino", DESTINATION_CHARS_MAX)?;
            None
        }
        Direction::Withdrawal => Some(body.text("destino", DESTINATION_CHARS_MAX)?),
    };
    Ok(AskCash {
        direction,
        amount,
        method: body.text("metodoPago", METHOD_CHARS_MAX)?,
        description: body.text("descripcion", DESCRIPTION_CHARS_MAX)?,
        destination,
        receipt: None,
        source: None,
        external: body.object("referenciaExterna")?,
        metadata: body.object("metadata")?,
    })
}

/// Asks for a deposit or a withdrawal. A deposit moves nothing until its cashier confirms it; a withdrawal holds the
/// money at once.
#[utoipa::path(
    post, path = "/api/transacciones/solicitud", tag = "transacciones", security(("token" = [])),
    params(RepeatableAsked),
    request_body = CashRequest,
    responses((status = 201, description = "It was asked for", body = CashAnswer), Always, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn ask(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
    body: Body,
) -> Result<(StatusCode, Json<CashAnswer>), Refusal> {
    let typed = read(&body, &api)?;
    let player = find_player(&api, &caller, &body.identity("jugadorId", IDENTITY_CHARS_MAX)?).await?;
    let asker = Asker::Caller(&caller, player.member);
    let done = retrying(|| players::ask(&api.desk, asker, &request, &typed)).await;
    let done = done.map_err(cash_refused("players.ask"))?;
    let card = card(&api, &caller, done.transaction.as_str()).await?;
    let mensaje = match typed.direction {
        Direction::Deposit => "Solicitud de depósito creada",
        Direction::Withdrawal => "Solicitud de retiro creada: el monto queda retenido hasta que se pague",
    };
    Ok((StatusCode::CREATED, CashAnswer::of(mensaje, &card)))
}

/// Gives a request to a cashier.
#[utoipa::path(
    put, path = "/api/transacciones/{id}/asignar-cajero", tag = "cajeros", security(("token" = [])),
    params(("id" = String, Path, description = "The `_id` of the transaction"), RepeatableAsked),
    request_body = CashierAsked,
    responses((status = 200, description = "It has that cashier", body = CashAnswer), Always, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn assign(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
    Part(id): Part,
    body: Body,
) -> Result<Json<CashAnswer>, Refusal> {
    let named = body.identity("cajeroId", IDENTITY_CHARS_MAX)?;
    let (order, _) = order_of(&api, &caller, &id).await?;
    let to = find_cashier(&api, &named).await?;
    let hand_over = HandOver { order, to };
    let actor = caller.actor();
    let done = retrying(|| orders::hand_over(&api.desk, &actor, &request, hand_over)).await;
    done.map_err(order_refused("orders.hand_over"))
        .map_err(|no| no.asking_for(TransactionState::InProcess))?;
    answered(&api, &caller, &id, "Cajero asignado").await
}

/// Confirms that the money moved; it is in the books with the same answer.
#[utoipa::path(
    put, path = "/api/transacciones/{id}/confirmar", tag = "cajeros", security(("token" = [])),
    params(("id" = String, Path, description = "The `_id` of the transaction"), RepeatableAsked),
    request_body = PaymentAsked,
    responses((status = 200, description = "It is in the books", body = CashAnswer), Always, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn confirm(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
    Part(id): Part,
    body: Body,
) -> Result<Json<CashAnswer>, Refusal> {
    let (order, _) = order_of(&api, &caller, &id).await?;
    let typed = ConfirmCash {
        order,
        details: details(&body)?,
        account: account(&body)?,
        although_repeated: body.flag("confirmarRepetida")?,
    };
    let actor = caller.actor();
    let done = retrying(|| players::confirm(&api.desk, &actor, &request, &typed)).await;
    if_repeated(&api, (actor.member, order), done, "players.confirm")
        .await
        .map_err(|no| no.asking_for(TransactionState::Confirmed))?;
    answered(&api, &caller, &id, "Transacción confirmada y completada").await
}

/// The player says that they paid, and how; the cashier reads it.
#[utoipa::path(
    put, path = "/api/transacciones/{id}/confirmar-pago-usuario", tag = "transacciones", security(("token" = [])),
    params(("id" = String, Path, description = "The `_id` of the transaction"), RepeatableAsked),
    request_body = PaymentAsked,
    responses((status = 200, description = "The cashier knows", body = CashAnswer), Always, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn say_paid(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
    Part(id): Part,
    body: Body,
) -> Result<Json<CashAnswer>, Refusal> {
    let (order, player) = order_of(&api, &caller, &id).await?;
    let details = details(&body)?;
    let actor = players::acting_for(&caller, &player);
    let done = retrying(|| players::say_paid(&api.desk, &actor, &request, order, &details)).await;
    if matches!(done, Err(CashError::NotCash(_))) {
        return Err(Refusal::new(Code::NoNecesitaCajero).saying(
            "Solo de un depósito se dice que está pagado. Un retiro lo paga y confirma su cajero: espere, o cancélelo mientras esté `pendiente`."
                .to_owned(),
        ));
    }
    if_repeated(&api, (player.member, order), done, "players.say_paid").await?;
    answered(&api, &caller, &id, "Pago anotado: el cajero lo revisa").await
}

/// Rejects a request. The player's money is free again.
#[utoipa::path(
    put, path = "/api/transacciones/{id}/rechazar", tag = "cajeros", security(("token" = [])),
    params(("id" = String, Path, description = "The `_id` of the transaction"), RepeatableAsked),
    request_body = ReasonAsked,
    responses((status = 200, description = "It is rejected", body = CashAnswer), Always, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn reject(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
    Part(id): Part,
    body: Body,
) -> Result<Json<CashAnswer>, Refusal> {
    let reason = body.reason("motivo")?;
    let (order, _) = order_of(&api, &caller, &id).await?;
    let actor = caller.actor();
    let done = retrying(|| orders::reject(&api.desk, &actor, &request, order, &reason)).await;
    done.map_err(order_refused("orders.reject"))
        .map_err(|no| no.asking_for(TransactionState::Rejected))?;
    answered(&api, &caller, &id, "Transacción rechazada").await
}

/// The player withdraws a request that no cashier has yet.
#[utoipa::path(
    put, path = "/api/transacciones/{id}/cancelar", tag = "transacciones", security(("token" = [])),
    params(("id" = String, Path, description = "The `_id` of the transaction"), RepeatableAsked),
    responses((status = 200, description = "It is cancelled", body = CashAnswer), Always, NotThere, Conflicts)
)]
pub(super) async fn cancel(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
    Part(id): Part,
) -> Result<Json<CashAnswer>, Refusal> {
    let (order, player) = order_of(&api, &caller, &id).await?;
    let actor = players::acting_for(&caller, &player);
    let done = retrying(|| orders::cancel(&api.desk, &actor, &request, order)).await;
    done.map_err(order_refused("orders.cancel"))
        .map_err(|no| no.asking_for(TransactionState::Cancelled))?;
    answered(&api, &caller, &id, "Transacción cancelada").await
}

/// Undoes a transaction by its mirror, while the player still has the money.
#[utoipa::path(
    put, path = "/api/transacciones/{id}/revertir", tag = "administracion", security(("token" = [])),
    params(("id" = String, Path, description = "The `_id` of the transaction"), RepeatableAsked),
    request_body = ReasonAsked,
    responses((status = 200, description = "It is reverted", body = CashAnswer), Always, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn revert(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
    Part(id): Part,
    body: Body,
) -> Result<Json<CashAnswer>, Refusal> {
    let reason = body.reason("motivo")?;
    let found = card(&api, &caller, &id).await?;
    let done = match &found.cash {
        Some(cash) => {
            let (actor, order) = (caller.actor(), cash.order.id);
            let done = retrying(|| players::revert_order(&api.desk, &actor, &request, order, &reason)).await;
            done.map(drop).map_err(cash_refused("players.revert_order"))
        }
        None => revert_automatic(&api, &caller, (&request, &reason), &found).await,
    };
    done.map_err(|no| no.asking_for(TransactionState::Reverted))?;
    answered(&api, &caller, &id, "Transacción revertida").await
}

async fn revert_automatic(
    api: &Api,
    caller: &Principal,
    (request, reason): (&RequestId, &str),
    found: &TransactionCard,
) -> Result<(), Refusal> {
    let id = &found.transaction.public_id;
    let done = retrying(|| players::revert(&api.desk, caller, request, id, reason)).await;
    done.map_err(players_refused("players.revert"))
        .map_err(short_to_revert)?;
    Ok(())
}

/// Shows a transaction with the history of its states: to its player, its cashier, admins and programs.
#[utoipa::path(
    get, path = "/api/transacciones/{id}", tag = "transacciones", security(("token" = [])),
    params(("id" = String, Path, description = "The `_id` of the transaction")),
    responses((status = 200, description = "The transaction", body = CashAnswer), Always, NotThere)
)]
pub(super) async fn show(
    State(api): State<Api>,
    Calling(caller): Calling,
    Part(id): Part,
) -> Result<Json<CashAnswer>, Refusal> {
    answered(&api, &caller, &id, "Transacción encontrada").await
}

async fn answered(api: &Api, caller: &Principal, id: &str, mensaje: &'static str) -> Result<Json<CashAnswer>, Refusal> {
    Ok(CashAnswer::of(mensaje, &card(api, caller, id).await?))
}

async fn card(api: &Api, caller: &Principal, id: &str) -> Result<TransactionCard, Refusal> {
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        transaction_card(&mut reader, caller, id, api.desk.policy.players.currency).await
    };
    read.await.map_err(read_refused("players.show_transaction"))
}

/// The order of a deposit or withdrawal that the caller may see, and its player.
async fn order_of(api: &Api, caller: &Principal, id: &str) -> Result<(OrderId, Player), Refusal> {
    let card = card(api, caller, id).await?;
    match card.cash {
        Some(cash) => Ok((cash.order.id, card.player)),
        None => Err(Refusal::new(Code::NoNecesitaCajero)),
    }
}

pub(super) async fn find_player(api: &Api, caller: &Principal, typed: &str) -> Result<Player, Refusal> {
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        players::require_own_player(&mut reader, caller, typed, api.desk.policy.players.currency).await
    };
    read.await.map_err(players_refused("players.find"))
}

/// The member whom a caller names as cashier.
pub(super) async fn find_cashier(api: &Api, typed: &str) -> Result<MemberId, Refusal> {
    let found = find_named(api, typed).await?;
    let found = found.map(|member| member.id);
    found.ok_or_else(|| {
        Refusal::field(
            "cajeroId",
            "el de un cajero, como lo da GET /api/transacciones/cajeros-disponibles",
        )
    })
}

/// The outcome of a call about a payment. Superusers hear of one that was offered twice, although it is refused.
async fn if_repeated<T>(
    api: &Api,
    (by, order): (MemberId, OrderId),
    done: Result<T, CashError>,
    use_case: &'static str,
) -> Result<(), Refusal> {
    let Err(error) = done else { return Ok(()) };
    let CashError::Repeated { used } = error else {
        return Err(cash_refused(use_case)(error));
    };
    let repeated = RepeatedPayment {
        by,
        used,
        order: Some(order),
    };
    let told = retrying(|| players::tell_repeated(&api.desk, repeated)).await;
    told.map_err(|fault| Refusal::fault("players.tell_repeated", &fault))?;
    let transaction = transaction_of(api, used).await;
    let transaction = transaction.map_err(|fault| Refusal::fault(use_case, &fault))?;
    Err(payment_repeated(used, transaction).noted(use_case))
}

/// The transaction of the order that a payment proves; `None` when that order is none of a player's.
async fn transaction_of(api: &Api, used: CaptureUse) -> Result<Option<PublicId>, DbError> {
    let CaptureUse::Order(order) = used else {
        return Ok(None);
    };
    let mut reader = api.desk.db.reader().await?;
    let found = players::find_transaction_of_order(&mut reader, order).await?;
    Ok(found.map(|found| found.public_id))
}
