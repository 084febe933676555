//! Promising money before it moves: a hold keeps it from being spent twice.

use super::post::{Posting, post};
use super::store;
use super::unit::Unit;
use super::{AccountKey, LedgerError};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::money::Money;
use crate::ids::{HoldId, JournalId, RequestId};

/// Sets `amount` of an account aside.
///
/// # Errors
/// [`LedgerError::InsufficientFunds`]; [`LedgerError::Empty`] unless the amount is positive;
/// [`LedgerError::WrongCurrency`].
pub async fn hold(
    tx: &mut Tx,
    account: AccountKey,
    amount: Money,
    request: &RequestId,
    at: Moment,
) -> Result<HoldId, LedgerError> {
    if !amount.is_positive() {
        return Err(LedgerError::Empty("hold"));
    }
    if amount.currency() != account.currency() {
        return Err(LedgerError::WrongCurrency {
            account: account.code(),
            amount,
        });
    }
    store::load_accounts(tx, &[account], at).await?;
    let held = tx.deferred::<Unit>().account(&account.code())?;
    let floor = held.floor_minor.unwrap_or(i64::MIN);
    let left = held.available_minor().checked_sub(amount.minor());
    if left.is_none_or(|left| left < floor) {
        return Err(LedgerError::InsufficientFunds {
            account: account.code(),
            asked: amount,
            available: held.available(),
        });
    }
    let overflow = LedgerError::Money(crate::domain::money::MoneyError::Overflow);
    held.held_minor = held.held_minor.checked_add(amount.minor()).ok_or(overflow)?;
    held.changed = true;
    let id = held.id;
    Ok(store::insert_hold(tx, id, amount, request, at).await?)
}

/// Ends a hold by posting: `posting` takes at most the held amount from the account, the rest is free again.
///
/// # Errors
/// [`LedgerError::HoldNotOpen`] (somebody was first), [`LedgerError::HoldTooSmall`], and those of [`post`].
pub async fn settle(tx: &mut Tx, hold: HoldId, posting: Posting) -> Result<JournalId, LedgerError> {
    let at = posting.at;
    let found = store::find_open_hold(tx, hold)
        .await?
        .ok_or(LedgerError::HoldNotOpen(hold))?;
    let taken_minor: i64 = posting
        .lines
        .iter()
        .filter(|line| line.account.code() == found.code)
        .map(|line| line.amount.minor())
        .sum();
    let taken = Money::from_minor(taken_minor, found.amount.currency()).checked_neg()?;
    if found.amount.minor() < taken.minor() || !taken.is_positive() {
        return Err(LedgerError::HoldTooSmall {
            hold,
            held: found.amount,
            asked: taken,
        });
    }
    set_free(tx, &found).await?;
    let journal = post(tx, posting).await?;
    store::end_hold(tx, hold, store::HoldEnd::Settled { journal, amount: taken }, at).await?;
    Ok(journal)
}

/// Ends a hold without posting anything.
///
/// # Errors
/// [`LedgerError::HoldNotOpen`] (somebody was first).
pub async fn release(tx: &mut Tx, hold: HoldId, at: Moment) -> Result<(), LedgerError> {
    let found = store::find_open_hold(tx, hold)
        .await?
        .ok_or(LedgerError::HoldNotOpen(hold))?;
    set_free(tx, &found).await?;
    store::end_hold(tx, hold, store::HoldEnd::Released, at).await
}

async fn set_free(tx: &mut Tx, found: &store::OpenHold) -> Result<(), LedgerError> {
    store::load_existing_accounts(tx, std::slice::from_ref(&found.code)).await?;
    let account = tx.deferred::<Unit>().account(&found.code)?;
    account.held_minor -= found.amount.minor();
    account.changed = true;
    Ok(())
}
