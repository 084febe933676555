//! `!cuenta crear @x VES 5000 Banesco`: a superuser opens an account with what is in it.

use serde::{Deserialize, Serialize};

use super::{AccountClass, AccountError, store};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::desk::Desk;
use crate::domain::ledger::{self, AccountKey, Line, Posting};
use crate::domain::members::{self, Actor, Permission, Role};
use crate::domain::money::{AmountError, Currency, Money, parse_amount};
use crate::domain::rates::{PlaceOrCurrency, resolve};
use crate::domain::recall::{Asked, recall, remember};
use crate::ids::{AccountId, MemberId, RequestId};

/// Longest name of a bank.
const BANK_MAX_CHARS: usize = 60;

/// What is to be opened. The balance is as typed: its currency decides how it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenAccount {
    pub member: MemberId,
    pub currency: PlaceOrCurrency,
    pub opening_balance: String,
    pub bank: Option<String>,
}

/// What was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountOpened {
    pub account: AccountId,
    pub owner: String,
    pub class: AccountClass,
    pub balance: Money,
    pub bank: Option<String>,
}

/// Opens an account; its opening balance comes from the world: `world −x, account +x`.
///
/// # Errors
/// [`AccountError::NotAllowed`] unless a superuser, [`AccountError::UnknownCurrency`],
/// [`AccountError::OpeningBalance`], [`AccountError::NoRole`], [`AccountError::BankTooLong`].
pub async fn open(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    asked_for: &OpenAccount,
) -> Result<AccountOpened, AccountError> {
    actor.require(Permission::SetUpDesk)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "accounts.open", &(actor.member, asked_for));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        return Ok(outcome);
    }
    let owner = members::get_member(&mut tx, asked_for.member).await?;
    let currency = resolve(&mut tx, &asked_for.currency)
        .await
        .map_err(AccountError::of_currency)?;
    let class = class_for(owner.role).ok_or_else(|| AccountError::NoRole {
        name: owner.name.clone(),
    })?;
    let balance = opening_balance(&asked_for.opening_balance, currency)?;
    let bank = bank_name(asked_for.bank.as_deref())?;
    let now = desk.clock.now();
    let new = store::NewAccount {
        member: owner.id,
        currency,
        class,
        bank: bank.clone(),
        opened_by: actor.member,
    };
    let account = store::insert_account(&mut tx, &new, now).await?;
    if balance.is_positive() {
        deposit_opening(&mut tx, request, actor, account, balance, now).await?;
    }
    let outcome = AccountOpened {
        account,
        owner: owner.name,
        class,
        balance,
        bank,
    };
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}

async fn deposit_opening(
    tx: &mut Tx,
    request: &RequestId,
    actor: &Actor,
    account: AccountId,
    balance: Money,
    at: Moment,
) -> Result<(), AccountError> {
    let currency = balance.currency();
    let posting = Posting {
        kind: "account.opened",
        request: request.clone(),
        actor: Some(actor.member),
        at,
        details: serde_json::json!({ "account": account }),
        lines: vec![
            Line::take(AccountKey::World(currency), balance)?,
            Line::add(AccountKey::Account(account, currency), balance),
        ],
    };
    ledger::post(tx, posting).await?;
    Ok(())
}

/// A cashier's account is one they pay from; a guest holds none.
fn class_for(role: Role) -> Option<AccountClass> {
    match role {
        Role::Cashier => Some(AccountClass::Bank),
        Role::Reseller | Role::Client | Role::Admin => Some(AccountClass::Member),
        Role::Guest => None,
    }
}

/// An account may start empty, which no other typed amount may be.
fn opening_balance(typed: &str, currency: Currency) -> Result<Money, AccountError> {
    match parse_amount(typed, currency) {
        Ok(balance) => Ok(balance),
        Err(AmountError::Zero) => Ok(Money::zero(currency)),
        Err(error) => Err(AccountError::OpeningBalance(error)),
    }
}

fn bank_name(typed: Option<&str>) -> Result<Option<String>, AccountError> {
    let Some(bank) = typed.map(str::trim).filter(|bank| !bank.is_empty()) else {
        return Ok(None);
    };
    let given = bank.chars().count();
    if BANK_MAX_CHARS < given {
        return Err(AccountError::BankTooLong {
            max: BANK_MAX_CHARS,
            given,
        });
    }
    Ok(Some(bank.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{AccountError, bank_name, class_for, opening_balance};
    use crate::domain::accounts::AccountClass;
    use crate::domain::members::Role;
    use crate::domain::money::{Currency, Money};

    #[test]
    fn a_cashier_gets_a_bank_account_and_a_guest_none() {
        assert_eq!(class_for(Role::Cashier), Some(AccountClass::Bank));
        assert_eq!(class_for(Role::Reseller), Some(AccountClass::Member));
        assert_eq!(class_for(Role::Guest), None);
    }

    #[test]
    fn an_account_may_start_empty_but_not_below() {
        assert_eq!(opening_balance("0", Currency::VES).unwrap(), Money::zero(Currency::VES));
        assert!(matches!(
            opening_balance("-5", Currency::VES),
            Err(AccountError::OpeningBalance(_))
        ));
    }

    #[test]
    fn a_blank_bank_is_no_bank() {
        assert_eq!(bank_name(Some("  ")).unwrap(), None);
        assert!(bank_name(Some(&"x".repeat(61))).is_err());
    }
}
