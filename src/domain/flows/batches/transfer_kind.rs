//! The kind `transfer`: an order that is paid from a cashier's account and collected in a batch.
//!
//! Posting `order.completed`: `world −received, batch.received +received; cashier's bank −total, batch.sent +total`;
//! for a client's order also `issuance:PTS −points, client's points +points`. These points first pay what the client
//! owes in points: the floor of that account rises to what is still owed.

use async_trait::async_trait;

use super::points::points_lines;
use super::terms::{Transfer, get_terms};
use super::{Batch, BatchEvent, BatchState, ReverseError, figures_of, reverse, store};
use crate::db::{DbError, Lockable, Tx};
use crate::domain::books::ledger::{self, AccountKey, Line, Posting};
use crate::domain::kernel::outbox::{self, BatchFigures, Notice, Undone};
use crate::domain::orders::{
    CashierAccount, CompleteError, Completing, Kind, Move, ORDER_KINDS, Order, OrderKind, OrderState, ProofRule,
    ReturnError, Rules, Step, Who,
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

/// Builds one row of the table below.
const fn may(from: OrderState, to: OrderState, by: &'static [Who]) -> Move {
    Move { from, to, by }
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
    fn rules(&self) -> &'static Rules {
        &RULES
    }

    async fn post(&self, tx: &mut Tx, completing: &Completing<'_>) -> Result<JournalId, CompleteError> {
        let Completing { step, order, .. } = completing;
        let terms = get_terms(tx, order.id).await?;
        let transfer = Transfer {
            order: (*order).clone(),
            terms,
        };
        let batch = hold_batch(tx, &transfer).await?;
        let batch = batch.ok_or(CompleteError::BatchClosed(order.id))?;
        let journal = ledger::post(tx, posting(completing, &transfer, &batch)?).await?;
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
        let batch = get_batch(tx, &terms).await?;
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
        let transfer = Transfer {
            order: order.clone(),
            terms,
        };
        let batch = hold_batch(tx, &transfer).await?;
        let batch = batch.ok_or(ReturnError::BatchClosed(order.id))?;
        Ok(reverse::refuse_bought_for(tx, &transfer, &batch).await?)
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
        let batch = get_batch(tx, &terms).await?;
        let details = serde_json::json!({ "order": order.id, "reason": reason });
        store::insert_backlog(tx, batch.id, BatchEvent::OrderReturned, &details, by, at).await?;
        let figures = figures_of(tx, &batch).await?;
        let undone = Notice::OrderReversed {
            order: order.id,
            batch: batch.id,
            figures: figures.clone(),
            undone: Some(Undone {
                by,
                reason: reason.to_owned(),
            }),
        };
        outbox::enqueue(tx, &batch.outbox_subject(), &undone, at).await?;
        Ok(Some(figures))
    }
}

/// The open batch of a transfer, locked until the unit ends; `None` when it is closed.
pub(super) async fn hold_batch(tx: &mut Tx, transfer: &Transfer) -> Result<Option<Batch>, DbError> {
    tx.lock(Lockable::Batches, transfer.terms.batch.get()).await?;
    let batch = store::find_batch(tx, transfer.terms.batch).await?;
    Ok(batch.filter(|batch| batch.state == BatchState::Open))
}

async fn get_batch(tx: &mut Tx, terms: &super::TransferTerms) -> Result<Batch, DbError> {
    let found = store::find_batch(tx, terms.batch).await?;
    found.ok_or_else(|| DbError::Corrupt(format!("batch {} is not there", terms.batch)))
}

fn posting(completing: &Completing<'_>, transfer: &Transfer, batch: &Batch) -> Result<Posting, CompleteError> {
    let Completing {
        step, account, total, ..
    } = completing;
    let received = transfer.terms.received;
    let mut lines = vec![
        Line::take(AccountKey::World(batch.corridor.receive), received)?,
        Line::add(batch.received_key(), received),
        Line::take(AccountKey::Account(*account, batch.corridor.send), *total)?,
        Line::add(batch.sent_key(), *total),
    ];
    lines.extend(points_lines(transfer, step.policy.points_per_usd)?);
    Ok(Posting {
        kind: "order.completed",
        request: step.request.clone(),
        actor: Some(step.actor.member),
        at: step.at,
        details: serde_json::json!({ "order": transfer.order.id, "batch": batch.id }),
        lines,
    })
}

impl From<ReverseError> for ReturnError {
    fn from(error: ReverseError) -> Self {
        match error {
            ReverseError::NotAllowed(no) => ReturnError::NotAllowed(no),
            ReverseError::Order(error) => ReturnError::Order(error),
            ReverseError::AlreadyBought {
                order,
                bought,
                left,
                lots,
            } => ReturnError::AlreadyBought {
                order,
                bought,
                left,
                lots,
            },
            ReverseError::Books(error) => ReturnError::Books(error),
            ReverseError::OtherInput(request) => ReturnError::OtherInput(request),
            ReverseError::Db(fault) => ReturnError::Db(fault),
            ReverseError::Ended(_)
            | ReverseError::Late(_)
            | ReverseError::Changed(_)
            | ReverseError::BatchOpen(_)
            | ReverseError::WorthTooMuch(_) => ReturnError::Db(DbError::Corrupt(error.to_string())),
        }
    }
}
