//! Floors: how far below zero an account may go, by an overdraft (*sobregiro*) or a debt that a reversal left
//! ([`super::Reversal`]). A change is a sealed journal row without entries, so that the audit knows every floor there
//! ever was.

use serde::{Deserialize, Serialize};

use super::post::{Row, write};
use super::store;
use super::unit::Unit;
use super::{AccountKey, LedgerError};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::kernel::money::Money;
use crate::ids::{JournalId, MemberId, RequestId};

/// The only kind of journal row that moves nothing.
pub(super) const KIND: &str = "account.floor";

/// A new floor for one account: `−5000` lets it go 5000 below zero.
#[derive(Debug, Clone)]
pub struct FloorChange {
    pub account: AccountKey,
    pub floor: Money,
    pub request: RequestId,
    pub actor: MemberId,
    pub at: Moment,
}

/// The details in the journal row of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FloorDetails {
    pub(super) account: String,
    pub(super) floor_minor: i64,
    pub(super) before_minor: i64,
}

/// Sets the floor of an account: how far it may go down.
///
/// # Errors
/// [`LedgerError::BelowNewFloor`] when it has gone further already, [`LedgerError::WrongCurrency`],
/// [`LedgerError::NoFloor`] for the desk's own accounts.
pub async fn set_floor(tx: &mut Tx, change: FloorChange) -> Result<JournalId, LedgerError> {
    let (key, floor) = (change.account, change.floor);
    if floor.currency() != key.currency() {
        return Err(LedgerError::WrongCurrency {
            account: key.code(),
            amount: floor,
        });
    }
    store::load_accounts(tx, &[key], change.at).await?;
    let account = tx.deferred::<Unit>().account(&key.code())?;
    let Some(before_minor) = account.floor_minor else {
        return Err(LedgerError::NoFloor(key.code()));
    };
    if account.available_minor() < floor.minor() {
        return Err(LedgerError::BelowNewFloor {
            account: key.code(),
            available: Money::from_minor(account.available_minor(), account.currency),
            floor,
        });
    }
    account.floor_minor = Some(floor.minor());
    account.changed = true;
    let details = FloorDetails {
        account: key.code(),
        floor_minor: floor.minor(),
        before_minor,
    };
    let row = Row {
        kind: KIND,
        request: change.request,
        actor: Some(change.actor),
        at: change.at,
    };
    let details = serde_json::to_value(details).expect("details are plain data with text keys");
    write(tx, row, details, None, &[]).await
}

/// Raises the floor of an account to what it owes now, or to zero when it owes nothing: money that came in has paid a
/// debt and must not be spent again. Does nothing when the floor is not lower than that.
///
/// # Errors
/// A fault.
pub async fn keep_paid(
    tx: &mut Tx,
    account: AccountKey,
    request: &RequestId,
    actor: MemberId,
    at: Moment,
) -> Result<(), LedgerError> {
    store::load_accounts(tx, &[account], at).await?;
    let stands = tx.deferred::<Unit>().account(&account.code())?;
    let owed_minor = stands.available_minor().min(0);
    if stands.floor_minor.is_none_or(|floor_minor| owed_minor <= floor_minor) {
        return Ok(());
    }
    let change = FloorChange {
        account,
        floor: Money::from_minor(owed_minor, account.currency()),
        request: request.clone(),
        actor,
        at,
    };
    set_floor(tx, change).await?;
    Ok(())
}
