//! `!revertir 12 motivo`: a superuser undoes a completed order. The mirror of its posting; what stands in its way is moved: a
//! closed account opens again, spent points become a debt. Where its batch is closed it is first shown what would become of
//! everybody ([`super::correction`]).

use serde::{Deserialize, Serialize};

use super::complete::open_batch_of;
use super::correction::{CorrectionAsked, ask, correct};
use super::step::Step;
use super::{Batch, BatchEvent, ReverseError, figures_of, lots, store};
use crate::db::{DbError, Tx};
use crate::domain::books::ledger::{self, AccountKey, Reversal};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, BatchFigures, Notice, Undone};
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::domain::orders::{self, Change, Order, OrderError, OrderState};
use crate::domain::people::members::{self, Actor, By, Permission};
use crate::domain::people::requests::checked_reason;
use crate::domain::treasury::accounts::{self, AccountNumber};
use crate::ids::{AccountId, JournalId, OrderId, RequestId};

/// What was undone, and where the batch stands without it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderReversed {
    pub order: OrderId,
    pub figures: BatchFigures,
    /// The cashier's account, when it was closed and had to be opened again.
    #[serde(default)]
    pub reopened: Option<Reopened>,
    /// What the client owes in points now, when they had spent those of this order.
    #[serde(default)]
    pub points_owed: Option<Owed>,
}

/// An account that was opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopened {
    pub account: AccountId,
    pub number: AccountNumber,
    pub owner: String,
}

/// Points that were spent before they were taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    pub client: String,
    pub points: Money,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Reverted {
    /// The order's batch is closed: what would become of everybody is shown, and a superuser confirms it.
    Asked(CorrectionAsked),
    Done(OrderReversed),
}

/// Undoes an order. What is in the way is moved out of it: a closed account is opened again, points that were spent become
/// a debt that the next points pay. Of an order in a closed batch it is only shown what would come of it
/// ([`super::confirm_correction`]).
///
/// # Errors
/// [`ReverseError::NotAllowed`] unless a superuser, [`ReverseError::Order`]; [`ReverseError::AlreadyBought`] with the purchases
/// that are undone first; of a closed batch those of [`super::confirm_correction`].
pub async fn reverse(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    order: OrderId,
    reason: &str,
) -> Result<Reverted, ReverseError> {
    actor.require(Permission::ReverseOrders)?;
    let reason = checked_reason(reason).map_err(OrderError::Reason)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "batches.reverse", &(actor.member, order, &reason));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let step = Step {
        request,
        actor,
        at: desk.clock.now(),
        policy: &desk.policy,
    };
    let found = paid_order(&mut tx, order).await?;
    let Some(batch) = open_batch_of(&mut tx, &found).await? else {
        // Tried out, and dropped.
        let correction = correct(&mut tx, &step, &found, &reason).await?;
        drop(tx);
        return ask(desk, &step, &asked, correction, reason).await;
    };
    refuse_bought_for(&mut tx, &found, &batch).await?;
    let gone = take_out(&mut tx, &step, &found, &batch, &reason).await?;
    let figures = figures_of(&mut tx, &batch).await?;
    tell(&mut tx, &step, &batch, order, &figures, &reason).await?;
    let outcome = Reverted::Done(OrderReversed {
        order,
        figures,
        reopened: gone.reopened,
        points_owed: gone.points_owed,
    });
    remember(&mut tx, &asked, &outcome, step.at).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// A paid order, held still.
pub(super) async fn paid_order(tx: &mut Tx, order: OrderId) -> Result<Order, ReverseError> {
    let found = orders::get_order_for_update(tx, order).await?;
    if found.state.may_become(OrderState::Reversed) {
        return Ok(found);
    }
    Err(ReverseError::Order(OrderError::WrongState {
        order,
        state: found.state,
    }))
}

