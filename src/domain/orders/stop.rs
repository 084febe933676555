//! Ends an order that was not completed. Everything that does so calls this, so that the escrow is always returned.

use super::{Change, Order, OrderError, OrderState, Step, Who, escrow, store, tell_float_settled};
use crate::db::Tx;

/// The order to end, its new state, and the reason.
pub(crate) struct Stop<'a> {
    pub(crate) order: &'a Order,
    /// [`OrderState::Cancelled`] or [`OrderState::Rejected`]; [`OrderState::Returned`] if its kind allows it.
    pub(crate) to: OrderState,
    pub(crate) reason: Option<String>,
}

/// Ends an open order without completing it, returns its escrow, and tells that float is no longer missing if that was
/// told.
///
/// # Errors
/// [`OrderError::WrongState`] when the kind does not allow this person to end it from this state;
/// [`OrderError::Books`].
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
