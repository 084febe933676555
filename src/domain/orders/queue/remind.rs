//! Rings a cashier who does not pay an order in time.

use super::list_overdue;
use super::store::{self, ToldOnce};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::uptime;
use crate::domain::orders::{OrderError, find_order};

/// Rings each cashier whose order has waited too long for its capture, once per assignment. Returns how many were rung.
///
/// # Errors
/// [`OrderError::Db`].
pub async fn remind(desk: &Desk) -> Result<usize, OrderError> {
    let now = desk.clock.now();
    let mut reader = desk.db.reader().await?;
    let mut overdue = list_overdue(&mut reader, now, desk.policy.remind_after_ms).await?;
    drop(reader);
    overdue.retain(|unpaid| !unpaid.is_reminded);
    if overdue.is_empty() {
        return Ok(0);
    }
    let mut tx = desk.db.begin().await?;
    let mut rung = 0;
    for unpaid in overdue {
        let order = unpaid.order;
        if !store::note_told(&mut tx, ToldOnce::Reminder, order, unpaid.assigned_at, now).await? {
            continue;
        }
        let found = find_order(&mut tx, order).await?.ok_or(OrderError::Unknown(order))?;
        let Some(cashier) = found.cashier else { continue };
        let waited_ms = uptime::worked_ms_since(&mut tx, unpaid.assigned_at, now).await?;
        let notice = Notice::OrderReminder {
            order,
            cashier,
            waited_ms,
        };
        outbox::enqueue(&mut tx, found.outbox_subject(), &notice, now).await?;
        rung += 1;
    }
    tx.commit().await?;
    Ok(rung)
}
