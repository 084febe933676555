//! Orders that wait: for a cashier, or for their cashier to pay.
//!
//! The sweeper gives what nobody has to whoever can pay it now ([`give_waiting`]), hands on what its account can no longer
//! pay ([`hand_on_unbacked`]), rings a cashier who lets an order lie ([`remind`]) and gives it to another one in the end
//! ([`reassign_overdue`]). Each is a unit of conditional updates:
//! safe to repeat, and safe when two processes sweep at once. Time in which the desk was down does not count
//! ([`crate::domain::kernel::uptime`]). An order whose capture is there is never moved: its money is on its way.

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

/// Unpaid orders that have been with their cashier for this long, outages not counted.
async fn list_overdue(source: &mut impl Source, now: Moment, after_ms: i64) -> Result<Vec<store::Unpaid>, DbError> {
    let mut unpaid = store::list_unpaid(source, now.plus_ms(-after_ms)).await?;
    let Some(first) = unpaid.iter().map(|unpaid| unpaid.assigned_at).min() else {
        return Ok(unpaid);
    };
    let outages = uptime::list_outages(source, first, now).await?;
    unpaid.retain(|unpaid| after_ms <= uptime::worked_ms(unpaid.assigned_at, now, &outages));
    Ok(unpaid)
}
