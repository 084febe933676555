//! **Listo**: the cashier has carried the order out, and its kind posts it to the books (S0-43 … S0-45).

mod confirm;
mod paid_from;

pub use confirm::{OrderConfirmed, confirm};

use serde::{Deserialize, Serialize};

use super::{
    CashierAccount, Change, CompleteError, Completing, Order, OrderError, OrderState, ProofRule, Step, change_state,
    get_order_for_update, has_proof, link_journal, refuse_own, require_carrier, require_owner,
};
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, BatchFigures, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::Actor;
use crate::domain::treasury::accounts;
use crate::ids::{AccountId, OrderId, RequestId};
use paid_from::{PaidFrom, Wanted, cannot_pay, paying_account};

/// The completed order, and the figures of its batch after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCompleted {
    pub order: OrderId,
    /// Amount and fee.
    pub total: Money,
    /// Whether the total entered the cashier's account; otherwise it left it.
    #[serde(default)]
    pub received: bool,
    /// `None` for an order that is in no batch.
    pub figures: Option<BatchFigures>,
}

/// The order to complete, and the account to pay from; `None`: the only account of the cashier that can pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    pub order: OrderId,
    pub from: Option<AccountId>,
}

/// Completes an order of the actor and posts it, once: a second press is refused with [`OrderError::WrongState`].
/// Whoever sent the capture may complete it even if they are no longer a cashier, because the money has been paid.
///
/// # Errors
/// [`CompleteError::NoCapture`], [`CompleteError::InsufficientFunds`], [`CompleteError::BatchClosed`];
/// [`CompleteError::Order`] with the order's cashier or state; [`CompleteError::ChooseAccount`] when several accounts
/// can pay and none was chosen, [`CompleteError::CannotPay`] when the chosen one cannot; [`CompleteError::Repeated`].
pub async fn complete(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    completion: Completion,
) -> Result<OrderCompleted, CompleteError> {
    let order = completion.order;
    // Receipts of older versions are stored under this name.
    let asked = Asked::new(request, "batches.complete", &(actor.member, completion));
    once(desk, asked, async |tx, now| {
        require_carrier(tx, actor, order).await?;
        let found = get_order_for_update(tx, order).await?;
        let proved = has_proof(tx, order).await?;
        if found.state.is_open() {
            require_owner(tx, &found, actor.member).await?;
        }
        refuse_own(&found, actor.member)?;
        check_completable(&found, proved)?;
        found.kind.before_listo(tx, &found).await?;
        let paid_from = completion.from.map_or(PaidFrom::TheOnlyOne, PaidFrom::Chosen);
        let step = Step::new(desk, actor, request, now);
        settle(tx, &step, &found, paid_from).await
    })
    .await
}

/// Completes an order within the unit of a use-case of its kind, through this account of its cashier, or the likeliest one.
/// The caller has what shows the payment, where its kind needs that. The caller has locked the order and checked who acts.
///
/// # Errors
/// As [`complete`], without the questions.
pub(crate) async fn complete_within(
    tx: &mut Tx,
    step: &Step<'_>,
    found: &Order,
    account: Option<AccountId>,
) -> Result<OrderCompleted, CompleteError> {
    check_completable(found, true)?;
    settle(
        tx,
        step,
        found,
        account.map_or(PaidFrom::TheLikeliest, PaidFrom::Chosen),
    )
    .await
}

/// Refuses an order that has ended, or that lacks the capture its kind requires.
fn check_completable(order: &Order, proved: bool) -> Result<(), CompleteError> {
    if order.state.is_open() && !proved && order.kind.rules().proof == ProofRule::Needed {
        return Err(CompleteError::NoCapture(order.id));
    }
    if !order.may_become(OrderState::Completed) {
        return Err(CompleteError::Order(OrderError::WrongState {
            order: order.id,
            state: order.state,
        }));
    }
    Ok(())
}

/// Posts an order through an account of its cashier, completes it and enqueues its notices.
async fn settle(
    tx: &mut Tx,
    step: &Step<'_>,
    found: &Order,
    paid_from: PaidFrom,
) -> Result<OrderCompleted, CompleteError> {
    let order = found.id;
    let total = found.total()?;
    let moves = found.kind.rules().cashier_account;
    let own = accounts::list_paying_accounts(tx, total.currency(), found.cashier).await?;
    let wanted = Wanted {
        order,
        total: found.float,
        assigned: found.account,
        moves,
        paid_from,
    };
    let account = paying_account(own, wanted)?;
    let completing = Completing {
        step,
        order: found,
        account,
        total,
    };
    let posted = found.kind.post(tx, &completing).await;
    let journal = posted.map_err(|error| cannot_pay(error, found, account, total))?;
    link_journal(tx, order, journal).await?;
    let change = Change {
        to: OrderState::Completed,
        cashier: found.cashier,
        account: Some(account),
        reason: None,
    };
    change_state(tx, found, &change, step.actor.member, step.at).await?;
    outbox::enqueue(tx, found.outbox_subject(), &Notice::OrderChanged { order }, step.at).await?;
    let figures = found.kind.after_completed(tx, &completing).await?;
    Ok(OrderCompleted {
        order,
        total,
        received: moves == CashierAccount::Receives,
        figures,
    })
}
