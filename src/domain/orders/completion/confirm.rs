//! `!confirmar 12`: a superuser confirms a paid order from its cashier's account, when that cashier cannot or will not.
//!
//! It posts what **Listo** posts.

use serde::{Deserialize, Serialize};

use super::paid_from::PaidFrom;
use super::{OrderCompleted, check_completable, settle};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{CashierAccount, CompleteError, Step, get_order_for_update, has_proof, refuse_own};
use crate::domain::people::members::{self, Actor, Permission};
use crate::ids::{OrderId, RequestId};

/// The completed order, and the cashier whose account paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderConfirmed {
    pub completed: OrderCompleted,
    pub cashier: String,
}

/// Confirms an order whose capture has been sent, and posts it from its cashier's account. The backlog names the actor.
///
/// # Errors
/// [`CompleteError::NotAllowed`] unless the actor is a superuser; otherwise as [`super::complete`].
pub async fn confirm(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    order: OrderId,
) -> Result<OrderConfirmed, CompleteError> {
    actor.require(Permission::ConfirmForCashier)?;
    // Receipts of older versions are stored under this name.
    let asked = Asked::new(request, "batches.confirm", &(actor.member, order));
    once(desk, asked, async |tx, now| {
        let found = get_order_for_update(tx, order).await?;
        refuse_own(&found, actor.member)?;
        let proved = has_proof(tx, order).await?;
        check_completable(&found, proved)?;
        // Whoever confirms for somebody else has seen that it was paid, also where its cashier needs no capture.
        if !proved && found.kind.rules().cashier_account == CashierAccount::Pays {
            return Err(CompleteError::NoCapture(order));
        }
        let Some(cashier) = found.cashier else {
            return Err(CompleteError::NoCapture(order));
        };
        let cashier = members::get_member(tx, cashier).await?;
        let step = Step::new(desk, actor, request, now);
        let completed = settle(tx, &step, &found, PaidFrom::TheLikeliest).await?;
        if cashier.id != actor.member {
            let by = actor.member;
            outbox::enqueue(tx, found.outbox_subject(), &Notice::OrderConfirmed { order, by }, now).await?;
        }
        Ok(OrderConfirmed {
            completed,
            cashier: cashier.name,
        })
    })
    .await
}
