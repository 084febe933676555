//! Reopens a closed account when money comes back to it, so that no money lies where nobody can move it.

use super::{Account, AccountState, store};
use crate::clock::Moment;
use crate::db::{DbError, Lockable, Tx};
use crate::domain::books::ledger;
use crate::domain::kernel::outbox::{self, AccountChange, Notice};
use crate::domain::people::members::By;
use crate::ids::{AccountId, BatchId, OrderId};

/// Reopens an account if it is closed, before the money of an undone order returns to it. Its number and its movements
/// stay; an overdraft that it had does not come back. `None` when it was open.
///
/// # Errors
/// A fault.
pub(crate) async fn reopen_for_return(tx: &mut Tx, account: AccountId, by: By) -> Result<Option<Account>, DbError> {
    tx.lock(Lockable::Accounts, account.get()).await?;
    let found = store::get_account(tx, account).await?;
    if found.state == AccountState::Active {
        return Ok(None);
    }
    if !store::reopen_account(tx, account, by.actor, by.at).await? {
        return Err(DbError::Raced("accounts"));
    }
    Ok(Some(store::get_account(tx, account).await?))
}

/// Tells the owner what came back and that their account is open again.
///
/// # Errors
/// A fault.
pub(crate) async fn tell_reopened(tx: &mut Tx, account: &Account, order: OrderId, at: Moment) -> Result<(), DbError> {
    let balance = ledger::find_balance(tx, account.key()).await?.balance;
    let notice = Notice::AccountChanged {
        account: account.id,
        change: AccountChange::Reopened { order, balance },
    };
    outbox::enqueue(tx, &account.outbox_subject(), &notice, at).await
}

/// The same, where no order brought the money.
///
/// # Errors
/// A fault.
pub(crate) async fn tell_returned(tx: &mut Tx, account: &Account, at: Moment) -> Result<(), DbError> {
    let balance = ledger::find_balance(tx, account.key()).await?.balance;
    let notice = Notice::AccountChanged {
        account: account.id,
        change: AccountChange::ReopenedForReturn { balance },
    };
    outbox::enqueue(tx, &account.outbox_subject(), &notice, at).await
}

/// Tells the owner that their account is open again, because the money of a batch passes through it.
///
/// # Errors
/// A fault.
pub(crate) async fn tell_reopened_for_batch(
    tx: &mut Tx,
    account: &Account,
    batch: BatchId,
    at: Moment,
) -> Result<(), DbError> {
    let notice = Notice::AccountChanged {
        account: account.id,
        change: AccountChange::ReopenedForBatch { batch },
    };
    outbox::enqueue(tx, &account.outbox_subject(), &notice, at).await
}
