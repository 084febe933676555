//! `!cerrar-cuenta VES`: closes an empty account that nothing needs any more.

use serde::{Deserialize, Serialize};

use super::{ClosingError, store};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::books::ledger::{self, Balance, FloorChange};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, AccountChange, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders;
use crate::domain::people::members::{self, Actor, Permission};
use crate::domain::treasury::accounts::{self, Account, AccountError, AccountName, AccountNumber};
use crate::ids::{AccountId, BatchId, OrderId, RequestId};

/// How many orders a refusal lists.
const ORDERS_NAMED_MAX: i64 = 10;

/// The closed account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountClosed {
    pub account: AccountId,
    pub number: AccountNumber,
    pub owner: String,
}

/// Closes an account of the actor, or of anybody if the actor is a superuser. Its postings stay in the books.
///
/// # Errors
/// [`ClosingError::Account`], [`ClosingError::NotEmpty`], [`ClosingError::Held`], [`ClosingError::OrdersOpen`],
/// [`ClosingError::RequestsOpen`], [`ClosingError::BatchOpen`].
pub async fn close(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    name: &AccountName,
) -> Result<AccountClosed, ClosingError> {
    actor.require(Permission::HoldAccounts).map_err(AccountError::from)?;
    let asked = Asked::new(request, "account_closing.close", &(actor.member, name));
    once(desk, asked, async |tx, now| {
        orders::hold_assignments(tx).await?;
        let account = accounts::named_for_update(tx, actor, name).await?;
        if account.member != actor.member && !actor.may(Permission::SetUpDesk) {
            return Err(AccountError::NotYours { account: account.id }.into());
        }
        let balance = ledger::find_balance_for_update(tx, account.key(), now).await?;
        let needing = Needing {
            orders: orders::list_open_paid_from(tx, account.id, ORDERS_NAMED_MAX).await?,
            requests: store::list_open_requests_of(tx, account.id, ORDERS_NAMED_MAX).await?,
            batch: store::find_open_batch_using(tx, account.id).await?,
        };
        refuse_needed(account.id, balance, needing)?;
        end_overdraft(tx, request, actor, &account, balance, now).await?;
        if !accounts::close_account(tx, account.id, actor.member, now).await? {
            // Cannot happen: on PostgreSQL the row is locked, and SQLite has one writer.
            return Err(DbError::Raced("accounts").into());
        }
        if account.member != actor.member {
            let notice = Notice::AccountChanged {
                account: account.id,
                change: AccountChange::Closed,
            };
            outbox::enqueue(tx, &account.outbox_subject(), &notice, now).await?;
        }
        Ok(AccountClosed {
            account: account.id,
            number: account.number,
            owner: members::get_member(tx, account.member).await?.name,
        })
    })
    .await
}

/// What still needs an account.
#[derive(Default)]
struct Needing {
    /// Open orders that are to be paid from it, or received.
    orders: Vec<OrderId>,
    /// Open deposits and withdrawals of the player whose account it is.
    requests: Vec<OrderId>,
    /// The open batch whose money passes through it.
    batch: Option<BatchId>,
}

fn refuse_needed(account: AccountId, balance: Balance, needing: Needing) -> Result<(), ClosingError> {
    let Needing {
        orders,
        requests,
        batch,
    } = needing;
    if !requests.is_empty() {
        return Err(ClosingError::RequestsOpen {
            account,
            orders: requests,
        });
    }
    // Promised money is named before the balance, because it says why the money cannot simply be taken out.
    if !balance.held.is_zero() {
        return Err(ClosingError::Held {
            account,
            held: balance.held,
        });
    }
    if !orders.is_empty() {
        return Err(ClosingError::OrdersOpen { account, orders });
    }
    if let Some(batch) = batch {
        return Err(ClosingError::BatchOpen { account, batch });
    }
    if !balance.balance.is_zero() {
        return Err(ClosingError::NotEmpty {
            account,
            balance: balance.balance,
        });
    }
    Ok(())
}

/// Ends the overdraft of the account: nothing may be taken from a closed account, not even on credit.
async fn end_overdraft(
    tx: &mut Tx,
    request: &RequestId,
    actor: &Actor,
    account: &Account,
    balance: Balance,
    at: Moment,
) -> Result<(), ClosingError> {
    if balance.floor.is_zero() {
        return Ok(());
    }
    let change = FloorChange {
        account: account.key(),
        floor: Money::zero(account.currency),
        request: request.clone(),
        actor: actor.member,
        at,
    };
    ledger::set_floor(tx, change).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{ClosingError, Needing, refuse_needed};
    use crate::domain::books::ledger::Balance;
    use crate::domain::kernel::money::{Currency, Money};
    use crate::ids::{AccountId, BatchId, OrderId};

    fn balance(balance: i64, held: i64) -> Balance {
        let ves = |minor| Money::from_minor(minor, Currency::VES);
        Balance {
            balance: ves(balance),
            held: ves(held),
            floor: ves(0),
        }
    }

    #[test]
    fn only_what_is_empty_and_not_needed_closes() {
        let account = AccountId::new(1);
        let needed = |stands, orders, batch| {
            let needing = Needing {
                orders,
                batch,
                ..Needing::default()
            };
            refuse_needed(account, stands, needing)
        };
        let needing = Needing {
            requests: vec![OrderId::new(1)],
            ..Needing::default()
        };
        assert!(matches!(
            refuse_needed(account, balance(0, 0), needing),
            Err(ClosingError::RequestsOpen { .. })
        ));
        assert!(needed(balance(0, 0), Vec::new(), None).is_ok());
        for stands in [balance(5, 0), balance(-5, 0)] {
            assert!(matches!(
                needed(stands, Vec::new(), None),
                Err(ClosingError::NotEmpty { .. })
            ));
        }
        assert!(matches!(
            needed(balance(5, 5), Vec::new(), None),
            Err(ClosingError::Held { .. })
        ));
        let orders = vec![OrderId::new(1)];
        assert!(matches!(
            needed(balance(5, 0), orders, None),
            Err(ClosingError::OrdersOpen { .. })
        ));
        let batch = Some(BatchId::new(1));
        assert!(matches!(
            needed(balance(0, 0), Vec::new(), batch),
            Err(ClosingError::BatchOpen { .. })
        ));
    }
}
