//! `!cuenta crear @x VES 5000 Banesco`: a superuser opens an account with what is in it.

use serde::{Deserialize, Serialize};

use super::issue::{class_for, issue, post_opening, refuse_second, usual_type};
use super::store::NewAccount;
use super::{AccountClass, AccountError, AccountNumber, bank_line};
use crate::domain::desk::Desk;
use crate::domain::members::{self, Actor, Permission};
use crate::domain::money::{AmountError, Currency, Money, parse_amount};
use crate::domain::outbox::{self, AccountChange, Notice};
use crate::domain::rates::{PlaceOrCurrency, resolve};
use crate::domain::recall::{Asked, recall, remember};
use crate::ids::{AccountId, MemberId, RequestId};

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
    pub number: AccountNumber,
    pub owner: String,
    pub class: AccountClass,
    pub balance: Money,
    pub bank: Option<String>,
}

/// Opens an account; its opening balance comes from the world: `world −x, account +x`.
///
/// # Errors
/// [`AccountError::NotAllowed`] unless a superuser, [`AccountError::UnknownCurrency`],
/// [`AccountError::OpeningBalance`], [`AccountError::NotHere`], [`AccountError::NoRole`], [`AccountError::BankTooLong`],
/// [`AccountError::AlreadyOpen`].
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
        tx.commit().await?;
        return Ok(outcome);
    }
    let owner = members::get_member_for_update(&mut tx, asked_for.member).await?;
    owner.require_here()?;
    let currency = resolve(&mut tx, &asked_for.currency)
        .await
        .map_err(AccountError::of_currency)?;
    let class = class_for(&owner)?;
    let balance = opening_balance(&asked_for.opening_balance, currency)?;
    let bank = bank_line::checked_bank(asked_for.bank.as_deref().unwrap_or_default())?;
    refuse_second(&mut tx, &owner, class, currency).await?;
    let now = desk.clock.now();
    let new = NewAccount {
        member: owner.id,
        currency,
        class,
        account_type: usual_type(class),
        bank: bank.clone(),
        reference: None,
        holder: None,
        opened_by: actor.member,
    };
    let account = issue(&mut tx, &new, now).await?;
    post_opening(&mut tx, request, actor.member, &account, balance, now).await?;
    if owner.id != actor.member {
        let notice = Notice::AccountChanged {
            account: account.id,
            change: AccountChange::Opened { balance },
        };
        outbox::enqueue(&mut tx, &account.outbox_subject(), &notice, now).await?;
    }
    let outcome = AccountOpened {
        account: account.id,
        number: account.number,
        owner: owner.name,
        class,
        balance,
        bank,
    };
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// An account may start empty, which no other typed amount may be.
pub(super) fn opening_balance(typed: &str, currency: Currency) -> Result<Money, AccountError> {
    match parse_amount(typed, currency) {
        Ok(balance) => Ok(balance),
        Err(AmountError::Zero) => Ok(Money::zero(currency)),
        Err(error) => Err(AccountError::OpeningBalance(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::{AccountError, opening_balance};
    use crate::domain::money::{Currency, Money};

    #[test]
    fn an_account_may_start_empty_but_not_below() {
        assert_eq!(opening_balance("0", Currency::VES).unwrap(), Money::zero(Currency::VES));
        assert!(matches!(
            opening_balance("-5", Currency::VES),
            Err(AccountError::OpeningBalance(_))
        ));
    }
}
