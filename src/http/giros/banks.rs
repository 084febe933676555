//! Banks and their central balances.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::bodies::{CentralAdjustmentAsked, CentralRechargeAsked, CentralTransferAsked};
use super::giro_error::read_refused;
use super::money_error::central_refused;
use super::records::{RecordAnswer, RecordsAnswer, only_posted, posted};
use super::{amounts, named};
use crate::db::{DbError, retrying};
use crate::domain::kernel::money::Money;
use crate::domain::people::members::{Actor, Permission};
use crate::domain::treasury::accounts::Movement;
use crate::domain::treasury::banks::{self, Bank};
use crate::domain::treasury::central::{self, CentralChange, CentralToAccount};
use crate::http::body::number;
use crate::http::idempotency::RepeatableAsked;
use crate::http::state::Api;
use crate::http::under_api::acting::Acting;
use crate::http::under_api::body::Body;
use crate::http::under_api::described::{Always, Conflicts, NotThere, Unreadable};
use crate::http::under_api::part::Part;
use crate::http::under_api::refusal::Refusal;
use crate::http::under_api::repeatable::Repeatable;
use crate::ids::RequestId;
use crate::reports::ReadError;
use crate::reports::giros::{BankHoldings, Holdings, holdings};

/// A bank.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BankShown {
    /// What calls take as `bankId`.
    #[schema(example = 3)]
    id: i64,
    /// What its account numbers begin with.
    #[schema(example = "0134")]
    code: String,
    #[schema(example = "Banesco")]
    name: String,
    #[schema(example = "VE")]
    country: String,
    #[schema(example = "VES")]
    currency: String,
    /// Only for admins.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    saldos: Option<HoldingsShown>,
}

/// What the desk has at a bank.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct HoldingsShown {
    #[schema(example = "49000.00")]
    central: String,
    /// The sum of the transferencistas' accounts there.
    #[schema(example = "10950.00")]
    cuentas: String,
    #[schema(example = 2)]
    numero_cuentas: usize,
}

/// A sum.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SumShown {
    #[schema(example = "VES")]
    moneda: String,
    #[schema(example = "59950.00")]
    total: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct BanksShown {
    #[schema(example = true)]
    exito: bool,
    bancos: Vec<BankShown>,
    /// Bank accounts at banks that are not in the list. Only for admins.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    otras_cuentas: Option<Vec<SumShown>>,
    /// Central balances and bank accounts together. Only for admins.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    totales: Option<Vec<SumShown>>,
}

impl BankShown {
    fn of(bank: &Bank, saldos: Option<HoldingsShown>) -> BankShown {
        BankShown {
            id: bank.id.get(),
            code: bank.code.clone(),
            name: bank.name.clone(),
            country: bank.country.clone(),
            currency: bank.currency.to_string(),
            saldos,
        }
    }

    fn held(there: &BankHoldings) -> BankShown {
        let saldos = HoldingsShown {
            central: amounts::amount(there.central),
            cuentas: amounts::amount(there.accounts),
            numero_cuentas: there.accounts_count,
        };
        BankShown::of(&there.bank, Some(saldos))
    }
}

fn sums(of: &[Money]) -> Vec<SumShown> {
    let sum = |money: &Money| SumShown {
        moneda: money.currency().to_string(),
        total: amounts::amount(*money),
    };
    of.iter().map(sum).collect()
}

/// The banks to which giros are sent; for admins with what the desk has there.
#[utoipa::path(
    get, path = "/api/bancos", tag = "bancos", security(("token" = [])),
    responses((status = 200, description = "The banks", body = BanksShown), Always)
)]
pub(super) async fn list(State(api): State<Api>, Acting(actor): Acting) -> Result<Json<BanksShown>, Refusal> {
    if actor.may(Permission::SeeAccounts) {
        return Ok(Json(held(&api, &actor).await?));
    }
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        banks::list_banks(&mut reader).await
    };
    let found: Result<Vec<Bank>, DbError> = read.await;
    let found = found.map_err(|fault| Refusal::fault("banks.list", &fault))?;
    Ok(Json(BanksShown {
        exito: true,
        bancos: found.iter().map(|bank| BankShown::of(bank, None)).collect(),
        otras_cuentas: None,
        totales: None,
    }))
}

