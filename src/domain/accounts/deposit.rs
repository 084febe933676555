//! `!depositar VES 5000 recarga`: money came into an account from outside.

use serde::{Deserialize, Serialize};

use super::moving::{self, AccountMoved, Moving};
use super::{AccountError, AccountName, named_for_update};
use crate::domain::desk::Desk;
use crate::domain::members::{Actor, By, Permission};
use crate::domain::money::parse_amount;
use crate::domain::recall::{Asked, recall, remember};
use crate::domain::requests::checked_reason;
use crate::ids::RequestId;

/// What came in, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deposit {
    pub account: AccountName,
    pub amount: String,
    pub reason: Option<String>,
}

/// Puts money into an account: `world −x, account +x`.
///
/// # Errors
/// [`AccountError::NotAllowed`] unless admin or superuser, those of [`super::named`], [`AccountError::Closed`],
/// [`AccountError::Amount`], [`AccountError::Reason`].
pub async fn deposit(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    deposit: &Deposit,
) -> Result<AccountMoved, AccountError> {
    actor.require(Permission::AdjustAccounts)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "accounts.deposit", &(actor.member, deposit));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let account = named_for_update(&mut tx, actor, &deposit.account).await?;
    let amount = parse_amount(&deposit.amount, account.currency).map_err(AccountError::Amount)?;
    let reason = deposit.reason.as_deref().map(checked_reason).transpose()?;
    let by = By {
        actor: actor.member,
        at: desk.clock.now(),
    };
    let moving = Moving {
        kind: "account.deposited",
        account: &account,
        amount,
        reason,
    };
    let outcome = moving::post(&mut tx, request, by, moving).await?;
    remember(&mut tx, &asked, &outcome, by.at).await?;
    tx.commit().await?;
    Ok(outcome)
}
