//! Holds: money that is set aside before it moves, so that it cannot be spent twice.

use super::post::{Posting, post};
use super::store;
use super::unit::Unit;
use super::{AccountKey, LedgerError};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::kernel::money::{Money, MoneyError};
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
    let held_minor = held
        .held_minor
        .checked_add(amount.minor())
        .ok_or(MoneyError::Overflow)?;
    let id = held.id;
    let hold = store::insert_hold(tx, id, amount, request, at).await?;
    let held = tx.deferred::<Unit>().account(&account.code())?;
    held.held_minor = held_minor;
    held.changed = true;
    Ok(hold)
}

/// Ends a hold by a posting, which takes at most the held amount from the account; the rest is free again.
///
/// # Errors
/// [`LedgerError::HoldNotOpen`] (it has ended already), [`LedgerError::HoldTooSmall`], and those of [`post`].
pub async fn settle(tx: &mut Tx, hold: HoldId, posting: Posting) -> Result<JournalId, LedgerError> {
    let found = store::find_open_hold(tx, hold)
        .await?
        .ok_or(LedgerError::HoldNotOpen(hold))?;
    let taken = taken_from(&found.code, &posting, found.amount)?;
    if found.amount.minor() < taken.minor() || !taken.is_positive() {
        return Err(LedgerError::HoldTooSmall {
            hold,
            held: found.amount,
            asked: taken,
        });
    }
    let before = tx.deferred::<Unit>().checkpoint();
    let settled = settle_found(tx, hold, &found, taken, posting).await;
    if settled.is_err() {
        tx.deferred::<Unit>().go_back(before);
    }
    settled
}

async fn settle_found(
    tx: &mut Tx,
    hold: HoldId,
    found: &store::OpenHold,
    taken: Money,
    posting: Posting,
) -> Result<JournalId, LedgerError> {
    let at = posting.at;
    store::load_existing_accounts(tx, std::slice::from_ref(&found.code)).await?;
    set_free(tx, found)?;
    let journal = post(tx, posting).await?;
    store::end_hold(tx, hold, store::HoldEnd::Settled { journal, amount: taken }, at).await?;
    Ok(journal)
}

/// What the posting takes from the account `code`, which keeps the currency of `held`.
fn taken_from(code: &str, posting: &Posting, held: Money) -> Result<Money, LedgerError> {
    let lines = posting.lines.iter().filter(|line| line.account.code() == code);
    let added: i128 = lines.map(|line| i128::from(line.amount.minor())).sum();
    let taken = i64::try_from(-added).map_err(|_| MoneyError::Overflow)?;
    Ok(Money::from_minor(taken, held.currency()))
}

/// Ends a hold without posting anything.
///
/// # Errors
/// [`LedgerError::HoldNotOpen`] (it has ended already).
pub async fn release(tx: &mut Tx, hold: HoldId, at: Moment) -> Result<(), LedgerError> {
    let found = store::find_open_hold(tx, hold)
        .await?
        .ok_or(LedgerError::HoldNotOpen(hold))?;
    // Lock the account before the hold, as `settle` does: two units that end one hold then wait for each other and do
    // not deadlock.
    store::load_existing_accounts(tx, std::slice::from_ref(&found.code)).await?;
    store::end_hold(tx, hold, store::HoldEnd::Released, at).await?;
    set_free(tx, &found)
}

/// Frees the amount of a hold, in an account that is already loaded.
pub(super) fn set_free(tx: &mut Tx, found: &store::OpenHold) -> Result<(), LedgerError> {
    let account = tx.deferred::<Unit>().account(&found.code)?;
    account.held_minor -= found.amount.minor();
    account.changed = true;
    Ok(())
}
