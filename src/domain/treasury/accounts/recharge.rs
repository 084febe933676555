//! Money moved by hand, as a caller of the API says it: recharges, deposits and adjustments (specification 002). What is
//! typed in Discord is asked about when it looks like a slip ([`super::deposit`], [`super::adjust`]); a caller gives exact
//! figures and is not asked.

use serde::Serialize;

use super::issue::ensure_member_account;
use super::moving::{self, AccountMoved, Moving};
use super::prepaid::prepaying;
use super::{Account, AccountClass, AccountError, AccountName, Movement, named_for_update, store};
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, By, Permission};
use crate::ids::{AccountId, MemberId, RequestId};

/// What moves in whose prepaid account. It is the member's own account in the amount's currency, and is opened when
/// there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recharge {
    pub member: MemberId,
    pub amount: Money,
    pub movement: Movement,
    pub reference: Option<String>,
}

/// What moves in which bank account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ByHand {
    pub account: AccountId,
    pub amount: Money,
    pub movement: Movement,
    pub reference: Option<String>,
}

/// Moves money in a reseller's prepaid account (S2-20, S2-23).
///
/// # Errors
/// [`AccountError::NotAllowed`] unless admin or superuser; [`AccountError::NoReseller`] unless the member is a reseller;
/// [`AccountError::Reason`], [`AccountError::BelowFloor`].
pub async fn recharge(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    typed: &Recharge,
) -> Result<AccountMoved, AccountError> {
    actor.require(Permission::AdjustAccounts)?;
    let asked = Asked::new(request, "accounts.recharge", &(actor.member, typed));
    once(desk, asked, async |tx, now| {
        let owner = prepaying(tx, typed.member).await?;
        let by = By {
            actor: actor.member,
            at: now,
        };
        let account = ensure_member_account(tx, owner.id, typed.amount.currency(), by.actor, by.at).await?;
        let account = store::get_account(tx, account).await?;
        move_in(
            tx,
            request,
            by,
            account,
            (typed.movement, typed.amount, typed.reference.as_deref()),
        )
        .await
    })
    .await
}

/// Moves money in a cashier's bank account (S2-21, S2-23).
///
/// # Errors
/// [`AccountError::NotAllowed`] unless admin or superuser; [`AccountError::UnknownToAll`] unless it is a bank account in the
/// amount's currency; [`AccountError::Closed`], [`AccountError::Reason`], [`AccountError::BelowFloor`].
pub async fn move_by_hand(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    typed: &ByHand,
) -> Result<AccountMoved, AccountError> {
    actor.require(Permission::AdjustAccounts)?;
    let asked = Asked::new(request, "accounts.move_by_hand", &(actor.member, typed));
    once(desk, asked, async |tx, now| {
        let account = named_for_update(tx, actor, &AccountName::of_id(typed.account)).await?;
        if account.class != AccountClass::Bank || account.currency != typed.amount.currency() {
            let typed = account.id.to_string();
            return Err(AccountError::UnknownToAll { typed });
        }
        let by = By {
            actor: actor.member,
            at: now,
        };
        move_in(
            tx,
            request,
            by,
            account,
            (typed.movement, typed.amount, typed.reference.as_deref()),
        )
        .await
    })
    .await
}

async fn move_in(
    tx: &mut Tx,
    request: &RequestId,
    by: By,
    account: Account,
    (movement, amount, reference): (Movement, Money, Option<&str>),
) -> Result<AccountMoved, AccountError> {
    let kind = match movement {
        Movement::Deposit => "account.deposited",
        Movement::Adjustment => "account.adjusted",
    };
    let reason = movement.reason(reference)?;
    let moving = Moving {
        kind,
        account,
        amount,
        reason,
    };
    moving::post(tx, request, by, moving).await
}
