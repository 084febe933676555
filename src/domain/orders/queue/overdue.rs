//! Gives an order to another cashier when its own does not pay it in time.

use super::list_overdue;
use super::pass::{MoveReason, Passing, give};
use super::store::{self, ToldOnce, Unpaid};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::uptime;
use crate::domain::orders::kind::routing_of;
use crate::domain::orders::{
    Assignment, Order, OrderError, OrderState, choose, find_order, get_order_for_update, hold_assignments,
    list_candidates,
};

/// Gives each order that has waited too long for its capture to a cashier who has not had it yet. If there is none, the
/// order stays where it is and the alerts channel is told once. Returns how many orders moved.
///
/// Nobody gets an order a second time this way: otherwise two absent cashiers would pass it back and forth for ever,
/// and nobody would be told.
///
/// # Errors
/// [`OrderError::Db`].
pub async fn reassign_overdue(desk: &Desk) -> Result<usize, OrderError> {
    let now = desk.clock.now();
    let overdue = list_movable(desk, now).await?;
    if overdue.is_empty() {
        return Ok(0);
    }
    let mut tx = desk.db.begin().await?;
    hold_assignments(&mut tx).await?;
    let mut moved = 0;
    for unpaid in overdue {
        let order = get_order_for_update(&mut tx, unpaid.order).await?;
        // Somebody else changed it after the list was read.
        if !order.state.is_open() || order.assigned_at != Some(unpaid.assigned_at) {
            continue;
        }
        // Its cashier said that they are paying it: nobody else gets it, and it is only told.
        let to = match order.state {
            OrderState::Assigned => other_cashier(&mut tx, &order).await?,
            _ => None,
        };
        match to {
            Some(to) => {
                let passing = Passing {
                    reason: Some(MoveReason::Overdue),
                    actor: None,
                    at: now,
                };
                give(&mut tx, &order, to, &passing).await?;
                moved += 1;
            }
            None => tell_stuck(&mut tx, &order, unpaid.assigned_at, now).await?,
        }
    }
    tx.commit().await?;
    Ok(moved)
}

/// Overdue orders that can move, or whose being stuck has not been told yet.
async fn list_movable(desk: &Desk, now: Moment) -> Result<Vec<Unpaid>, DbError> {
    let mut reader = desk.db.reader().await?;
    let mut movable = Vec::new();
    for unpaid in list_overdue(&mut reader, now, desk.policy.reassign_after_ms).await? {
        if !unpaid.is_stuck_told {
            movable.push(unpaid);
            continue;
        }
        if let Some(order) = find_order(&mut reader, unpaid.order).await?
            && order.state == OrderState::Assigned
            && other_cashier(&mut reader, &order).await?.is_some()
        {
            movable.push(unpaid);
        }
    }
    Ok(movable)
}

async fn other_cashier(source: &mut impl Source, order: &Order) -> Result<Option<Assignment>, DbError> {
    let had_it = store::list_holders(source, order.id).await?;
    let mut others = list_candidates(source, order.float.currency(), None).await?;
    others.retain(|other| !had_it.contains(&other.cashier));
    Ok(choose(&others, order.float, &routing_of(source, order).await?))
}

async fn tell_stuck(tx: &mut Tx, order: &Order, assigned_at: Moment, now: Moment) -> Result<(), DbError> {
    let Some(cashier) = order.cashier else { return Ok(()) };
    if !store::note_told(tx, ToldOnce::Stuck, order.id, assigned_at, now).await? {
        return Ok(());
    }
    let waited_ms = uptime::worked_ms_since(tx, assigned_at, now).await?;
    let notice = Notice::OrderStuck {
        order: order.id,
        cashier,
        waited_ms,
    };
    outbox::enqueue(tx, &format!("alarm:{}", order.id), &notice, now).await
}
