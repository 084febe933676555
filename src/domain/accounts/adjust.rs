//! `!ajustar VES -50 comisión del banco`: an admin sets right what an account shows.

use serde::{Deserialize, Serialize};

use super::moving::{self, AccountMoved, Moving};
use super::{AccountError, AccountName, named_for_update};
use crate::domain::desk::Desk;
use crate::domain::members::{Actor, By, Permission};
use crate::domain::money::parse_signed_amount;
use crate::domain::recall::{Asked, recall, remember};
use crate::domain::requests::checked_reason;
use crate::ids::RequestId;

/// By how much and why, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    pub account: AccountName,
    /// With its sign: `-50` takes.
    pub amount: String,
    pub reason: String,
}

/// Adds to an account or takes from it, never below its floor: `world ∓x, account ±x`.
///
/// # Errors
/// [`AccountError::NotAllowed`] unless admin or superuser, those of [`super::named`], [`AccountError::Closed`],
/// [`AccountError::Amount`], [`AccountError::Reason`], [`AccountError::BelowFloor`].
pub async fn adjust(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    adjustment: &Adjustment,
) -> Result<AccountMoved, AccountError> {
    actor.require(Permission::AdjustAccounts)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "accounts.adjust", &(actor.member, adjustment));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let account = named_for_update(&mut tx, actor, &adjustment.account).await?;
    let amount = parse_signed_amount(&adjustment.amount, account.currency).map_err(AccountError::Amount)?;
    let reason = checked_reason(&adjustment.reason)?;
    let by = By {
        actor: actor.member,
        at: desk.clock.now(),
    };
    let moving = Moving {
        kind: "account.adjusted",
        account: &account,
        amount,
        reason: Some(reason),
    };
    let outcome = moving::post(&mut tx, request, by, moving).await?;
    remember(&mut tx, &asked, &outcome, by.at).await?;
    tx.commit().await?;
    Ok(outcome)
}
