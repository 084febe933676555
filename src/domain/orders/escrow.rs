//! Escrow: money of the owner that an order keeps from its creation until it ends. Whatever ends the order without
//! completing it returns the money in the same unit; completing posts where the money goes
//! ([`super::OrderKind::post`]).

use super::{Escrow, Order, Step, store};
use crate::db::Tx;
use crate::domain::books::ledger::{self, AccountKey, LedgerError, Line, Posting, Reversal};
use crate::domain::kernel::money::Money;
use crate::domain::treasury::accounts;
use crate::ids::OrderId;

/// Puts a hold on the owner's money for an order that was created in this unit.
///
/// # Errors
/// [`LedgerError::InsufficientFunds`] and those of [`ledger::hold`].
pub async fn hold_escrow(
    tx: &mut Tx,
    step: &Step<'_>,
    order: OrderId,
    from: AccountKey,
    amount: Money,
) -> Result<(), LedgerError> {
    let hold = ledger::hold(tx, from, amount, step.request, step.at).await?;
    Ok(store::link_escrow(tx, order, Escrow::Held(hold)).await?)
}

/// Posts the owner's money into `escrow:<CUR>` for an order that was created in this unit.
///
/// # Errors
/// [`LedgerError::InsufficientFunds`] and those of [`ledger::post`].
pub async fn take_escrow(
    tx: &mut Tx,
    step: &Step<'_>,
    order: OrderId,
    from: AccountKey,
    amount: Money,
) -> Result<(), LedgerError> {
    let posting = Posting {
        kind: "order.escrow_taken",
        request: step.request.clone(),
        actor: Some(step.actor.member),
        at: step.at,
        details: serde_json::json!({ "order": order }),
        lines: vec![
            Line::take(from, amount)?,
            Line::add(AccountKey::Escrow(amount.currency()), amount),
        ],
    };
    let journal = ledger::post(tx, posting).await?;
    let account = match from {
        AccountKey::Account(account, _) => Some(account),
        _ => None,
    };
    Ok(store::link_escrow(tx, order, Escrow::Taken { journal, account }).await?)
}

/// Returns the escrow of an order that ends without being completed: a hold is released, a posting is mirrored.
///
/// # Errors
/// [`LedgerError::HoldNotOpen`] or [`LedgerError::NotReversible`] when another unit returned it first; the caller's
/// unit is then rolled back.
pub(super) async fn release(tx: &mut Tx, step: &Step<'_>, order: &Order) -> Result<(), LedgerError> {
    if let Some(Escrow::Held(hold)) = order.escrow {
        ledger::release(tx, hold, step.at).await?;
    }
    give_back(tx, step, order).await
}

/// Returns the escrow of a completed order, after the mirror of its completion was posted. That mirror already frees a
/// hold; money that was taken is in `escrow:<CUR>` again and is mirrored back to its owner here. If the owner's account
/// had to be reopened for it, the owner is told.
///
/// # Errors
/// As [`release`].
pub(super) async fn give_back(tx: &mut Tx, step: &Step<'_>, order: &Order) -> Result<(), LedgerError> {
    let Some(Escrow::Taken { journal, .. }) = order.escrow else {
        return Ok(());
    };
    let reversal = Reversal {
        journal,
        kind: "order.escrow_returned",
        request: step.request.clone(),
        actor: step.actor.member,
        at: step.at,
        details: serde_json::json!({ "order": order.id }),
        may_owe: Vec::new(),
    };
    let mirrored = accounts::reverse_seen(tx, reversal).await?;
    for account in mirrored.reopened {
        accounts::tell_reopened(tx, &account, order.id, step.at).await?;
    }
    Ok(())
}
