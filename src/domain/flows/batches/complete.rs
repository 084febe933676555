//! **Listo**: the cashier has paid and shown the capture; the transfer enters the batch (S0-43 … S0-45).
//!
//! Posting `order.completed`: `world −received, batch.received +received; cashier's bank −total, batch.sent +total`;
//! for a client's order also `issuance:PTS −points, client's points +points`. Points that were owed are paid with it: the
//! floor of the client's points rises to what is still owed.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::points::points_lines;
use super::step::Step;
use super::{Batch, BatchEvent, CompleteError, figures_of, store};
use crate::db::{Lockable, Tx};
use crate::domain::books::ledger::{self, AccountKey, LedgerError, Line, Posting};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, BatchFigures, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{self, Change, Order, OrderError, OrderState};
use crate::domain::people::members::Actor;
use crate::domain::treasury::accounts::{self, PayingAccount};
use crate::ids::{AccountId, OrderId, RequestId};

/// What was paid, and where the batch stands with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCompleted {
    pub order: OrderId,
    pub total: Money,
    pub figures: BatchFigures,
}

/// Which order is paid, and from which account of its cashier's; without: the only one that can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    pub order: OrderId,
    pub from: Option<AccountId>,
}

/// What an order is paid from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PaidFrom {
    /// As its cashier said.
    Chosen(AccountId),
    /// The only account that can pay; of several its cashier says which.
    TheOnlyOne,
    /// The account it was given for, else the fullest: nobody is there to say.
    TheLikeliest,
}

