//! `!depositar VES 5000 recarga`: money came into an account from outside.

use serde::{Deserialize, Serialize};

use super::figure::{About, AccountFigure, Typed, ask};
use super::moving::{self, Moved, Moving};
use super::{AccountError, AccountName, named_for_update};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::parse_amount;
use crate::domain::kernel::questions::{AsTyped, Asking};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, By, Permission};
use crate::domain::people::requests::checked_reason;
use crate::ids::RequestId;

/// What came in, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deposit {
    pub account: AccountName,
    pub amount: String,
    pub reason: Option<String>,
}

/// Puts money into an account: `world −x, account +x`. A deposit of many times the usual amount is only asked about.
///
/// # Errors
/// [`AccountError::NotAllowed`] unless admin or superuser, those of [`super::named`], [`AccountError::Closed`],
/// [`AccountError::Amount`], [`AccountError::Reason`].
pub async fn deposit(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    deposit: &Deposit,
    as_typed: &AsTyped,
) -> Result<Moved, AccountError> {
    actor.require(Permission::AdjustAccounts)?;
    let asked = Asked::new(request, "accounts.deposit", &(actor.member, deposit));
    once(desk, asked, async |tx, now| {
        carry_out(tx, (desk, actor), request, (deposit, as_typed), now).await
    })
    .await
}

/// Posts the deposit, or asks about it.
pub(super) async fn carry_out(
    tx: &mut Tx,
    (desk, actor): (&Desk, &Actor),
    request: &RequestId,
    (deposit, as_typed): (&Deposit, &AsTyped),
    at: Moment,
) -> Result<Moved, AccountError> {
    let (moving, figure) = ready(tx, desk, actor, deposit).await?;
    let by = By {
        actor: actor.member,
        at,
    };
    if figure.sums.is_much(&desk.policy.figures) {
        let about = About {
            typed: Typed::Deposit(deposit.clone()),
            figure,
        };
        let asked = ask(tx, by.actor, about, Asking::First(as_typed.clone()), by.at).await?;
        return Ok(Moved::Asked(asked));
    }
    Ok(Moved::Moved(moving::post(tx, request, by, moving).await?))
}

/// Locks the account, and returns what is to be moved and what that does to it.
pub(super) async fn ready(
    tx: &mut Tx,
    desk: &Desk,
    actor: &Actor,
    deposit: &Deposit,
) -> Result<(Moving, AccountFigure), AccountError> {
    actor.require(Permission::AdjustAccounts)?;
    let account = named_for_update(tx, actor, &deposit.account).await?;
    let amount = parse_amount(&deposit.amount, account.currency).map_err(AccountError::Amount)?;
    let reason = deposit.reason.as_deref().map(checked_reason).transpose()?;
    let figure = AccountFigure::of_deposit(tx, &account, amount, &desk.policy.figures).await?;
    let moving = Moving {
        kind: "account.deposited",
        amount,
        reason,
        account,
    };
    Ok((moving, figure))
}
