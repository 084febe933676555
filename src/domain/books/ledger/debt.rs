//! Debts of members: shares that were taken back after they had been paid out. Earnings are never negative; a debt has
//! an account of its own, and the member's next earnings pay it first.

use super::post::{Line, Posting, post};
use super::reverse::Reversal;
use super::store::{find_balance, find_balance_for_update};
use super::{AccountKey, LedgerError};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::kernel::money::{Currency, Money};
use crate::ids::{MemberId, RequestId};

/// Posts `debt.owed`: what a reversal must take from earnings and is no longer there becomes a debt.
pub(super) async fn owe(tx: &mut Tx, reversal: &Reversal, member: MemberId, missing: Money) -> Result<(), LedgerError> {
    let posting = Posting {
        kind: "debt.owed",
        request: reversal.request.clone(),
        actor: Some(reversal.actor),
        at: reversal.at,
        details: reversal.details.clone(),
        lines: vec![
            Line::take(AccountKey::Debt(member), missing)?,
            Line::add(AccountKey::Earnings(member), missing),
        ],
    };
    post(tx, posting).await?;
    Ok(())
}

/// Posts `debt.settled`: a member's available earnings pay their debt, as far as they go. Returns what was paid;
/// nothing is posted when that is zero.
///
/// # Errors
/// A fault.
pub async fn settle_debt(
    tx: &mut Tx,
    member: MemberId,
    request: &RequestId,
    actor: MemberId,
    at: Moment,
) -> Result<Money, LedgerError> {
    let nothing = Money::zero(Currency::USD);
    if find_balance(tx, AccountKey::Debt(member)).await?.owed().is_zero() {
        return Ok(nothing);
    }
    let earnings = find_balance_for_update(tx, AccountKey::Earnings(member), at).await?;
    // Read again under the lock: every unit that changes a debt locks the earnings first.
    let owed = find_balance_for_update(tx, AccountKey::Debt(member), at).await?.owed();
    let minor = owed.minor().min(earnings.available().minor());
    if minor <= 0 {
        return Ok(nothing);
    }
    let paid = Money::from_minor(minor, Currency::USD);
    let posting = Posting {
        kind: "debt.settled",
        request: request.clone(),
        actor: Some(actor),
        at,
        details: serde_json::json!({ "member": member }),
        lines: vec![
            Line::take(AccountKey::Earnings(member), paid)?,
            Line::add(AccountKey::Debt(member), paid),
        ],
    };
    post(tx, posting).await?;
    Ok(paid)
}