async fn held(api: &Api, actor: &Actor) -> Result<BanksShown, Refusal> {
    let read = async {
        let mut snapshot = api.desk.db.snapshot().await?;
        holdings(&mut snapshot, actor).await
    };
    let found: Result<Holdings, ReadError> = read.await;
    let found = found.map_err(read_refused("giros.holdings"))?;
    Ok(BanksShown {
        exito: true,
        bancos: found.banks.iter().map(BankShown::held).collect(),
        otras_cuentas: Some(sums(&found.elsewhere)),
        totales: Some(sums(&found.total)),
    })
}

async fn moves(
    api: &Api,
    (actor, request, id): (&Actor, &RequestId, &str),
    (body, movement): (&Body, Movement),
    mensaje: &'static str,
) -> Result<(StatusCode, Json<RecordAnswer>), Refusal> {
    let bank = named::bank(api, number(id), id).await?;
    let (amount, reference) = amounts::by_hand(body, bank.currency, movement)?;
    let change = CentralChange {
        bank: bank.id,
        movement,
        amount,
        commission: amounts::optional(body, "commission", bank.currency)?,
        reference,
    };
    let moved = retrying(|| central::move_central(&api.desk, actor, request, &change)).await;
    let moved = moved.map_err(central_refused("central.move"))?;
    let record = only_posted(api, actor, Some(moved.journal)).await?;
    Ok((StatusCode::CREATED, Json(RecordAnswer::of(mensaje, record))))
}

/// Money came into a bank's central balance.
#[utoipa::path(
    post, path = "/api/bancos/{id}/recargas", tag = "bancos", security(("token" = [])),
    params(("id" = String, Path, description = "The bank's id"), RepeatableAsked),
    request_body = CentralRechargeAsked,
    responses((status = 201, description = "It is in the central balance", body = RecordAnswer), Always, NotThere, Conflicts, Unreadable)
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
        "Balance central recargado",
    )
    .await
}

/// Corrects a bank's central balance, never below zero.
#[utoipa::path(
    post, path = "/api/bancos/{id}/ajustes", tag = "bancos", security(("token" = [])),
    params(("id" = String, Path, description = "The bank's id"), RepeatableAsked),
    request_body = CentralAdjustmentAsked,
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
        "Balance central ajustado",
    )
    .await
}

/// Money of a bank's central balance goes into a transferencista's bank account.
#[utoipa::path(
    post, path = "/api/bancos/{id}/transferencias", tag = "bancos", security(("token" = [])),
    params(("id" = String, Path, description = "The bank's id"), RepeatableAsked),
    request_body = CentralTransferAsked,
    responses((status = 201, description = "It is in the account", body = RecordsAnswer), Always, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn transfer(
    State(api): State<Api>,
    Acting(actor): Acting,
    Repeatable(request): Repeatable,
    Part(id): Part,
    body: Body,
) -> Result<(StatusCode, Json<RecordsAnswer>), Refusal> {
    let bank = named::bank(&api, number(&id), &id).await?;
    let transfer = CentralToAccount {
        bank: bank.id,
        amount: amounts::positive(&body, "amount", bank.currency)?,
        reference: body.optional_text("reference", amounts::REFERENCE_CHARS_MAX)?,
        account: named::account_in(&api, &actor, &body).await?,
    };
    let done = retrying(|| central::transfer_to_account(&api.desk, &actor, &request, &transfer)).await;
    let done = done.map_err(central_refused("central.transfer"))?;
    let records = posted(&api, &actor, done.journal).await?;
    Ok((
        StatusCode::CREATED,
        Json(RecordsAnswer::of("Transferencia hecha", records)),
    ))
}
