//! Ending an order that was not carried out. Every way to do it comes here, so that escrow is always given back.

use super::{Change, Order, OrderError, OrderState, Step, Who, escrow, store, tell_float_settled};
use crate::db::Tx;

/// An order that is to end, and why.
pub(crate) struct Stop<'a> {
    pub(crate) order: &'a Order,
    /// [`OrderState::Cancelled`] or [`OrderState::Rejected`]; of a kind that allows it, [`OrderState::Returned`].
    pub(crate) to: OrderState,
    pub(crate) reason: Option<String>,
}

/// Ends an open order without completing it, gives its escrow back, and takes back what was told about missing float.
///
/// # Errors
/// [`OrderError::WrongState`] when its kind or its state does not allow this person to; [`OrderError::Books`].
pub(crate) async fn stop(tx: &mut Tx, step: &Step<'_>, stop: &Stop<'_>) -> Result<(), OrderError> {
    let Stop { order, to, reason } = stop;
    let who = Who::all_of(step.actor, order);
    if !order.kind.rules().allow_by(order.state, *to, &who) {
        return Err(OrderError::WrongState {
            order: order.id,
            state: order.state,
        });
    }
    let change = Change {
        to: *to,
        cashier: order.cashier,
        account: order.account,
        reason: reason.clone(),
    };
    store::change_state(tx, order, &change, step.actor.member, step.at).await?;
    escrow::release(tx, step, order).await?;
    Ok(tell_float_settled(tx, order, step.at).await?)
}
