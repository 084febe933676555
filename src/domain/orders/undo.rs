//! Undoes a completed order: posts the mirror of what it posted, reopens closed accounts that the money returns to, and
//! changes its state.

use serde::{Deserialize, Serialize};

use super::store::link_reversal;
use super::{Change, Order, OrderError, OrderState, Step, change_state, escrow};
use crate::db::{DbError, Tx};
use crate::domain::books::ledger::{LedgerError, Reversal};
use crate::domain::people::members;
use crate::domain::treasury::accounts::{self, AccountNumber};
use crate::ids::AccountId;

/// How a completed order is undone.
pub(crate) struct Undoing<'a> {
    pub(crate) to: UndoneAs,
    pub(crate) reason: &'a str,
    /// Stored in the journal row of the mirror.
    pub(crate) details: serde_json::Value,
}

/// What a completed order becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UndoneAs {
    Reversed,
    Returned,
}

impl UndoneAs {
    /// The order's state afterwards, and the kind of the mirror's journal row.
    fn state_and_posting(self) -> (OrderState, &'static str) {
        match self {
            UndoneAs::Reversed => (OrderState::Reversed, "order.reversed"),
            UndoneAs::Returned => (OrderState::Returned, "order.returned"),
        }
    }
}

/// An account that was reopened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopened {
    pub account: AccountId,
    pub number: AccountNumber,
    pub owner: String,
}

/// Posts the mirror of an order's completion, returns its escrow, and changes its state. Returns the account that was
/// closed and had to be reopened, if there was one.
///
/// # Errors
/// [`LedgerError::NotReversible`] when another unit reversed it first; [`LedgerError::InsufficientFunds`] when the
/// money is no longer where it went and may not be owed ([`super::OrderKind::may_owe`]); [`OrderError::WrongState`].
pub(crate) async fn undo<E>(
    tx: &mut Tx,
    step: &Step<'_>,
    order: &Order,
    undoing: Undoing<'_>,
) -> Result<Option<Reopened>, E>
where
    E: From<LedgerError> + From<OrderError> + From<DbError>,
{
    let journal = order
        .journal
        .ok_or_else(|| DbError::Corrupt(format!("order {} has no journal row", order.id)))?;
    let (to, posting) = undoing.to.state_and_posting();
    let reversal = Reversal {
        journal,
        kind: posting,
        request: step.request.clone(),
        actor: step.actor.member,
        at: step.at,
        details: undoing.details,
        may_owe: order.kind.may_owe(order),
    };
    let mirrored = accounts::reverse_seen(tx, reversal).await?;
    escrow::give_back(tx, step, order).await?;
    let mut reopened = None;
    for account in mirrored.reopened {
        accounts::tell_reopened(tx, &account, order.id, step.at).await?;
        reopened = Some(Reopened {
            account: account.id,
            number: account.number,
            owner: members::get_member(tx, account.member).await?.name,
        });
    }
    link_reversal(tx, order.id, mirrored.journal).await?;
    let change = Change {
        to,
        cashier: order.cashier,
        account: order.account,
        reason: Some(undoing.reason.to_owned()),
    };
    change_state(tx, order, &change, step.actor.member, step.at).await?;
    Ok(reopened)
}
