//! A completed deposit or withdrawal is undone by its mirror: `PUT /api/transacciones/{id}/revertir`, `!revertir 12`.

use serde::{Deserialize, Serialize};

use super::cash_kind::tell_undone;
use super::{CashError, Direction};
use crate::domain::books::ledger::AccountKey;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{
    Order, OrderError, OrderState, Reopened, Step, Undoing, UndoneAs, Who, get_order_for_update, refuse_own, undo,
};
use crate::domain::people::members::Actor;
use crate::domain::people::requests::checked_reason;
use crate::ids::{OrderId, RequestId};

/// The order that was undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashReverted {
    pub order: OrderId,
    pub total: Money,
    /// The cashier's account, if it was closed and had to be reopened.
    pub reopened: Option<Reopened>,
}

/// Undoes a completed deposit or withdrawal. A deposit whose money the player has already used cannot be undone: nobody
/// goes below zero.
///
/// # Errors
/// [`CashError::NotCash`], [`CashError::Order`] with the state, or when the actor is no admin or asked for it;
/// [`CashError::Spent`].
pub async fn revert_order(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    order: OrderId,
    reason: &str,
) -> Result<CashReverted, CashError> {
    let reason = checked_reason(reason).map_err(OrderError::Reason)?;
    let asked = Asked::new(request, "players.revert_order", &(actor.member, order, &reason));
    once(desk, asked, async |tx, now| {
        let found = get_order_for_update(tx, order).await?;
        if Direction::of(&found).is_none() {
            return Err(CashError::NotCash(order));
        }
        refuse_own(&found, actor.member)?;
        let rules = found.kind.rules();
        if !rules.allow(found.state, OrderState::Reversed) {
            let state = found.state;
            return Err(OrderError::WrongState { order, state }.into());
        }
        if !rules.allow_by(found.state, OrderState::Reversed, &Who::all_of(actor, &found)) {
            return Err(OrderError::NotYourTransfer { order }.into());
        }
        let step = Step::new(desk, actor, request, now);
        let undoing = Undoing {
            to: UndoneAs::Reversed,
            reason: &reason,
            details: serde_json::json!({ "order": order, "reason": reason }),
        };
        let reopened = undo::<CashError>(tx, &step, &found, undoing).await;
        let reopened = reopened.map_err(|error| whose(error, &found))?;
        outbox::enqueue(tx, found.outbox_subject(), &Notice::OrderChanged { order }, now).await?;
        tell_undone(tx, &step, &found, &reason).await?;
        Ok(CashReverted {
            order,
            total: found.amount,
            reopened,
        })
    })
    .await
}

/// Says whether it is the cashier's account that has too little.
fn whose(error: CashError, order: &Order) -> CashError {
    let cashiers = order
        .account
        .map(|account| AccountKey::Account(account, order.amount.currency()).code());
    match error {
        CashError::Spent {
            account,
            asked,
            available,
            ..
        } => CashError::Spent {
            is_cashiers: cashiers.as_ref() == Some(&account),
            account,
            asked,
            available,
        },
        other => other,
    }
}
