//! The kind `transfer`: an order that is paid from a cashier's account and collected in a batch.
//!
//! Posting `order.completed`: `world −received, batch.received +received; cashier's bank −total, batch.sent +total`;
//! for a client's order also `issuance:PTS −points, client's points +points`. These points first pay what the client
//! owes in points: the floor of that account rises to what is still owed.

use async_trait::async_trait;

use super::points::points_lines;
use super::reverse::{self, BoughtFor};
use super::terms::{TransferTerms, get_terms};
use super::{Batch, BatchEvent, figures_of, store};
use crate::db::Tx;
use crate::domain::books::ledger::{self, AccountKey, Line, Posting};
use crate::domain::kernel::outbox::{self, BatchFigures, Notice};
use crate::domain::orders::{
    CashierAccount, CompleteError, Completing, Kind, ORDER_KINDS, Order, OrderKind, OrderState, ProofRule, ReturnError,
    Rules, Step, Who, may,
};
use crate::ids::JournalId;

/// The kind of every order that `!t` makes.
#[derive(Debug)]
pub struct TransferKind;

#[linkme::distributed_slice(ORDER_KINDS)]
static TRANSFER: &'static dyn OrderKind = &TransferKind;

impl TransferKind {
    /// The kind as it is stored in an order.
    pub fn kind() -> Kind {
        Kind::from(TRANSFER)
    }
}

static RULES: Rules = Rules {
    code: "transfer",
    proof: ProofRule::Needed,
    cashier_account: CashierAccount::Pays,
    moves: &[
        may(
            OrderState::Pending,
            OrderState::Assigned,
            &[Who::Cashier, Who::Overseer, Who::Desk],
        ),
        may(OrderState::Pending, OrderState::Rejected, &[Who::Carrier]),
        may(OrderState::Pending, OrderState::Cancelled, &[Who::Owner, Who::Overseer]),
        may(
            OrderState::Assigned,
            OrderState::Assigned,
            &[Who::Cashier, Who::Overseer, Who::Desk],
        ),
        may(
            OrderState::Assigned,
            OrderState::Pending,
            &[Who::Carrier, Who::Overseer, Who::Desk],
        ),
        may(OrderState::Assigned, OrderState::Processing, &[Who::Carrier]),
        may(OrderState::Assigned, OrderState::Rejected, &[Who::Carrier]),
        may(
            OrderState::Assigned,
            OrderState::Cancelled,
            &[Who::Owner, Who::Overseer],
        ),
        may(
            OrderState::Processing,
            OrderState::Completed,
            &[Who::Carrier, Who::Superuser],
        ),
        may(OrderState::Processing, OrderState::Rejected, &[Who::Carrier]),
        may(OrderState::Completed, OrderState::Reversed, &[Who::Superuser]),
        may(
            OrderState::Completed,
            OrderState::Returned,
            &[Who::Carrier, Who::Overseer],
        ),
    ],
};

#[async_trait]
impl OrderKind for TransferKind {
    fn rules(&self) -> &Rules {
        &RULES
    }

    async fn post(&self, tx: &mut Tx, completing: &Completing<'_>) -> Result<JournalId, CompleteError> {
        let Completing { step, order, .. } = completing;
        let terms = get_terms(tx, order.id).await?;
        let batch = store::hold_open(tx, terms.batch).await?;
        let batch = batch.ok_or(CompleteError::BatchClosed(order.id))?;
        let journal = ledger::post(tx, posting(completing, &terms, &batch)?).await?;
        if order.is_of_client() {
            let points = AccountKey::Points(order.creator);
            ledger::keep_paid(tx, points, step.request, step.actor.member, step.at).await?;
        }
        Ok(journal)
    }

    async fn after_completed(
        &self,
        tx: &mut Tx,
        completing: &Completing<'_>,
    ) -> Result<Option<BatchFigures>, CompleteError> {
        let Completing { step, order, total, .. } = completing;
        let (by, at) = (step.actor.member, step.at);
        let terms = get_terms(tx, order.id).await?;
        let batch = store::get_batch(tx, terms.batch).await?;
        let details = serde_json::json!({ "order": order.id, "received": terms.received, "sent": total });
        store::insert_backlog(tx, batch.id, BatchEvent::OrderCompleted, &details, by, at).await?;
        let figures = figures_of(tx, &batch).await?;
        let paid = Notice::OrderPaid {
            order: order.id,
            batch: batch.id,
            figures: figures.clone(),
        };
        outbox::enqueue(tx, &batch.outbox_subject(), &paid, at).await?;
        Ok(Some(figures))
    }

    fn may_owe(&self, order: &Order) -> Vec<AccountKey> {
        let client = order.is_of_client().then_some(AccountKey::Points(order.creator));
        client.into_iter().collect()
    }

    async fn before_returned(&self, tx: &mut Tx, order: &Order) -> Result<(), ReturnError> {
        let terms = get_terms(tx, order.id).await?;
        let batch = store::hold_open(tx, terms.batch).await?;
        let batch = batch.ok_or(ReturnError::BatchClosed(order.id))?;
        match reverse::find_bought_for(tx, terms.received, &batch).await? {
            None => Ok(()),
            Some(BoughtFor { bought, left, lots }) => Err(ReturnError::AlreadyBought {
                order: order.id,
                bought,
                left,
                lots,
            }),
        }
    }

    async fn after_returned(
        &self,
        tx: &mut Tx,
        step: &Step<'_>,
        order: &Order,
        reason: &str,
    ) -> Result<Option<BatchFigures>, ReturnError> {
        let (by, at) = (step.actor.member, step.at);
        let terms = get_terms(tx, order.id).await?;
        let batch = store::get_batch(tx, terms.batch).await?;
        let details = serde_json::json!({ "order": order.id, "reason": reason });
        store::insert_backlog(tx, batch.id, BatchEvent::OrderReturned, &details, by, at).await?;
        let figures = figures_of(tx, &batch).await?;
        reverse::tell_undone(tx, step, &batch, order.id, &figures, reason).await?;
        Ok(Some(figures))
    }
}

fn posting(completing: &Completing<'_>, terms: &TransferTerms, batch: &Batch) -> Result<Posting, CompleteError> {
    let Completing {
        step,
        order,
        account,
        total,
    } = completing;
    let received = terms.received;
    let mut lines = vec![
        Line::take(AccountKey::World(batch.corridor.receive), received)?,
        Line::add(batch.received_key(), received),
        Line::take(AccountKey::Account(*account, batch.corridor.send), *total)?,
        Line::add(batch.sent_key(), *total),
    ];
    lines.extend(points_lines(order, terms, step.policy.points_per_usd)?);
    Ok(Posting {
        kind: "order.completed",
        request: step.request.clone(),
        actor: Some(step.actor.member),
        at: step.at,
        details: serde_json::json!({ "order": order.id, "batch": batch.id }),
        lines,
    })
}
