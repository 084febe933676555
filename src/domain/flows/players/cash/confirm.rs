//! `PUT /api/transacciones/{id}/confirmar`: the cashier confirms the payment with all its details (S3-27); it is posted
//! and completed in the same unit.

use serde::{Deserialize, Serialize};

use super::named_account::named_account;
use super::payment::{PaymentDetails, PaymentPart, SaidPayment};
use super::payment_store::insert_payment;
use super::repeated::{find_doubt, insert_marks};
use super::{CashError, Direction};
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{
    self, Change, Order, OrderError, OrderState, Step, Who, change_state, complete_within, get_order_for_update,
    refuse_own,
};
use crate::domain::people::members::{Actor, Permission};
use crate::domain::treasury::accounts::AccountNumber;
use crate::ids::{OrderId, RequestId};

/// The order to confirm, and what is known of its payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConfirmCash {
    pub order: OrderId,
    pub details: PaymentDetails,
    /// The cashier's account, by its number of 20 digits; without it, the one whose bank `details` name.
    pub account: Option<AccountNumber>,
    /// An admin's word that the payment counts although another deposit has the same details.
    pub although_repeated: bool,
}

/// The order that was confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashConfirmed {
    pub order: OrderId,
}

/// Confirms a deposit or withdrawal: its cashier may, and admins, from the cashier's account.
///
/// # Errors
/// [`CashError::NotCash`], [`CashError::Order`] with its cashier or state, [`CashError::NoCashier`];
/// [`CashError::NoEvidence`] for a withdrawal without anything that shows its payment; [`CashError::Repeated`] when
/// another deposit has the same payment, unless an admin says so; [`CashError::WhichAccount`],
/// [`CashError::NotTheirAccount`]; [`CashError::Complete`].
pub async fn confirm(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    typed: &ConfirmCash,
) -> Result<CashConfirmed, CashError> {
    let asked = Asked::new(request, "players.confirm", &(actor.member, typed));
    once(desk, asked, async |tx, now| {
        let found = get_order_for_update(tx, typed.order).await?;
        require_confirming(tx, actor, &found).await?;
        let said = SaidPayment {
            part: PaymentPart::Cashier,
            by: actor.member,
            at: now,
            details: typed.details.clone(),
        };
        insert_payment(tx, found.id, &said).await?;
        insert_marks(tx, found.id, &typed.details, now).await?;
        let has_word = typed.although_repeated && actor.may(Permission::AssignOrders);
        if !has_word && let Some(used) = find_doubt(tx, &found).await? {
            return Err(CashError::Repeated { used });
        }
        let account = named_account(tx, &found, typed).await?;
        let step = Step::new(desk, actor, request, now);
        let found = shown(tx, &step, found, &typed.details).await?;
        complete_within(tx, &step, &found, account).await?;
        if found.cashier != Some(actor.member) {
            let notice = Notice::OrderConfirmed {
                order: found.id,
                by: actor.member,
            };
            outbox::enqueue(tx, found.outbox_subject(), &notice, now).await?;
        }
        Ok(CashConfirmed { order: found.id })
    })
    .await
}

/// The order is open, has a cashier, and the actor is that cashier or an admin.
async fn require_confirming(tx: &mut Tx, actor: &Actor, found: &Order) -> Result<(), CashError> {
    let order = found.id;
    if Direction::of(found).is_none() {
        return Err(CashError::NotCash(order));
    }
    if !found.state.is_open() {
        let state = found.state;
        return Err(OrderError::WrongState { order, state }.into());
    }
    refuse_own(found, actor.member)?;
    let who = Who::all_of(actor, found);
    if !who.contains(&Who::Overseer) {
        orders::require_carrier(tx, actor, order).await?;
        orders::require_owner(tx, found, actor.member).await?;
    }
    match found.cashier {
        Some(_) => Ok(()),
        None => Err(CashError::NoCashier(order)),
    }
}

/// A withdrawal must show its payment; it is then being paid.
async fn shown(tx: &mut Tx, step: &Step<'_>, found: Order, details: &PaymentDetails) -> Result<Order, CashError> {
    if Direction::of(&found) != Some(Direction::Withdrawal) {
        return Ok(found);
    }
    if !details.show_payment() && !orders::has_proof(tx, found.id).await? {
        return Err(CashError::NoEvidence(found.id));
    }
    if found.state != OrderState::Assigned {
        return Ok(found);
    }
    let change = Change {
        to: OrderState::Processing,
        cashier: found.cashier,
        account: found.account,
        reason: None,
    };
    change_state(tx, &found, &change, step.actor.member, step.at).await?;
    Ok(Order {
        state: OrderState::Processing,
        ..found
    })
}
