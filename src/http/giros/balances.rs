//! The records of one balance, page by page: of a reseller, of a bank account, of a bank's central balance.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::acting::Acting;
use super::code::GiroCode;
use super::giro_error::read_refused;
use super::named;
use super::records::RecordShown;
use super::resellers::{currency_with, reseller};
use crate::domain::flows::giros::RecordKind;
use crate::domain::people::members::{Actor, Role};
use crate::domain::treasury::accounts::AccountClass;
use crate::http::body::number;
use crate::http::state::Api;
use crate::http::under_api::described::{Always, NotThere};
use crate::http::under_api::part::Part;
use crate::http::under_api::query::{Query, one_of};
use crate::http::under_api::refusal::Refusal;
use crate::ids::EntryId;
use crate::reports::ReadError;
use crate::reports::giro_records::{BalanceOf, RecordFilter, Records, records_after};
use crate::reports::giros::prepaid_accounts;

/// The query of a list. It is read field by field; this type only describes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct RecordsAsked {
    /// `RECHARGE`, `DISCOUNT`, `DEPOSIT`, `WITHDRAWAL`, `TRANSFER`, `ADJUSTMENT`, `REFUND`, `COMMISSION` or `OTHER`.
    tipo: Option<String>,
    /// Those posted since then: a day of the desk (`2026-11-29`) or an instant.
    desde: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limite: Option<i64>,
    /// `siguiente` of the page before: nothing is skipped or shown twice while others are added.
    #[param(minimum = 1)]
    cursor: Option<i64>,
}

/// The parameter of [`OfCurrencyAsked`].
const CURRENCY: &str = "moneda";

/// Which balance of a minorista.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct OfCurrencyAsked {
    /// The balance's currency; without it the one that giros usually have.
    #[param(example = "VES")]
    moneda: Option<String>,
}

/// A page of records, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RecordsShown {
    #[schema(example = true)]
    exito: bool,
    transacciones: Vec<RecordShown>,
    /// The `cursor` of the next page; nothing on the last one. A page with a filter may have fewer than `limite` and still a
    /// next one.
    siguiente: Option<i64>,
}

async fn page(api: &Api, actor: &Actor, of: &BalanceOf<'_>, query: &Query) -> Result<Json<RecordsShown>, Refusal> {
    let page = query.page()?;
    let kinds = one_of(RecordKind::ALL.iter().map(|kind| kind.code()));
    let filter = RecordFilter {
        kind: query.read("tipo", &kinds, |word| RecordKind::from_code(word).ok())?,
        since: query.since("desde", api.desk.policy.time_zone)?,
    };
    let after = page.below.map(EntryId::new);
    let rows_max = usize::try_from(page.limit).unwrap_or_default();
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        records_after(&mut reader, actor, of, filter, (after, rows_max)).await
    };
    let found: Result<Records, ReadError> = read.await;
    let found = found.map_err(read_refused("giros.records_after"))?;
    let shown = |record| RecordShown::of(record, &found.names);
    Ok(Json(RecordsShown {
        exito: true,
        transacciones: found.rows.iter().map(shown).collect(),
        siguiente: found.next.map(EntryId::get),
    }))
}

/// The records of a reseller's balance in one currency, newest first. A minorista sees only their own, also as `yo`.
#[utoipa::path(
    get, path = "/api/minoristas/{id}/transacciones", tag = "minoristas", security(("token" = [])),
    params(("id" = String, Path, description = "Any identity of the minorista; `yo`: whose token it is"), OfCurrencyAsked, RecordsAsked),
    responses((status = 200, description = "A page of them", body = RecordsShown), Always, NotThere)
)]
pub(super) async fn of_reseller(
    State(api): State<Api>,
    Acting(actor): Acting,
    Part(id): Part,
    query: Query,
) -> Result<Json<RecordsShown>, Refusal> {
    let nobody = || named::unknown(GiroCode::MinoristaNotFound, &id);
    let member = reseller(&api, &actor, &id).await?;
    let usual = api.desk.policy.default_corridor.send;
    let currency = match query.find(CURRENCY) {
        None => usual,
        Some(_) => currency_with(&api, |expected, called| query.read(CURRENCY, expected, called))
            .await?
            .unwrap_or(usual),
    };
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        prepaid_accounts(&mut reader, &actor, member).await
    };
    let found: Result<_, ReadError> = read.await;
    let (member, accounts) = match found {
        // They do not learn who exists.
        Err(ReadError::NotAllowed(_)) => return Err(nobody()),
        found => found.map_err(read_refused("giros.prepaid_accounts"))?,
    };
    if member.role != Role::Reseller {
        return Err(nobody());
    }
    match accounts.into_iter().find(|account| account.currency == currency) {
        Some(account) => page(&api, &actor, &BalanceOf::Account(&account), &query).await,
        // Nothing was ever recharged in it.
        None => Ok(Json(RecordsShown {
            exito: true,
            transacciones: Vec::new(),
            siguiente: None,
        })),
    }
}

/// The records of a bank account, newest first. A transferencista sees those of their own.
#[utoipa::path(
    get, path = "/api/cuentas-bancarias/{id}/transacciones", tag = "cuentas-bancarias", security(("token" = [])),
    params(("id" = String, Path, description = "The account's n.º, or its number of 20 digits"), RecordsAsked),
    responses((status = 200, description = "A page of them", body = RecordsShown), Always, NotThere)
)]
pub(super) async fn of_bank_account(
    State(api): State<Api>,
    Acting(actor): Acting,
    Part(id): Part,
    query: Query,
) -> Result<Json<RecordsShown>, Refusal> {
    let account = named::account(&api, &actor, &id).await?;
    if account.class != AccountClass::Bank {
        return Err(named::unknown(GiroCode::BankAccountNotFound, &id));
    }
    page(&api, &actor, &BalanceOf::Account(&account), &query).await
}

/// The records of a bank's central balance, newest first.
#[utoipa::path(
    get, path = "/api/bancos/{id}/transacciones", tag = "bancos", security(("token" = [])),
    params(("id" = String, Path, description = "The bank's id"), RecordsAsked),
    responses((status = 200, description = "A page of them", body = RecordsShown), Always, NotThere)
)]
pub(super) async fn of_bank(
    State(api): State<Api>,
    Acting(actor): Acting,
    Part(id): Part,
    query: Query,
) -> Result<Json<RecordsShown>, Refusal> {
    let bank = named::bank(&api, number(&id), &id).await?;
    page(&api, &actor, &BalanceOf::Bank(&bank), &query).await
}
