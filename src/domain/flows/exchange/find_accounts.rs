//! The accounts between which money moves, locked.

use super::ExchangeError;
use crate::db::{Lockable, Source, Tx};
use crate::domain::books::ledger;
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::people::members;
use crate::domain::treasury::accounts::{self, Account};
use crate::ids::MemberId;

/// A person's own account in a currency, and what can be taken from it.
pub(super) struct Own {
    pub(super) account: Account,
    pub(super) balance: Money,
    /// With what an overdraft allows.
    pub(super) available: Money,
    /// Without it: what is meant by *todo*.
    pub(super) all: Money,
}

/// The account from which a person gives.
///
/// # Errors
/// [`ExchangeError::NoAccount`].
pub(super) async fn giving(
    source: &mut impl Source,
    member: MemberId,
    currency: Currency,
) -> Result<Own, ExchangeError> {
    let account = accounts::find_own(source, member, currency).await?;
    own(source, account.ok_or(ExchangeError::NoAccount(currency))?).await
}

pub(super) async fn own(source: &mut impl Source, account: Account) -> Result<Own, ExchangeError> {
    let found = ledger::find_balance(source, account.key()).await?;
    Ok(Own {
        balance: found.balance,
        available: found.available(),
        all: found.balance.checked_sub(found.held)?,
        account,
    })
}

/// Refuses what an account does not hold.
///
/// # Errors
/// [`ExchangeError::InsufficientFunds`].
pub(super) fn require(from: &Own, asked: Money) -> Result<(), ExchangeError> {
    match from.available.checked_cmp(asked)? {
        std::cmp::Ordering::Less => Err(ExchangeError::InsufficientFunds {
            account: from.account.id,
            asked,
            available: from.available,
        }),
        _ => Ok(()),
    }
}

/// Locks the person, so that nobody opens or closes an account of theirs meanwhile, and then both accounts, the first one
/// first. The account in `take` is opened when it is missing, with the type of the other (S4-12).
///
/// # Errors
/// [`ExchangeError::NoAccount`].
pub(super) async fn lock_both(
    tx: &mut Tx,
    member: MemberId,
    (give, take): (Currency, Currency),
    at: crate::clock::Moment,
) -> Result<(Own, Account), ExchangeError> {
    members::get_member_for_update(tx, member).await?;
    let from = accounts::find_own(tx, member, give).await?;
    let from = from.ok_or(ExchangeError::NoAccount(give))?;
    let to = match accounts::find_own(tx, member, take).await? {
        Some(account) => account,
        None => accounts::open_own(tx, (member, take), from.account_type, member, at).await?,
    };
    lock(tx, [&from, &to]).await?;
    // Whoever had locked it before may have closed it.
    let from = giving(tx, member, give).await?;
    let to = accounts::find_own(tx, member, take).await?;
    Ok((from, to.ok_or(ExchangeError::NoAccount(take))?))
}

pub(super) async fn lock(tx: &mut Tx, mut both: [&Account; 2]) -> Result<(), ExchangeError> {
    both.sort_by_key(|account| account.id);
    for account in both {
        tx.lock(Lockable::Accounts, account.id.get()).await?;
    }
    Ok(())
}
