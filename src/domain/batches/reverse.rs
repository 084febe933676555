//! `!revertir 12 motivo`: a superuser undoes a completed order while its batch is open. The mirror of its posting.

use serde::{Deserialize, Serialize};

use super::complete::open_batch_of;
use super::{BatchEvent, ReverseError, figures_of, store};
use crate::db::DbError;
use crate::domain::desk::Desk;
use crate::domain::ledger::{self, Reversal};
use crate::domain::members::{Actor, Permission};
use crate::domain::orders::{self, Change, OrderError, OrderState};
use crate::domain::outbox::{self, BatchFigures, Notice, Undone};
use crate::domain::recall::{Asked, recall, remember};
use crate::domain::requests::checked_reason;
use crate::ids::{OrderId, RequestId};

/// What was undone, and where the batch stands without it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderReversed {
    pub order: OrderId,
    pub figures: BatchFigures,
}

/// Undoes an order.
///
/// # Errors
/// [`ReverseError::NotAllowed`] unless a superuser, [`ReverseError::Order`], [`ReverseError::BatchClosed`],
/// [`ReverseError::AlreadyBought`].
pub async fn reverse(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    order: OrderId,
    reason: &str,
) -> Result<OrderReversed, ReverseError> {
    actor.require(Permission::ReverseOrders)?;
    let reason = checked_reason(reason).map_err(OrderError::Reason)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "batches.reverse", &(actor.member, order, &reason));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let found = orders::get_order_for_update(&mut tx, order).await?;
    let wrong_state = ReverseError::Order(OrderError::WrongState {
        order,
        state: found.state,
    });
    if !found.state.may_become(OrderState::Reversed) {
        return Err(wrong_state);
    }
    let batch = open_batch_of(&mut tx, &found)
        .await?
        .ok_or(ReverseError::BatchClosed(order))?;
    let before = figures_of(&mut tx, &batch).await?;
    let left = before.received.checked_sub(found.received)?;
    if left.minor() < before.bought.minor() {
        return Err(ReverseError::AlreadyBought {
            order,
            bought: before.bought,
            left,
        });
    }
    let journal = found
        .journal
        .ok_or_else(|| DbError::Corrupt(format!("order {order} has no journal row")))?;
    let now = desk.clock.now();
    let reversal = Reversal {
        journal,
        kind: "order.reversed",
        request: request.clone(),
        actor: Some(actor.member),
        at: now,
        details: serde_json::json!({ "order": order, "batch": batch.id }),
    };
    let mirror = ledger::reverse(&mut tx, reversal).await?;
    orders::link_reversal(&mut tx, order, mirror).await?;
    let details = serde_json::json!({ "order": order, "reason": reason });
    let change = Change {
        to: OrderState::Reversed,
        cashier: found.cashier,
        account: found.account,
        reason: Some(reason.clone()),
    };
    orders::change_state(&mut tx, &found, &change, actor.member, now).await?;
    let (event, by) = (BatchEvent::OrderReversed, actor.member);
    store::insert_backlog(&mut tx, batch.id, event, &details, by, now).await?;
    let figures = figures_of(&mut tx, &batch).await?;
    let subject = batch.outbox_subject();
    outbox::enqueue(&mut tx, &subject, &Notice::OrderChanged { order }, now).await?;
    let undone = Notice::OrderReversed {
        order,
        batch: batch.id,
        figures: figures.clone(),
        undone: Some(Undone {
            by: actor.member,
            reason: reason.clone(),
        }),
    };
    outbox::enqueue(&mut tx, &subject, &undone, now).await?;
    let outcome = OrderReversed { order, figures };
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}
