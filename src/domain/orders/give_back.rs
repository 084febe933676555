//! Returns an order whose payment came back from the bank: mirrors what its completion posted, and returns the escrow
//! to its owner.
//!
//! Postings: `order.returned` mirrors what completing posted; `order.escrow_returned` mirrors what the order had taken
//! from its owner.

use serde::{Deserialize, Serialize};

use super::stop::{Stop, stop};
use super::{
    CashierAccount, Order, OrderError, OrderState, Reopened, ReturnError, Step, Undoing, UndoneAs, Who,
    get_order_to_return, undo,
};
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, BatchFigures, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::Actor;
use crate::domain::people::requests::checked_reason;
use crate::ids::{OrderId, RequestId};

/// The returned order, and the figures of its batch without it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderReturned {
    pub order: OrderId,
    /// Amount and fee.
    pub total: Money,
    /// `None` for an order that is in no batch.
    pub figures: Option<BatchFigures>,
    /// Whether the money had entered the cashier's account; otherwise it had left it.
    #[serde(default)]
    pub received: bool,
    /// Whether it was completed before, so that money came back from a bank.
    pub was_paid: bool,
    /// The cashier's account, if it was closed and had to be reopened.
    pub reopened: Option<Reopened>,
}

/// Returns an order whose payment came back from the bank, if the rules of its kind allow it to this person: for a
/// transfer to its cashier, admins and superusers.
///
/// # Errors
/// [`ReturnError::NotAllowed`]; [`ReturnError::Order`] with the order's cashier or state; and the refusals of its kind.
pub async fn give_back(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    order: OrderId,
    reason: &str,
) -> Result<OrderReturned, ReturnError> {
    let reason = checked_reason(reason).map_err(OrderError::Reason)?;
    let asked = Asked::new(request, "orders.give_back", &(actor.member, order, &reason));
    once(desk, asked, async |tx, now| {
        let found = get_order_to_return(tx, actor, order).await?;
        let step = Step::new(desk, actor, request, now);
        give_back_within(tx, &step, &found, &reason).await
    })
    .await
}

/// Returns an order within the unit of a use-case of its kind. The caller has locked the order and checked the reason.
///
/// # Errors
/// As [`give_back`].
pub(crate) async fn give_back_within(
    tx: &mut Tx,
    step: &Step<'_>,
    found: &Order,
    reason: &str,
) -> Result<OrderReturned, ReturnError> {
    let (actor, order) = (step.actor, found.id);
    let rules = found.kind.rules();
    let to = OrderState::Returned;
    if !rules.allow(found.state, to) {
        let state = found.state;
        return Err(OrderError::WrongState { order, state }.into());
    }
    if !rules.allow_by(found.state, to, &Who::all_of(actor, found)) {
        let cashier = super::store::name_of_cashier(tx, found).await?;
        return Err(OrderError::NotYours { order, cashier }.into());
    }
    if found.state == OrderState::Completed {
        return undo_completed(tx, step, found, reason).await;
    }
    let ending = Stop {
        order: found,
        to,
        reason: Some(reason.to_owned()),
    };
    stop(tx, step, &ending).await?;
    outbox::enqueue(tx, found.outbox_subject(), &Notice::OrderChanged { order }, step.at).await?;
    let figures = found.kind.after_returned(tx, step, found, reason).await?;
    Ok(OrderReturned {
        order,
        total: found.total()?,
        figures,
        received: false,
        was_paid: false,
        reopened: None,
    })
}

/// Mirrors a completed order and changes its state to returned.
async fn undo_completed(
    tx: &mut Tx,
    step: &Step<'_>,
    found: &Order,
    reason: &str,
) -> Result<OrderReturned, ReturnError> {
    let order = found.id;
    found.kind.before_returned(tx, found).await?;
    let undoing = Undoing {
        to: UndoneAs::Returned,
        reason,
        details: serde_json::json!({ "order": order, "reason": reason }),
    };
    let reopened = undo::<ReturnError>(tx, step, found, undoing).await?;
    outbox::enqueue(tx, found.outbox_subject(), &Notice::OrderChanged { order }, step.at).await?;
    let figures = found.kind.after_returned(tx, step, found, reason).await?;
    Ok(OrderReturned {
        order,
        total: found.total()?,
        figures,
        received: found.kind.rules().cashier_account == CashierAccount::Receives,
        was_paid: true,
        reopened,
    })
}
