//! Prepaid balances of resellers: looked at, recharged, adjusted.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::bodies::{BalanceAdjustmentAsked, RechargeAsked};
use super::code::GiroCode;
use super::giro_error::read_refused;
use super::money_error::account_refused;
use super::records::{RecordAnswer, RecordShown, only_posted};
use super::shown::PersonShown;
use super::{amounts, named};
use crate::db::{DbError, retrying};
use crate::domain::kernel::money::Currency;
use crate::domain::people::members::{Actor, Role};
use crate::domain::treasury::accounts::{self, Movement, Recharge};
use crate::domain::treasury::banks;
use crate::http::idempotency::RepeatableAsked;
use crate::http::state::Api;
use crate::http::under_api::acting::Acting;
use crate::http::under_api::body::Body;
use crate::http::under_api::described::{Always, Conflicts, NotThere, Unreadable};
use crate::http::under_api::part::Part;
use crate::http::under_api::query::one_currency;
use crate::http::under_api::refusal::Refusal;
use crate::http::under_api::repeatable::Repeatable;
use crate::ids::{MemberId, RequestId};
use crate::reports::ReadError;
use crate::reports::giros::{PrepaidAccount, PrepaidCard, prepaid_card};
use crate::reports::lists::Names;

/// Whoever calls.
const ONESELF: &str = "yo";

/// A reseller's balance in one currency, with its last records, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BalanceShown {
    /// The account's number of 20 digits at the desk.
    #[schema(example = "01123456789012345678")]
    numero: String,
    #[schema(example = "VES")]
    moneda: String,
    #[schema(example = "1500.00")]
    balance: String,
    transacciones: Vec<RecordShown>,
}

/// A reseller and what they have.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ResellerShown {
    #[schema(example = true)]
    exito: bool,
    minorista: PersonShown,
    cuentas: Vec<BalanceShown>,
}

impl BalanceShown {
    fn of(prepaid: &PrepaidAccount, names: &Names) -> BalanceShown {
        let record = |record| RecordShown::of(record, names);
        BalanceShown {
            numero: prepaid.account.number.digits().to_owned(),
            moneda: prepaid.account.currency.to_string(),
            balance: amounts::amount(prepaid.balance),
            transacciones: prepaid.records.iter().map(record).collect(),
        }
    }
}

/// A reseller's balances and their last records. A minorista sees only their own, also as `yo`.
#[utoipa::path(
    get, path = "/api/minoristas/{id}", tag = "minoristas", security(("token" = [])),
    params(("id" = String, Path, description = "Any identity of the minorista; `yo`: whose token it is")),
    responses((status = 200, description = "The balances", body = ResellerShown), Always, NotThere)
)]
pub(super) async fn show(
    State(api): State<Api>,
    Acting(actor): Acting,
    Part(id): Part,
) -> Result<Json<ResellerShown>, Refusal> {
    let member = reseller(&api, &actor, &id).await?;
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        prepaid_card(&mut reader, &actor, member).await
    };
    let found: Result<PrepaidCard, ReadError> = read.await;
    let nobody = || named::unknown(GiroCode::MinoristaNotFound, &id);
    let found = match found {
        // They do not learn who exists.
        Err(ReadError::NotAllowed(_)) => return Err(nobody()),
        found => found.map_err(read_refused("giros.prepaid_card"))?,
    };
    if found.member.role != Role::Reseller {
        return Err(nobody());
    }
    Ok(Json(ResellerShown {
        exito: true,
        minorista: PersonShown::member(&found.member),
        cuentas: found
            .accounts
            .iter()
            .map(|one| BalanceShown::of(one, &found.names))
            .collect(),
    }))
}

/// The person whom the path names.
pub(super) async fn reseller(api: &Api, actor: &Actor, typed: &str) -> Result<MemberId, Refusal> {
    match typed {
        ONESELF => Ok(actor.member),
        typed => named::person(api, typed, GiroCode::MinoristaNotFound).await,
    }
}

/// The currency of the balance that is meant, one of the banks' currencies. `read` finds it in what was sent; it gets the
/// words for what is expected, and what a currency is called.
pub(super) async fn currency_with<T>(
    api: &Api,
    read: impl FnOnce(&str, &dyn Fn(&str) -> Option<Currency>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    one_currency(&currencies(api).await?, read)
}

/// The currencies of the banks.
async fn currencies(api: &Api) -> Result<Vec<Currency>, Refusal> {
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        banks::list_banks(&mut reader).await
    };
    let banks: Result<_, DbError> = read.await;
    let banks = banks.map_err(|fault| Refusal::fault("banks.list", &fault))?;
    let mut known: Vec<Currency> = banks.iter().map(|bank| bank.currency).collect();
    known.sort();
    known.dedup();
    Ok(known)
}

/// The currency that a body names; without one, that which giros usually have.
async fn currency(api: &Api, body: &Body) -> Result<Currency, Refusal> {
    const FIELD: &str = "currency";
    if body.written(FIELD).is_none() {
        return Ok(api.desk.policy.default_corridor.send);
    }
    currency_with(api, |expected, called| body.word(FIELD, expected, called)).await
}

async fn moves(
    api: &Api,
    (actor, request, id): (&Actor, &RequestId, &str),
    (body, movement): (&Body, Movement),
    mensaje: &'static str,
) -> Result<(StatusCode, Json<RecordAnswer>), Refusal> {
    let (amount, reference) = amounts::by_hand(body, currency(api, body).await?, movement)?;
    let typed = Recharge {
        member: reseller(api, actor, id).await?,
        amount,
        movement,
        reference,
    };
    let moved = retrying(|| accounts::recharge(&api.desk, actor, request, &typed)).await;
    let moved = moved.map_err(account_refused("accounts.recharge"))?;
    let record = only_posted(api, actor, moved.movement).await?;
    Ok((StatusCode::CREATED, Json(RecordAnswer::of(mensaje, record))))
}

/// Money came in for a reseller.
#[utoipa::path(
    post, path = "/api/minoristas/{id}/recargas", tag = "minoristas", security(("token" = [])),
    params(("id" = String, Path, description = "Any identity of the minorista"), RepeatableAsked),
    request_body = RechargeAsked,
    responses((status = 201, description = "It is in their balance", body = RecordAnswer), Always, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn recharge(
    State(api): State<Api>,
    Acting(actor): Acting,
    Repeatable(request): Repeatable,
    Part(id): Part,
    body: Body,
) -> Result<(StatusCode, Json<RecordAnswer>), Refusal> {
    moves(
        &api,
        (&actor, &request, &id),
        (&body, Movement::Deposit),
        "Saldo recargado",
    )
    .await
}

/// Corrects a reseller's balance, never below zero.
#[utoipa::path(
    post, path = "/api/minoristas/{id}/ajustes", tag = "minoristas", security(("token" = [])),
    params(("id" = String, Path, description = "Any identity of the minorista"), RepeatableAsked),
    request_body = BalanceAdjustmentAsked,
    responses((status = 201, description = "It is corrected", body = RecordAnswer), Always, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn adjust(
    State(api): State<Api>,
    Acting(actor): Acting,
    Repeatable(request): Repeatable,
    Part(id): Part,
    body: Body,
) -> Result<(StatusCode, Json<RecordAnswer>), Refusal> {
    moves(
        &api,
        (&actor, &request, &id),
        (&body, Movement::Adjustment),
        "Saldo ajustado",
    )
    .await
}
