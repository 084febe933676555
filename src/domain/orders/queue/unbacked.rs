//! Orders whose account no longer holds what was promised to them, because an admin took from it or money left it in
//! another way. They are passed on like those of a busy cashier, so that nobody waits for a payment that cannot be
//! made.

use serde::{Deserialize, Serialize};

use super::float::tell_each_missing;
use super::give::give_each;
use super::pass::{MoveReason, Passing};
use super::reassign::pass_on;
use super::store::{self, Promise};
use crate::db::{DbError, Source};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::orders::{OrderError, OrderState, get_order_for_update, hold_assignments};
use crate::domain::treasury::accounts;
use crate::ids::{AccountId, OrderId};

/// How much more an account has promised than it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unbacked {
    /// Unpaid orders that the account cannot pay, oldest first. The sweeper hands them on.
    pub orders: Vec<OrderId>,
    /// Promised minus available, above zero. Orders with a capture count as promised, but they stay.
    pub missing: Money,
}

/// How much more an account has promised than it holds; `None` when it holds enough.
///
/// # Errors
/// [`DbError`].
pub async fn find_unbacked(source: &mut impl Source, account: AccountId) -> Result<Option<Unbacked>, DbError> {
    find_with(source, account, 0).await
}

/// As [`find_unbacked`], as if `moved` were added to the account; a negative amount is taken from it.
///
/// # Errors
/// [`DbError`].
pub async fn find_unbacked_after(
    source: &mut impl Source,
    account: AccountId,
    moved: Money,
) -> Result<Option<Unbacked>, DbError> {
    find_with(source, account, moved.minor()).await
}

async fn find_with(
    source: &mut impl Source,
    account: AccountId,
    moved_minor: i64,
) -> Result<Option<Unbacked>, DbError> {
    let promises = store::list_promises(source, account).await?;
    let Some(found) = accounts::find_account(source, account)
        .await?
        .filter(|_| !promises.is_empty())
    else {
        return Ok(None);
    };
    let paying = accounts::list_paying_accounts(source, found.currency, Some(found.member)).await?;
    // An account that can no longer pay (closed, for example) has nothing available.
    let available = paying.iter().find(|paying| paying.account == account);
    let available = available.map_or(0, |paying| paying.available.minor().saturating_add(moved_minor));
    let promised: i64 = promises.iter().map(|promise| promise.float_minor).sum();
    let missing = promised.saturating_sub(available);
    Ok((0 < missing).then(|| Unbacked {
        orders: uncovered(&promises, missing),
        missing: Money::from_minor(missing, found.currency),
    }))
}

/// Which unpaid orders must go so that the others can be paid: the newest, and no more than needed.
fn uncovered(promises: &[Promise], missing_minor: i64) -> Vec<OrderId> {
    let mut left = missing_minor;
    let mut orders = Vec::new();
    for promise in promises.iter().rev().filter(|promise| promise.is_unpaid) {
        if left <= 0 {
            break;
        }
        left = left.saturating_sub(promise.float_minor);
        orders.push(promise.order);
    }
    orders.reverse();
    orders
}

/// Passes on each unpaid order that its account cannot pay: to another cashier with float, or back to the queue, where
/// admins and cashiers are told which float is missing. Returns how many orders moved.
///
/// # Errors
/// [`OrderError::Db`].
pub async fn hand_on_unbacked(desk: &Desk) -> Result<usize, OrderError> {
    if list_unbacked(&mut desk.db.reader().await?).await?.is_empty() {
        return Ok(0);
    }
    let mut tx = desk.db.begin().await?;
    hold_assignments(&mut tx).await?;
    let passing = Passing {
        reason: Some(MoveReason::NoFloat),
        actor: None,
        at: desk.clock.now(),
    };
    let (mut moved, mut put_back) = (0, Vec::new());
    for (account, open) in list_unbacked(&mut tx).await? {
        for order in open {
            let order = get_order_for_update(&mut tx, order).await?;
            // Somebody else changed it after the list was read.
            if order.state != OrderState::Assigned || order.account != Some(account) {
                continue;
            }
            if pass_on(&mut tx, &order, None, &passing).await?.is_none() {
                put_back.push(order.id);
            }
            moved += 1;
        }
    }
    // The float that those orders no longer need may cover waiting ones.
    give_each(&mut tx, None, passing.at).await?;
    tell_each_missing(&mut tx, &put_back, passing.at).await?;
    tx.commit().await?;
    Ok(moved)
}

/// Accounts that cannot pay all their promises, and the orders to pass on.
async fn list_unbacked(source: &mut impl Source) -> Result<Vec<(AccountId, Vec<OrderId>)>, DbError> {
    let mut found = Vec::new();
    for account in store::list_promising_accounts(source).await? {
        if let Some(unbacked) = find_unbacked(source, account).await?
            && !unbacked.orders.is_empty()
        {
            found.push((account, unbacked.orders));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{Promise, uncovered};
    use crate::ids::OrderId;

    fn promise(order: i64, float_minor: i64, is_unpaid: bool) -> Promise {
        Promise {
            order: OrderId::new(order),
            float_minor,
            is_unpaid,
        }
    }

    #[test]
    fn the_newest_unpaid_orders_go_and_no_more_than_needed() {
        let promises = [
            promise(1, 300, true),
            promise(2, 200, true),
            promise(3, 100, false),
            promise(4, 50, true),
        ];
        assert_eq!(uncovered(&promises, 40), [OrderId::new(4)]);
        assert_eq!(uncovered(&promises, 51), [OrderId::new(2), OrderId::new(4)]);
        assert_eq!(uncovered(&promises, 0), []);
        // What is paid already stays, however much is missing.
        assert_eq!(
            uncovered(&promises, 9_999),
            [OrderId::new(1), OrderId::new(2), OrderId::new(4)]
        );
    }
}
