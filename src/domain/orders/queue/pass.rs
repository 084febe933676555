//! Passing on an order that nobody has paid: to a cashier, or back to the queue. Every way to do it ends here.

use super::float::tell_float_settled;
use super::store;
use crate::clock::Moment;
use crate::coded_enum;
use crate::db::{DbError, Tx};
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::orders::{Assignment, Change, Order, OrderError, OrderState, change_state};
use crate::ids::MemberId;

coded_enum! {
    /// Why an order was taken from a cashier who had not paid it. Stands in the backlog as its code.
    pub enum MoveReason {
        /// They said that they are busy.
        Busy => "busy",
        /// They let it lie for too long.
        Overdue => "overdue",
        /// They are no cashier any more.
        NoCashier => "no_cashier",
        /// They left the guild.
        Left => "left",
        /// Their shift ended, and somebody follows them.
        Relief => "relief",
        /// The account it was to be paid from no longer has the money.
        NoFloat => "no_float",
        /// Somebody who may decided it.
        Ordered => "ordered",
    }
}

/// Who passes an order on, why and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passing {
    /// `None`: nobody had it.
    pub(super) reason: Option<MoveReason>,
    /// `None`: the desk itself.
    pub(super) actor: Option<MemberId>,
    pub(super) at: Moment,
}

/// Gives an order to a cashier. Who had it is told not to pay; who had it before and has it again is told that too,
/// since their message of it is only edited.
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
        outbox::enqueue(tx, &order.outbox_subject(), &back, passing.at).await?;
    }
    Ok(())
}

/// Takes an order from its cashier when nobody else can pay it now; the next who can gets it. The caller says which float is
/// missing when its unit has moved everything ([`super::float::tell_each_missing`]).
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

/// `order`: as it was before.
async fn tell(tx: &mut Tx, order: &Order, at: Moment) -> Result<(), DbError> {
    let (subject, id) = (order.outbox_subject(), order.id);
    outbox::enqueue(tx, &subject, &Notice::OrderChanged { order: id }, at).await?;
    if let Some(from) = order.cashier {
        outbox::enqueue(tx, &subject, &Notice::OrderTaken { order: id, from }, at).await?;
    }
    Ok(())
}