/// USDT were bought for the order's money: what was bought last is undone first.
async fn refuse_bought_for(tx: &mut Tx, found: &Order, batch: &Batch) -> Result<(), ReverseError> {
    let before = figures_of(tx, batch).await?;
    let left = before.received.checked_sub(found.received)?;
    if before.bought.minor() <= left.minor() {
        return Ok(());
    }
    let mut bought_minor = before.bought.minor();
    let mut first = Vec::new();
    for lot in lots::list_lots(tx, batch.id).await?.iter().rev() {
        if bought_minor <= left.minor() {
            break;
        }
        bought_minor -= lot.bought.minor();
        first.push(lot.id);
    }
    Err(ReverseError::AlreadyBought {
        order: found.id,
        bought: before.bought,
        left,
        lots: first,
    })
}

/// What an order left behind that is gone.
pub(super) struct Gone {
    pub(super) reopened: Option<Reopened>,
    pub(super) points_owed: Option<Owed>,
}

/// Mirrors the order's posting and moves it on; it no longer counts in its open batch.
pub(super) async fn take_out(
    tx: &mut Tx,
    step: &Step<'_>,
    found: &Order,
    batch: &Batch,
    reason: &str,
) -> Result<Gone, ReverseError> {
    let by = By {
        actor: step.actor.member,
        at: step.at,
    };
    let (mirror, reopened) = give_back(tx, step.request, by, found).await?;
    orders::link_reversal(tx, found.id, mirror).await?;
    let details = serde_json::json!({ "order": found.id, "reason": reason });
    let change = Change {
        to: OrderState::Reversed,
        cashier: found.cashier,
        account: found.account,
        reason: Some(reason.to_owned()),
    };
    orders::change_state(tx, found, &change, by.actor, by.at).await?;
    store::insert_backlog(tx, batch.id, BatchEvent::OrderReversed, &details, by.actor, by.at).await?;
    Ok(Gone {
        reopened,
        points_owed: points_owed(tx, found).await?,
    })
}

/// Whoever waits for the order, and whose money came back, hears who undid it and why.
pub(super) async fn tell(
    tx: &mut Tx,
    step: &Step<'_>,
    batch: &Batch,
    order: OrderId,
    figures: &BatchFigures,
    reason: &str,
) -> Result<(), DbError> {
    let subject = batch.outbox_subject();
    outbox::enqueue(tx, &subject, &Notice::OrderChanged { order }, step.at).await?;
    let undone = Notice::OrderReversed {
        order,
        batch: batch.id,
        figures: figures.clone(),
        undone: Some(Undone {
            by: step.actor.member,
            reason: reason.to_owned(),
        }),
    };
    outbox::enqueue(tx, &subject, &undone, step.at).await
}

/// Posts the mirror of the payment, with the account open that it goes back to.
async fn give_back(
    tx: &mut Tx,
    request: &RequestId,
    by: By,
    found: &Order,
) -> Result<(JournalId, Option<Reopened>), ReverseError> {
    let order = found.id;
    let journal = found
        .journal
        .ok_or_else(|| DbError::Corrupt(format!("order {order} has no journal row")))?;
    let reopened = match found.account {
        Some(account) => accounts::reopen_for_return(tx, account, by).await?,
        None => None,
    };
    let reversal = Reversal {
        journal,
        kind: "order.reversed",
        request: request.clone(),
        actor: by.actor,
        at: by.at,
        details: serde_json::json!({ "order": order, "batch": found.batch }),
        may_owe: found
            .is_of_client()
            .then_some(AccountKey::Points(found.creator))
            .into_iter()
            .collect(),
    };
    let mirror = ledger::reverse(tx, reversal).await?;
    let Some(account) = reopened else {
        return Ok((mirror, None));
    };
    accounts::tell_reopened(tx, &account, order, by.at).await?;
    let owner = members::get_member(tx, account.member).await?.name;
    let reopened = Reopened {
        account: account.id,
        number: account.number,
        owner,
    };
    Ok((mirror, Some(reopened)))
}

async fn points_owed(tx: &mut Tx, found: &Order) -> Result<Option<Owed>, ReverseError> {
    if !found.is_of_client() {
        return Ok(None);
    }
    let owed = ledger::find_balance(tx, AccountKey::Points(found.creator))
        .await?
        .owed();
    if owed.is_zero() {
        return Ok(None);
    }
    let client = members::get_member(tx, found.creator).await?.name;
    Ok(Some(Owed { client, points: owed }))
}
