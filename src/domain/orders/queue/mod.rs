//! Orders that wait for a cashier, or for their cashier to pay.
//!
//! The sweeper gives orders without a cashier to somebody who can pay them now ([`give_waiting`]), hands on orders that
//! their account can no longer pay ([`hand_on_unbacked`]), rings a cashier who is late ([`remind`]), and at last gives
//! the order to another cashier ([`reassign_overdue`]). Each is one unit of conditional updates: safe to repeat, and
//! safe when two processes sweep at once. Outages do not count as waiting time ([`crate::domain::kernel::uptime`]). An
//! order whose capture has been sent is never moved, because its money is on its way.

mod float;
mod give;
mod hand_over;
mod overdue;
mod pass;
mod reassign;
mod relieve;
mod remind;
mod say_paid;
mod shift;
mod store;
mod unbacked;

pub use float::tell_waiting_float;
pub(crate) use float::{tell_float_missing, tell_float_settled};
pub use give::give_waiting;
pub use hand_over::{HandOver, HandedOver, hand_over};
pub use overdue::reassign_overdue;
pub use pass::MoveReason;
pub use reassign::{Given, Reassigned, reassign_open_of};
pub use relieve::{Relieved, relieve};
pub use remind::remind;
pub use say_paid::say_paid_before;
pub use shift::{ShiftChanged, change_shift};
pub use store::count_open;
pub use unbacked::{Unbacked, find_unbacked, find_unbacked_after, hand_on_unbacked};

use super::{Order, find_order};
use crate::clock::Moment;
use crate::db::{DbError, Source};
use crate::domain::kernel::uptime;

/// Open orders, oldest first.
pub async fn list_open(source: &mut impl Source, orders_max: i64) -> Result<Vec<Order>, DbError> {
    let mut open = Vec::new();
    for order in store::list_open_ids(source, orders_max).await? {
        open.extend(find_order(source, order).await?);
    }
    Ok(open)
}

/// Unpaid orders that their cashier has had for at least `after_ms` of worked time.
async fn list_overdue(source: &mut impl Source, now: Moment, after_ms: i64) -> Result<Vec<store::Unpaid>, DbError> {
    let mut unpaid = store::list_unpaid(source, now.plus_ms(-after_ms)).await?;
    let Some(first) = unpaid.iter().map(|unpaid| unpaid.assigned_at).min() else {
        return Ok(unpaid);
    };
    let outages = uptime::list_outages(source, first, now).await?;
    unpaid.retain(|unpaid| after_ms <= uptime::worked_ms(unpaid.assigned_at, now, &outages));
    Ok(unpaid)
}
