//! `!cuenta crear @x VES 5000 Banesco`: a superuser opens an account with its opening balance.

use serde::{Deserialize, Serialize};

use super::bank_line::{self, BankLine};
use super::figure::{About, AccountFigure, FigureAsked, Typed, ask};
use super::issue::{class_for, issue, post_opening, refuse_second, usual_type};
use super::store::NewAccount;
use super::{AccountClass, AccountError, AccountNumber};
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{AmountError, Currency, Money, parse_amount};
use crate::domain::kernel::outbox::{self, AccountChange, Notice};
use crate::domain::kernel::questions::{AsTyped, Asking};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, By, Member, Permission};
use crate::domain::treasury::rates::{PlaceOrCurrency, resolve};
use crate::ids::{AccountId, MemberId, RequestId};

/// The account to open. The balance is as typed, because its currency decides how it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenAccount {
    pub member: MemberId,
    pub currency: PlaceOrCurrency,
    pub opening_balance: String,
    /// Bank, and number or phone at it, in one line.
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
    /// Its number, or a phone, at the bank.
    #[serde(default)]
    pub reference: Option<String>,
}

/// What became of a typed opening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Opening {
    /// Its balance looks like a slip.
    Asked(FigureAsked),
    Opened(AccountOpened),
}

/// Opens an account; its opening balance comes from the world: `world −x, account +x`. A balance much larger than those
/// of other accounts in its currency is only asked about.
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
    as_typed: &AsTyped,
) -> Result<Opening, AccountError> {
    actor.require(Permission::SetUpDesk)?;
    let asked = Asked::new(request, "accounts.open", &(actor.member, asked_for));
    once(desk, asked, async |tx, now| {
        let ready = ready(tx, desk, actor, asked_for).await?;
        let by = By {
            actor: actor.member,
            at: now,
        };
        let outcome = if ready.figure.sums.is_much(&desk.policy.figures) {
            let about = About {
                typed: Typed::Opening(asked_for.clone()),
                figure: ready.figure,
            };
            Opening::Asked(ask(tx, by.actor, about, Asking::First(as_typed.clone()), by.at).await?)
        } else {
            Opening::Opened(carry_out(tx, request, by, ready).await?)
        };
        Ok(outcome)
    })
    .await
}

/// An account that may be opened.
pub(super) struct Ready {
    owner: Member,
    class: AccountClass,
    bank: BankLine,
    balance: Money,
    pub(super) figure: AccountFigure,
}

/// Locks the owner, and checks what is to be opened.
pub(super) async fn ready(
    tx: &mut Tx,
    desk: &Desk,
    actor: &Actor,
    asked_for: &OpenAccount,
) -> Result<Ready, AccountError> {
    actor.require(Permission::SetUpDesk)?;
    let owner = members::get_member_for_update(tx, asked_for.member).await?;
    owner.require_here()?;
    let currency = resolve(tx, &asked_for.currency)
        .await
        .map_err(AccountError::of_currency)?;
    let class = class_for(&owner)?;
    let balance = opening_balance(&asked_for.opening_balance, currency)?;
    let bank = bank_line::read(asked_for.bank.as_deref().unwrap_or_default())?;
    refuse_second(tx, &owner, class, currency).await?;
    Ok(Ready {
        figure: AccountFigure::of_opening(tx, &owner.name, balance, &desk.policy.figures).await?,
        owner,
        class,
        bank,
        balance,
    })
}

pub(super) async fn carry_out(
    tx: &mut Tx,
    request: &RequestId,
    by: By,
    ready: Ready,
) -> Result<AccountOpened, AccountError> {
    let Ready {
        owner,
        class,
        bank,
        balance,
        figure: _,
    } = ready;
    let new = NewAccount {
        member: owner.id,
        currency: balance.currency(),
        class,
        account_type: usual_type(class),
        bank: bank.bank.clone(),
        reference: bank.reference.clone(),
        holder: None,
        opened_by: by.actor,
    };
    let account = issue(tx, &new, by.at).await?;
    post_opening(tx, request, by.actor, &account, balance, by.at).await?;
    if owner.id != by.actor {
        let notice = Notice::AccountChanged {
            account: account.id,
            change: AccountChange::Opened { balance },
        };
        outbox::enqueue(tx, &account.outbox_subject(), &notice, by.at).await?;
    }
    Ok(AccountOpened {
        account: account.id,
        number: account.number,
        owner: owner.name,
        class,
        balance,
        bank: bank.bank,
        reference: bank.reference,
    })
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
    use crate::domain::kernel::money::{Currency, Money};

    #[test]
    fn an_account_may_start_empty_but_not_below() {
        assert_eq!(opening_balance("0", Currency::VES).unwrap(), Money::zero(Currency::VES));
        assert!(matches!(
            opening_balance("-5", Currency::VES),
            Err(AccountError::OpeningBalance(_))
        ));
    }
}
