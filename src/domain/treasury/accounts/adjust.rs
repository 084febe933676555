//! `!ajustar VES -50 comisión del banco`: an admin corrects an account's balance.

use serde::{Deserialize, Serialize};

use super::figure::{About, AccountFigure, Typed, ask};
use super::moving::{self, Moved, Moving};
use super::{AccountError, AccountName, named_for_update};
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::parse_kept_signed_amount;
use crate::domain::kernel::questions::{AsTyped, Asking};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, By, Permission};
use crate::domain::people::requests::checked_reason;
use crate::ids::RequestId;

/// Which account to adjust, by how much and why, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    pub account: AccountName,
    /// With its sign: `-50` takes.
    pub amount: String,
    pub reason: String,
}

/// Adds to an account or takes from it, never below its floor: `world ∓x, account ±x`. An adjustment by too large a
/// part of its balance is only asked about.
///
/// # Errors
/// [`AccountError::NotAllowed`] unless admin or superuser, those of [`super::named`], [`AccountError::Closed`],
/// [`AccountError::Amount`], [`AccountError::Reason`], [`AccountError::BelowFloor`].
pub async fn adjust(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    adjustment: &Adjustment,
    as_typed: &AsTyped,
) -> Result<Moved, AccountError> {
    actor.require(Permission::AdjustAccounts)?;
    let asked = Asked::new(request, "accounts.adjust", &(actor.member, adjustment));
    once(desk, asked, async |tx, now| {
        let (moving, figure) = ready(tx, desk, actor, adjustment).await?;
        let by = By {
            actor: actor.member,
            at: now,
        };
        let outcome = if figure.sums.is_far(&desk.policy.figures) {
            let about = About {
                typed: Typed::Adjustment(adjustment.clone()),
                figure,
            };
            Moved::Asked(ask(tx, by.actor, about, Asking::First(as_typed.clone()), by.at).await?)
        } else {
            Moved::Moved(moving::post(tx, request, by, moving).await?)
        };
        Ok(outcome)
    })
    .await
}

/// Locks the account, and returns what is to be moved and what that does to it.
pub(super) async fn ready(
    tx: &mut Tx,
    desk: &Desk,
    actor: &Actor,
    adjustment: &Adjustment,
) -> Result<(Moving, AccountFigure), AccountError> {
    actor.require(Permission::AdjustAccounts)?;
    let account = named_for_update(tx, actor, &adjustment.account).await?;
    let amount = parse_kept_signed_amount(&adjustment.amount, account.currency).map_err(AccountError::Amount)?;
    let reason = checked_reason(&adjustment.reason)?;
    let figure = AccountFigure::of_adjustment(tx, &account, amount, &desk.policy.figures).await?;
    let moving = Moving {
        kind: "account.adjusted",
        amount,
        reason: Some(reason),
        account,
    };
    Ok((moving, figure))
}
