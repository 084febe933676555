//! What callers name: banks by their id, bank accounts by their n.º or number, giros by their number, people by any identity.

use super::code::GiroCode;
use super::money_error::account_refused;
use crate::domain::people::members::Actor;
use crate::domain::treasury::accounts::{self, Account, AccountError, AccountName};
use crate::domain::treasury::banks::{self, Bank};
use crate::http::body::number;
use crate::http::state::Api;
use crate::http::under_api::body::Body;
use crate::http::under_api::person::find_named;
use crate::http::under_api::refusal::Refusal;
use crate::ids::{AccountId, BankId, MemberId, OrderId};
use serde_json::json;

/// The longest number of an account, in characters, with what may stand between its digits.
const ACCOUNT_CHARS_MAX: usize = 40;
/// The digits of an account's number.
const NUMBER_DIGITS: usize = 20;

pub(super) fn giro(typed: &str) -> Result<OrderId, Refusal> {
    let unknown = || unknown(GiroCode::GiroNotFound, typed);
    number(typed).map(OrderId::new).ok_or_else(unknown)
}

pub(super) fn unknown(code: GiroCode, typed: &str) -> Refusal {
    Refusal::new(code).with_details(json!({ "valor": typed }))
}

/// The bank with this id.
pub(super) async fn bank(api: &Api, id: Option<i64>, typed: &str) -> Result<Bank, Refusal> {
    let unknown = || unknown(GiroCode::BankNotFound, typed);
    let id = id.ok_or_else(unknown)?;
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        banks::find_bank(&mut reader, BankId::new(id)).await
    };
    let found = read.await.map_err(|fault| Refusal::fault("banks.find", &fault))?;
    found.ok_or_else(unknown)
}

/// The bank that a body names.
pub(super) async fn bank_in(api: &Api, body: &Body) -> Result<Bank, Refusal> {
    let id = body.id("bankId")?;
    bank(api, Some(id), &id.to_string()).await
}

/// The bank account that is named by its n.º or its number of 20 digits.
pub(super) async fn account(api: &Api, actor: &Actor, typed: &str) -> Result<Account, Refusal> {
    let is_number = typed.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b' '))
        && typed.bytes().any(|b| b.is_ascii_digit())
        && typed.len() <= ACCOUNT_CHARS_MAX;
    if !is_number {
        return Err(unknown(GiroCode::BankAccountNotFound, typed));
    }
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        accounts::named(&mut reader, actor, &AccountName::new(typed)).await
    };
    let found: Result<Account, AccountError> = read.await;
    found.map_err(account_refused("accounts.named"))
}

/// The bank account that a body names. By its n.º it is not looked up, so that whoever uses it says what is wrong with it.
pub(super) async fn account_in(api: &Api, actor: &Actor, body: &Body) -> Result<AccountId, Refusal> {
    const FIELD: &str = "bankAccountId";
    const EXPECTED: &str = "el n.º de una cuenta bancaria, o su número de 20 dígitos entre comillas";
    let raw = body.written(FIELD).unwrap_or_default();
    let typed = serde_json::from_str::<String>(raw).unwrap_or_else(|_| raw.to_owned());
    // As many digits are a number, which may begin with zeros.
    if let Some(id) = number(&typed).filter(|_| typed.len() < NUMBER_DIGITS) {
        return Ok(AccountId::new(id));
    }
    let is_text = raw.starts_with('"') && !typed.trim().is_empty();
    if !is_text {
        return Err(Refusal::field(FIELD, EXPECTED));
    }
    Ok(account(api, actor, &typed).await?.id)
}

/// Somebody whom a caller names.
pub(super) async fn person(api: &Api, typed: &str, code: GiroCode) -> Result<MemberId, Refusal> {
    let found = find_named(api, typed).await?;
    found.map(|member| member.id).ok_or_else(|| unknown(code, typed))
}
