//! Orders that nobody can pay. Admins and cashiers are told at once which float is missing, are told again at growing
//! intervals while the order waits, and are told when it has a cashier or has ended.

use super::store;
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::kernel::desk::{Desk, Policy};
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::uptime;
use crate::domain::orders::kind::routing_of;
use crate::domain::orders::{
    Order, OrderError, OrderState, Routing, choose, find_order, list_candidates, list_paused, most_free,
};
use crate::ids::{MemberId, OrderId};

/// Tells that nobody can pay an order that waits for a cashier. For units that leave an order without one, after they
/// found no candidate.
pub(crate) async fn tell_float_missing(tx: &mut Tx, order: OrderId, at: Moment) -> Result<(), DbError> {
    if let Some(order) = find_order(tx, order).await? {
        tell(tx, &order, 0, at).await?;
    }
    Ok(())
}

/// Tells it of several orders that one unit put back. Call it when the unit has moved all its orders, because only then
/// is it known how much each account has free.
pub(super) async fn tell_each_missing(tx: &mut Tx, orders: &[OrderId], at: Moment) -> Result<(), OrderError> {
    for order in orders {
        let order = super::super::get_order_for_update(tx, *order).await?;
        if order.state == OrderState::Pending {
            tell(tx, &order, 0, at).await?;
        }
    }
    Ok(())
}

/// Tells that an order is no longer short of float. `order`: as it was before its change of state.
pub(crate) async fn tell_float_settled(tx: &mut Tx, order: &Order, at: Moment) -> Result<(), DbError> {
    if order.float_told == 0 {
        return Ok(());
    }
    store::forget_float_told(tx, order.id).await?;
    let notice = Notice::FloatSettled { order: order.id };
    outbox::enqueue(tx, &subject_of(order.id), &notice, at).await
}

/// Tells again of each order that still waits for float, at growing intervals. Returns how many orders were told.
///
/// # Errors
/// [`OrderError::Db`].
pub async fn tell_waiting_float(desk: &Desk) -> Result<usize, OrderError> {
    let now = desk.clock.now();
    let mut reader = desk.db.reader().await?;
    let mut due = Vec::new();
    for waiting in store::list_short_of_float(&mut reader).await? {
        let since = waiting.told_at.unwrap_or(waiting.created_at);
        let waited_ms = uptime::worked_ms_since(&mut reader, since, now).await?;
        if waiting.told == 0 || again_after_ms(&desk.policy, waiting.told) <= waited_ms {
            due.push(waiting);
        }
    }
    drop(reader);
    if due.is_empty() {
        return Ok(0);
    }
    let mut tx = desk.db.begin().await?;
    let mut told = 0;
    for waiting in due {
        let found = super::super::get_order_for_update(&mut tx, waiting.order).await?;
        // Somebody else changed it after the list was read.
        if found.state != OrderState::Pending || found.float_told != waiting.told {
            continue;
        }
        let waited_ms = uptime::worked_ms_since(&mut tx, waiting.created_at, now).await?;
        if !tell(&mut tx, &found, waited_ms, now).await? {
            continue;
        }
        if waiting.told == 0 {
            // The order's messages are edited, so that its reseller reads there that it waits for float.
            let changed = Notice::OrderChanged { order: waiting.order };
            outbox::enqueue(&mut tx, found.outbox_subject(), &changed, now).await?;
        }
        told += 1;
    }
    tx.commit().await?;
    Ok(told)
}

/// Tells which float an order lacks that has waited for so long. Tells nothing and returns `false` when somebody can pay
/// it after all.
async fn tell(tx: &mut Tx, order: &Order, waited_ms: i64, at: Moment) -> Result<bool, DbError> {
    let (id, needed) = (order.id, order.float);
    let routing = routing_of(tx, order).await?;
    let mut candidates = list_candidates(tx, needed.currency(), None).await?;
    candidates.retain(|candidate| routing.rank(candidate.cashier).is_some());
    // Float arrived meanwhile: the next sweep gives the order to a cashier who has it.
    if choose(&candidates, needed, &routing).is_some() {
        return Ok(false);
    }
    let beside_others = store::is_told_of_older(tx, id).await?;
    let paused = paused_who_can_pay(tx, needed, &routing).await?;
    store::note_float_told(tx, id, at).await?;
    let notice = Notice::FloatMissing {
        order: id,
        needed,
        largest: most_free(&candidates),
        waited_ms,
        times: order.float_told + 1,
        paused,
        beside_others,
        for_nobody: routing.is_for_nobody(),
    };
    outbox::enqueue(tx, &subject_of(id), &notice, at).await?;
    Ok(true)
}

/// Paused cashiers who have the float and can get the order, in the order of their accounts.
async fn paused_who_can_pay(tx: &mut Tx, needed: Money, routing: &Routing) -> Result<Vec<MemberId>, DbError> {
    let mut able = Vec::new();
    for candidate in list_paused(tx, needed.currency()).await? {
        if routing.rank(candidate.cashier).is_some()
            && needed.minor() <= candidate.free().minor()
            && !able.contains(&candidate.cashier)
        {
            able.push(candidate.cashier);
        }
    }
    Ok(able)
}

fn subject_of(order: OrderId) -> String {
    format!("float:{order}")
}

/// The wait between the `told`-th telling and the next, in milliseconds. It doubles each time, up to the policy's
/// maximum.
fn again_after_ms(policy: &Policy, told: i64) -> i64 {
    /// More doublings than any wait needs; keeps the shift in range.
    const DOUBLINGS_MAX: i64 = 30;
    let doublings = (told - 1).clamp(0, DOUBLINGS_MAX);
    policy
        .float_again_after_ms
        .saturating_mul(1 << doublings)
        .min(policy.float_again_max_ms)
}
