//! The kind `deposit`: a player paid into a cashier's bank account; completing it credits the player.

use async_trait::async_trait;

use super::moves::and;
use super::terms_store::get_terms;
use crate::db::Tx;
use crate::domain::books::ledger::{self, AccountKey, Line, Posting};
use crate::domain::kernel::outbox::{self, BatchFigures, Notice, Undone};
use crate::domain::orders::{
    CashierAccount, CompleteError, Completing, Kind, ORDER_KINDS, Order, OrderKind, OrderState, ProofRule, ReturnError,
    Rules, Step, Who, may,
};
use crate::ids::JournalId;

/// The kind of every deposit of a player.
#[derive(Debug)]
pub struct DepositKind;

#[linkme::distributed_slice(ORDER_KINDS)]
static DEPOSIT: &'static dyn OrderKind = &DepositKind;

impl DepositKind {
    /// The kind as it is stored in an order.
    pub fn kind() -> Kind {
        Kind::from(DEPOSIT)
    }
}

/// The cashier sees the money in their own account, so no capture is needed.
static RULES: Rules = Rules {
    code: "deposit",
    proof: ProofRule::Optional,
    cashier_account: CashierAccount::Receives,
    moves: &and(may(
        OrderState::Assigned,
        OrderState::Completed,
        &[Who::Carrier, Who::Overseer],
    )),
};

#[async_trait]
impl OrderKind for DepositKind {
    fn rules(&self) -> &'static Rules {
        &RULES
    }

    async fn post(&self, tx: &mut Tx, completing: &Completing<'_>) -> Result<JournalId, CompleteError> {
        let Completing {
            step,
            order,
            account,
            total,
        } = completing;
        let currency = total.currency();
        let terms = get_terms(tx, order.id).await?;
        let posting = Posting {
            kind: "deposit.completed",
            request: step.request.clone(),
            actor: Some(step.actor.member),
            at: step.at,
            details: serde_json::json!({ "order": order.id }),
            lines: vec![
                Line::take(AccountKey::World(currency), *total)?,
                Line::add(AccountKey::Account(*account, currency), *total),
                Line::take(AccountKey::Players(currency), *total)?,
                Line::add(AccountKey::Account(terms.account, currency), *total),
            ],
        };
        Ok(ledger::post(tx, posting).await?)
    }

    async fn after_completed(
        &self,
        tx: &mut Tx,
        completing: &Completing<'_>,
    ) -> Result<Option<BatchFigures>, CompleteError> {
        tell_completed(tx, completing).await
    }

    async fn after_returned(
        &self,
        tx: &mut Tx,
        step: &Step<'_>,
        order: &Order,
        reason: &str,
    ) -> Result<Option<BatchFigures>, ReturnError> {
        tell_undone(tx, step, order, reason).await?;
        Ok(None)
    }
}

/// Tells the player that the order is completed.
pub(super) async fn tell_completed(
    tx: &mut Tx,
    completing: &Completing<'_>,
) -> Result<Option<BatchFigures>, CompleteError> {
    let Completing { step, order, .. } = completing;
    let notice = Notice::CashCompleted { order: order.id };
    outbox::enqueue(tx, order.outbox_subject(), &notice, step.at).await?;
    Ok(None)
}

/// Tells the player and the cashier that a completed order was undone.
pub(super) async fn tell_undone(
    tx: &mut Tx,
    step: &Step<'_>,
    order: &Order,
    reason: &str,
) -> Result<(), crate::db::DbError> {
    let undone = Undone {
        by: step.actor.member,
        reason: reason.to_owned(),
    };
    let notice = Notice::CashUndone {
        order: order.id,
        undone,
    };
    outbox::enqueue(tx, order.outbox_subject(), &notice, step.at).await
}
