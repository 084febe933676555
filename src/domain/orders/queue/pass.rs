//! Passes on an unpaid order: to another cashier, or back to the queue. Everything that moves unpaid orders away from a
//! cashier calls this, except **Tomar** (`claim`).

use super::float::tell_float_settled;
use super::store;
use crate::clock::Moment;
use crate::coded_enum;
use crate::db::{DbError, Tx};
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::orders::{Assignment, Change, Order, OrderError, OrderState, change_state};
use crate::ids::MemberId;

coded_enum! {
    /// Why an unpaid order was taken from its cashier. Stored in the backlog as its code.
    pub enum MoveReason {
        /// The cashier typed `!ocupado`.
        Busy => "busy",
        /// The cashier did not pay it in time.
        Overdue => "overdue",
        /// The cashier is no longer one.
        NoCashier => "no_cashier",
        /// The cashier left the guild.
        Left => "left",
        /// The cashier handed the shift to another one.
        Relief => "relief",
        /// The account that was to pay it no longer has the money.
        NoFloat => "no_float",
        /// An admin decided it.
        Ordered => "ordered",
    }
}

/// Who moves an order, why and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passing {
    /// `None` when the order had no cashier before.
    pub(super) reason: Option<MoveReason>,
    /// `None`: the desk itself.
    pub(super) actor: Option<MemberId>,
    pub(super) at: Moment,
}

/// Gives an order to a cashier. The previous cashier is told not to pay it. If the new one has had it before, they get
/// a new message, because their old one is only edited and rings nobody.
pub(super) async fn give(tx: &mut Tx, order: &Order, to: Assignment, passing: &Passing) -> Result<(), OrderError> {
    let has_had_it = store::list_holders(tx, order.id).await?.contains(&to.cashier);
    let change = Change {
        to: OrderState::Assigned,
        cashier: Some(to.cashier),
        account: Some(to.account),
        reason: passing.reason.map(|reason| reason.code().to_owned()),
    };
    change_state(tx, order, &change, passing.actor, passing.at).await?;
    tell_float_settled(tx, order, passing.at).await?;
    tell(tx, order, passing.at).await?;
    if has_had_it {
        let back = Notice::OrderBack {
            order: order.id,
            cashier: to.cashier,
        };
        outbox::enqueue(tx, order.outbox_subject(), &back, passing.at).await?;
    }
    Ok(())
}

/// Takes an order from its cashier and puts it back into the queue, because nobody else can pay it now. When its unit
/// has moved all its orders, the caller tells which float is missing ([`super::float::tell_each_missing`]).
pub(super) async fn put_back(tx: &mut Tx, order: &Order, passing: &Passing) -> Result<(), OrderError> {
    let change = Change {
        to: OrderState::Pending,
        cashier: None,
        account: None,
        reason: passing.reason.map(|reason| reason.code().to_owned()),
    };
    change_state(tx, order, &change, passing.actor, passing.at).await?;
    Ok(tell(tx, order, passing.at).await?)
}

/// `order`: as it was before its change of state.
async fn tell(tx: &mut Tx, order: &Order, at: Moment) -> Result<(), DbError> {
    let (subject, id) = (order.outbox_subject(), order.id);
    outbox::enqueue(tx, subject, &Notice::OrderChanged { order: id }, at).await?;
    if let Some(from) = order.cashier {
        outbox::enqueue(tx, subject, &Notice::OrderTaken { order: id, from }, at).await?;
    }
    Ok(())
}
