//! Undoes what a completed order posted: posts the mirror, and reopens closed accounts that the money returns to.

use serde::{Deserialize, Serialize};

use super::{Order, Step, escrow};
use crate::db::{DbError, Tx};
use crate::domain::books::ledger::{self, LedgerError, Reversal};
use crate::domain::people::members;
use crate::domain::treasury::accounts::{self, Account, AccountNumber};
use crate::ids::{AccountId, JournalId, OrderId};

/// The posted mirror of a completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mirrored {
    pub journal: JournalId,
    /// The cashier's account, if it was closed and had to be reopened.
    pub reopened: Option<Reopened>,
}

/// An account that was reopened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopened {
    pub account: AccountId,
    pub number: AccountNumber,
    pub owner: String,
}

/// Posts the mirror of an order's completion and returns its escrow. `details` are stored in the journal row.
///
/// # Errors
/// [`LedgerError::NotReversible`] when another unit reversed it first; [`LedgerError::InsufficientFunds`] when the
/// money is no longer where it went and may not be owed ([`super::OrderKind::may_owe`]).
pub(crate) async fn mirror(
    tx: &mut Tx,
    step: &Step<'_>,
    order: &Order,
    (posting, details): (&'static str, serde_json::Value),
) -> Result<Mirrored, LedgerError> {
    let journal = order
        .journal
        .ok_or_else(|| DbError::Corrupt(format!("order {} has no journal row", order.id)))?;
    let opened = match order.account {
        Some(account) => accounts::reopen_for_return(tx, account, step.by()).await?,
        None => None,
    };
    let reversal = Reversal {
        journal,
        kind: posting,
        request: step.request.clone(),
        actor: step.actor.member,
        at: step.at,
        details,
        may_owe: order.kind.may_owe(order),
    };
    let journal = ledger::reverse(tx, reversal).await?;
    let of_owner = escrow::give_back(tx, step, order).await?;
    if let Some(account) = &of_owner {
        tell(tx, step, account, order.id).await?;
    }
    let reopened = match opened {
        Some(account) => Some(tell(tx, step, &account, order.id).await?),
        None => None,
    };
    Ok(Mirrored { journal, reopened })
}

async fn tell(tx: &mut Tx, step: &Step<'_>, account: &Account, order: OrderId) -> Result<Reopened, DbError> {
    accounts::tell_reopened(tx, account, order, step.at).await?;
    Ok(Reopened {
        account: account.id,
        number: account.number.clone(),
        owner: members::get_member(tx, account.member).await?.name,
    })
}
