//! Bank accounts of cashiers: looked at, recharged, adjusted.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::bodies::{AccountAdjustmentAsked, AccountDepositAsked};
use super::code::GiroCode;
use super::money_error::account_refused;
use super::records::{RecordAnswer, only_posted};
use super::shown::PersonShown;
use super::{amounts, named};
use crate::db::retrying;
use crate::domain::people::members::{Actor, Role};
use crate::domain::treasury::accounts::{self, AccountClass, AccountError, ByHand, Movement};
use crate::http::idempotency::RepeatableAsked;
use crate::http::state::Api;
use crate::http::under_api::acting::Acting;
use crate::http::under_api::body::Body;
use crate::http::under_api::described::{Always, Conflicts, NotThere, Unreadable};
use crate::http::under_api::part::Part;
use crate::http::under_api::query::Query;
use crate::http::under_api::refusal::Refusal;
use crate::http::under_api::repeatable::Repeatable;
use crate::ids::RequestId;
use crate::reports::accounts::{AccountCard, cards_of};

/// Whose accounts are listed. It is read field by field; this type only describes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct AccountsAsked {
    /// Any identity of the transferencista. A transferencista may leave it out; an admin must say whose.
    transferencista: Option<String>,
}

/// A bank account.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BankAccountShown {
    /// Its n.º, which calls take as `bankAccountId`.
    #[schema(example = 1)]
    id: i64,
    /// Its number of 20 digits at the desk, which calls take as well.
    #[schema(example = "01123456789012345678")]
    numero: String,
    #[schema(example = "Banesco")]
    bank: Option<String>,
    /// As in `GET /api/bancos`; nothing for a bank that is not in the list.
    #[serde(rename = "bankId")]
    #[schema(example = 3)]
    bank_id: Option<i64>,
    #[schema(example = "VES")]
    moneda: String,
    #[schema(example = "5000.00")]
    balance: String,
    /// What open orders will take from it.
    #[schema(example = "1500.00")]
    comprometido: Option<String>,
    transferencista: PersonShown,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BankAccountsShown {
    #[schema(example = true)]
    exito: bool,
    cuentas: Vec<BankAccountShown>,
}

impl BankAccountShown {
    fn of(card: &AccountCard) -> BankAccountShown {
        let account = &card.account;
        BankAccountShown {
            id: account.id.get(),
            numero: account.number.digits().to_owned(),
            bank: account.bank.clone(),
            bank_id: account.bank_id.map(crate::ids::BankId::get),
            moneda: account.currency.to_string(),
            balance: amounts::amount(card.balance.balance),
            comprometido: card.promised.map(amounts::amount),
            transferencista: PersonShown::member(&card.owner),
        }
    }
}

/// The open bank accounts of a transferencista, from which they pay giros. They see their own; an admin names whose.
#[utoipa::path(
    get, path = "/api/cuentas-bancarias", tag = "cuentas-bancarias", security(("token" = [])),
    params(AccountsAsked),
    responses((status = 200, description = "The accounts", body = BankAccountsShown), Always, NotThere, Unreadable)
)]
pub(super) async fn list(
    State(api): State<Api>,
    Acting(actor): Acting,
    query: Query,
) -> Result<Json<BankAccountsShown>, Refusal> {
    let of = match query.find("transferencista") {
        Some(typed) => named::person(&api, typed, GiroCode::TransferencistaNotFound).await?,
        None if actor.role == Role::Cashier => actor.member,
        None => {
            return Err(Refusal::field(
                "transferencista",
                "el id de un transferencista: las cuentas bancarias son suyas",
            ));
        }
    };
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        cards_of(&mut reader, &actor, of).await
    };
    let found: Result<Vec<AccountCard>, AccountError> = read.await;
    let mut found = found.map_err(account_refused("accounts.cards_of"))?;
    found.retain(|card| card.account.class == AccountClass::Bank);
    Ok(Json(BankAccountsShown {
        exito: true,
        cuentas: found.iter().map(BankAccountShown::of).collect(),
    }))
}

async fn moves(
    api: &Api,
    (actor, request, id): (&Actor, &RequestId, &str),
    (body, movement): (&Body, Movement),
    mensaje: &'static str,
) -> Result<(StatusCode, Json<RecordAnswer>), Refusal> {
    let account = named::account(api, actor, id).await?;
    let (amount, reference) = amounts::by_hand(body, account.currency, movement)?;
    let typed = ByHand {
        account: account.id,
        amount,
        movement,
        reference,
    };
    let moved = retrying(|| accounts::move_by_hand(&api.desk, actor, request, &typed)).await;
    let moved = moved.map_err(account_refused("accounts.move_by_hand"))?;
    let record = only_posted(api, actor, moved.movement).await?;
    Ok((StatusCode::CREATED, Json(RecordAnswer::of(mensaje, record))))
}

/// Money came into a bank account.
#[utoipa::path(
    post, path = "/api/cuentas-bancarias/{id}/depositos", tag = "cuentas-bancarias", security(("token" = [])),
    params(("id" = String, Path, description = "The account's n.º or its number of 20 digits"), RepeatableAsked),
    request_body = AccountDepositAsked,
    responses((status = 201, description = "It is in the account", body = RecordAnswer), Always, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn deposit(
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
        "Depósito hecho",
    )
    .await
}

/// Corrects a bank account, never below zero.
#[utoipa::path(
    post, path = "/api/cuentas-bancarias/{id}/ajustes", tag = "cuentas-bancarias", security(("token" = [])),
    params(("id" = String, Path, description = "The account's n.º or its number of 20 digits"), RepeatableAsked),
    request_body = AccountAdjustmentAsked,
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
        "Cuenta ajustada",
    )
    .await
}
