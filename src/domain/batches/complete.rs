//! **Listo**: the cashier has paid and shown the capture; the transfer enters the batch (S0-43 … S0-45).
//!
//! Posting `order.completed`: `world −received, batch.received +received; cashier's bank −total, batch.sent +total`;
//! for a client's order also `issuance:PTS −points, client's points +points`.

use serde::{Deserialize, Serialize};

use super::close::Step;
use super::points::points_lines;
use super::{Batch, CompleteError, figures_of, store};
use crate::db::{Lockable, Tx};
use crate::domain::accounts::{self, PayingAccount};
use crate::domain::desk::Desk;
use crate::domain::ledger::{self, AccountKey, Line, Posting};
use crate::domain::members::Actor;
use crate::domain::money::Money;
use crate::domain::orders::{self, Change, Order, OrderError, OrderState};
use crate::domain::outbox::{self, BatchFigures, Notice};
use crate::domain::recall::{Asked, recall, remember};
use crate::ids::{AccountId, OrderId, RequestId};

/// What was paid, and where the batch stands with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCompleted {
    pub order: OrderId,
    pub total: Money,
    pub figures: BatchFigures,
}

/// Confirms an order of the actor and posts it. Once: a second press is told that it is done. Whoever sent the capture may
/// confirm it, whatever they are now: the money is paid.
///
/// # Errors
/// [`CompleteError::NoCapture`], [`CompleteError::InsufficientFunds`], [`CompleteError::Order`] with who has it or where
/// it stands, [`CompleteError::BatchClosed`].
pub async fn complete(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    order: OrderId,
) -> Result<OrderCompleted, CompleteError> {
    let mut tx = desk.db.begin().await?;
    orders::require_carrier(&mut tx, actor, order).await?;
    let asked = Asked::new(request, "batches.complete", &(actor.member, order));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        return Ok(outcome);
    }
    let found = orders::get_order_for_update(&mut tx, order).await?;
    let proved = orders::has_proof(&mut tx, order).await?;
    if found.state.is_open() {
        orders::require_owner(&mut tx, &found, actor.member).await?;
    }
    check_paid(&found, proved)?;
    let at = desk.clock.now();
    let outcome = carry_out(
        &mut tx,
        &Step {
            request,
            actor,
            at,
            policy: &desk.policy,
        },
        &found,
    )
    .await?;
    remember(&mut tx, &asked, &outcome, at).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// It has a capture, and nobody ended it before.
pub(super) fn check_paid(order: &Order, proved: bool) -> Result<(), CompleteError> {
    if order.state.is_open() && !proved {
        return Err(CompleteError::NoCapture(order.id));
    }
    if !order.state.may_become(OrderState::Completed) {
        return Err(CompleteError::Order(OrderError::WrongState {
            order: order.id,
            state: order.state,
        }));
    }
    Ok(())
}

/// Posts a paid order from an account of its cashier, moves it on and tells it.
pub(super) async fn carry_out(tx: &mut Tx, step: &Step<'_>, found: &Order) -> Result<OrderCompleted, CompleteError> {
    let order = found.id;
    let batch = open_batch_of(tx, found)
        .await?
        .ok_or(CompleteError::BatchClosed(order))?;
    let total = found.total()?;
    let own = accounts::list_paying_accounts(tx, total.currency(), found.cashier).await?;
    let paying = paying_account(&own, found.account, total).ok_or_else(|| CompleteError::InsufficientFunds {
        order,
        needed: total,
        available: own
            .iter()
            .map(|account| account.available)
            .max_by_key(|available| available.minor()),
    })?;
    let journal = ledger::post(tx, posting(step, found, &batch, paying)?).await?;
    orders::link_journal(tx, order, journal).await?;
    let change = Change {
        to: OrderState::Completed,
        cashier: found.cashier,
        account: Some(paying),
        reason: None,
    };
    orders::change_state(tx, found, &change, step.actor.member, step.at).await?;
    let details = serde_json::json!({ "order": order, "received": found.received, "sent": total });
    store::insert_backlog(tx, batch.id, "order_completed", &details, step.actor.member, step.at).await?;
    let figures = figures_of(tx, &batch).await?;
    let subject = batch.outbox_subject();
    outbox::enqueue(tx, &subject, &Notice::OrderChanged { order }, step.at).await?;
    let paid = Notice::OrderPaid {
        order,
        batch: batch.id,
        figures: figures.clone(),
    };
    outbox::enqueue(tx, &subject, &paid, step.at).await?;
    Ok(OrderCompleted { order, total, figures })
}

pub(super) async fn open_batch_of(tx: &mut Tx, order: &Order) -> Result<Option<Batch>, crate::db::DbError> {
    let Some(batch) = order.batch else { return Ok(None) };
    tx.lock(Lockable::Batches, batch.get()).await?;
    let batch = store::find_batch(tx, batch).await?;
    Ok(batch.filter(|batch| batch.state == super::BatchState::Open))
}

/// The account the order was given for when it can pay, else the fullest of the cashier's that can.
fn paying_account(own: &[PayingAccount], assigned: Option<AccountId>, total: Money) -> Option<AccountId> {
    let can_pay = |account: &&PayingAccount| total.minor() <= account.available.minor();
    let first = own
        .iter()
        .find(|account| Some(account.account) == assigned)
        .filter(can_pay);
    let fullest = || {
        own.iter()
            .filter(can_pay)
            .max_by_key(|account| account.available.minor())
    };
    first.or_else(fullest).map(|account| account.account)
}

fn posting(step: &Step<'_>, order: &Order, batch: &Batch, paying: AccountId) -> Result<Posting, CompleteError> {
    let total = order.total()?;
    let mut lines = vec![
        Line::take(AccountKey::World(batch.corridor.receive), order.received)?,
        Line::add(batch.received_key(), order.received),
        Line::take(AccountKey::Account(paying, batch.corridor.send), total)?,
        Line::add(batch.sent_key(), total),
    ];
    lines.extend(points_lines(order, step.policy.points_per_usd)?);
    Ok(Posting {
        kind: "order.completed",
        request: step.request.clone(),
        actor: Some(step.actor.member),
        at: step.at,
        details: serde_json::json!({ "order": order.id, "batch": batch.id }),
        lines,
    })
}

#[cfg(test)]
mod tests {
    use super::paying_account;
    use crate::domain::accounts::PayingAccount;
    use crate::domain::money::{Currency, Money};
    use crate::ids::{AccountId, MemberId};

    fn account(id: i64, whole: i64) -> PayingAccount {
        let available = Money::from_minor(whole * 10_000, Currency::VES);
        PayingAccount {
            account: AccountId::new(id),
            cashier: MemberId::new(1),
            bank: None,
            available,
        }
    }

    #[test]
    fn an_order_is_paid_from_its_own_account_or_else_from_the_fullest_that_can() {
        let own = [account(1, 100), account(2, 900), account(3, 800)];
        let total = |whole: i64| Money::from_minor(whole * 10_000, Currency::VES);
        assert_eq!(
            paying_account(&own, Some(AccountId::new(1)), total(90)),
            Some(AccountId::new(1))
        );
        assert_eq!(
            paying_account(&own, Some(AccountId::new(1)), total(500)),
            Some(AccountId::new(2))
        );
        assert_eq!(paying_account(&own, Some(AccountId::new(1)), total(1000)), None);
    }
}