/// Confirms an order of the actor and posts it. Once: a second press is told that it is done. Whoever sent the capture may
/// confirm it, whatever they are now: the money is paid.
///
/// # Errors
/// [`CompleteError::NoCapture`], [`CompleteError::InsufficientFunds`], [`CompleteError::Order`] with who has it or where
/// it stands, [`CompleteError::BatchClosed`]; [`CompleteError::ChooseAccount`] when several accounts can pay and none was chosen,
/// [`CompleteError::CannotPay`] when the chosen one cannot.
pub async fn complete(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    completion: Completion,
) -> Result<OrderCompleted, CompleteError> {
    let order = completion.order;
    let asked = Asked::new(request, "batches.complete", &(actor.member, completion));
    once(desk, asked, async |tx, now| {
        orders::require_carrier(tx, actor, order).await?;
        let found = orders::get_order_for_update(tx, order).await?;
        let proved = orders::has_proof(tx, order).await?;
        if found.state.is_open() {
            orders::require_owner(tx, &found, actor.member).await?;
        }
        check_paid(&found, proved)?;
        let at = now;
        let paid_from = completion.from.map_or(PaidFrom::TheOnlyOne, PaidFrom::Chosen);
        let step = Step {
            request,
            actor,
            at,
            policy: &desk.policy,
        };
        carry_out(tx, &step, &found, paid_from).await
    })
    .await
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
pub(super) async fn carry_out(
    tx: &mut Tx,
    step: &Step<'_>,
    found: &Order,
    paid_from: PaidFrom,
) -> Result<OrderCompleted, CompleteError> {
    let order = found.id;
    let batch = open_batch_of(tx, found)
        .await?
        .ok_or(CompleteError::BatchClosed(order))?;
    let total = found.total()?;
    let own = accounts::list_paying_accounts(tx, total.currency(), found.cashier).await?;
    let wanted = Wanted {
        order,
        total,
        assigned: found.account,
        paid_from,
    };
    let paying = paying_account(own, wanted)?;
    let journal = ledger::post(tx, posting(step, found, &batch, paying)?).await;
    let journal = journal.map_err(|error| cannot_pay(error, found, paying, total))?;
    if found.is_of_client() {
        let points = AccountKey::Points(found.creator);
        ledger::keep_paid(tx, points, step.request, step.actor.member, step.at).await?;
    }
    orders::link_journal(tx, order, journal).await?;
    let change = Change {
        to: OrderState::Completed,
        cashier: found.cashier,
        account: Some(paying),
        reason: None,
    };
    orders::change_state(tx, found, &change, step.actor.member, step.at).await?;
    let details = serde_json::json!({ "order": order, "received": found.received, "sent": total });
    store::insert_backlog(
        tx,
        batch.id,
        BatchEvent::OrderCompleted,
        &details,
        step.actor.member,
        step.at,
    )
    .await?;
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

/// The account had enough when it was looked at; what took it since (another payment, an overdraft that was lowered) is
/// said like having too little from the start.
fn cannot_pay(error: LedgerError, order: &Order, paying: AccountId, needed: Money) -> CompleteError {
    let code = AccountKey::Account(paying, needed.currency()).code();
    match error {
        LedgerError::InsufficientFunds { account, available, .. } if account == code => CompleteError::CannotPay {
            order: order.id,
            needed,
            available: Some(available),
        },
        other => other.into(),
    }
}

/// What is to be paid.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    order: OrderId,
    total: Money,
    /// The account the order was given for.
    assigned: Option<AccountId>,
    paid_from: PaidFrom,
}

/// The chosen account, or the only one that can pay. Of several the one the order was given for is named first, then the
/// fullest.
fn paying_account(own: Vec<PayingAccount>, wanted: Wanted) -> Result<AccountId, CompleteError> {
    let Wanted {
        order,
        total,
        assigned,
        paid_from,
    } = wanted;
    let can_pay = |account: &PayingAccount| total.minor() <= account.available.minor();
    if let PaidFrom::Chosen(chosen) = paid_from {
        let found = own.iter().find(|account| account.account == chosen);
        return match found {
            Some(account) if can_pay(account) => Ok(chosen),
            found => Err(CompleteError::CannotPay {
                order,
                needed: total,
                available: found.map(|account| account.available),
            }),
        };
    }
    let fullest = own
        .iter()
        .map(|account| account.available)
        .max_by_key(|available| available.minor());
    let mut able: Vec<PayingAccount> = own.into_iter().filter(can_pay).collect();
    able.sort_by_key(|account| (Some(account.account) != assigned, Reverse(account.available.minor())));
    match able.as_slice() {
        [] => Err(CompleteError::InsufficientFunds {
            order,
            needed: total,
            available: fullest,
        }),
        [only] => Ok(only.account),
        [likeliest, ..] if paid_from == PaidFrom::TheLikeliest => Ok(likeliest.account),
        _ => Err(CompleteError::ChooseAccount {
            order,
            needed: total,
            accounts: able,
        }),
    }
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
    use super::{CompleteError, PaidFrom, Wanted, paying_account};
    use crate::domain::kernel::money::{Currency, Money};
    use crate::domain::treasury::accounts::{AccountNumber, PayingAccount};
    use crate::ids::{AccountId, MemberId, OrderId};

    fn account(id: i64, whole: i64) -> PayingAccount {
        let available = Money::from_minor(whole * 10_000, Currency::VES);
        PayingAccount {
            account: AccountId::new(id),
            number: AccountNumber::parse("01000000000000000000").unwrap(),
            cashier: MemberId::new(1),
            bank: None,
            available,
        }
    }

    #[test]
    fn with_several_accounts_that_can_pay_the_cashier_says_which() {
        let own = || vec![account(1, 100), account(2, 900), account(3, 950)];
        let total = |whole: i64| Money::from_minor(whole * 10_000, Currency::VES);
        let paying = |total, chosen: Option<AccountId>| {
            let (order, assigned) = (OrderId::new(1), Some(AccountId::new(2)));
            let paid_from = chosen.map_or(PaidFrom::TheOnlyOne, PaidFrom::Chosen);
            let wanted = Wanted {
                order,
                total,
                assigned,
                paid_from,
            };
            paying_account(own(), wanted)
        };
        assert_eq!(paying(total(920), None).unwrap(), AccountId::new(3));
        let Err(CompleteError::ChooseAccount { accounts, .. }) = paying(total(50), None) else {
            panic!("three can pay");
        };
        let ids: Vec<i64> = accounts.iter().map(|account| account.account.get()).collect();
        assert_eq!(ids, [2, 3, 1], "the order's own first, then the fullest");
        assert_eq!(paying(total(50), Some(AccountId::new(1))).unwrap(), AccountId::new(1));
        assert!(matches!(
            paying(total(500), Some(AccountId::new(1))),
            Err(CompleteError::CannotPay { available: Some(_), .. })
        ));
        assert!(matches!(
            paying(total(50), Some(AccountId::new(9))),
            Err(CompleteError::CannotPay { available: None, .. })
        ));
        assert!(matches!(
            paying(total(1000), None),
            Err(CompleteError::InsufficientFunds { .. })
        ));
    }
}
