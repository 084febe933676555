//! `PUT /api/transacciones/{id}/confirmar-pago-usuario`: the player says that they paid, and how.

use serde::{Deserialize, Serialize};

use super::payment::{PaymentDetails, PaymentPart, SaidPayment};
use super::payment_store::insert_payment;
use super::repeated::{find_used_twice, insert_marks};
use super::{CashError, Direction};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{OrderError, Who, get_order_for_update};
use crate::domain::people::members::Actor;
use crate::ids::{OrderId, RequestId};

/// The deposit whose payment was described.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentSaid {
    pub order: OrderId,
}

/// Adds what the player says about the payment of their open deposit; its cashier reads it. It may be said again: the
/// newest counts.
///
/// # Errors
/// [`CashError::NotCash`] for anything but a deposit, [`CashError::Order`] for somebody else's or an ended one,
/// [`CashError::Repeated`].
pub async fn say_paid(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    order: OrderId,
    details: &PaymentDetails,
) -> Result<PaymentSaid, CashError> {
    let asked = Asked::new(request, "players.say_paid", &(actor.member, order, details));
    once(desk, asked, async |tx, now| {
        let found = get_order_for_update(tx, order).await?;
        if Direction::of(&found) != Some(Direction::Deposit) {
            return Err(CashError::NotCash(order));
        }
        let who = Who::all_of(actor, &found);
        if !who.contains(&Who::Owner) && !who.contains(&Who::Overseer) {
            return Err(OrderError::NotYourTransfer { order }.into());
        }
        if !found.state.is_open() {
            let state = found.state;
            return Err(OrderError::WrongState { order, state }.into());
        }
        let said = SaidPayment {
            part: PaymentPart::Player,
            by: actor.member,
            at: now,
            details: details.clone(),
        };
        insert_payment(tx, order, &said).await?;
        insert_marks(tx, order, details, now).await?;
        if let Some(used) = find_used_twice(tx, &found).await? {
            return Err(CashError::Repeated { used });
        }
        let subject = found.outbox_subject();
        outbox::enqueue(tx, subject, &Notice::OrderChanged { order }, now).await?;
        Ok(PaymentSaid { order })
    })
    .await
}
