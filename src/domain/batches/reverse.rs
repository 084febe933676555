//! `!revertir 12 motivo`: a superuser undoes a completed order while its batch is open. The mirror of its posting; what
//! stands in its way is moved: a closed account opens again, spent points become a debt.

use serde::{Deserialize, Serialize};

use super::complete::open_batch_of;
use super::{Batch, BatchEvent, Correction, ReverseError, figures_of, store};
use crate::db::{DbError, Tx};
use crate::domain::accounts::{self, AccountNumber};
use crate::domain::desk::Desk;
use crate::domain::ledger::{self, AccountKey, Reversal};
use crate::domain::members::{self, Actor, By, Permission};
use crate::domain::money::Money;
use crate::domain::orders::{self, Change, Order, OrderError, OrderState};
use crate::domain::outbox::{self, BatchFigures, Notice, Undone};
use crate::domain::recall::{Asked, recall, remember};
use crate::domain::requests::checked_reason;
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

/// Undoes an order. What is in the way is moved out of it: a closed account is opened again, points that were spent become
/// a debt that the next points pay.
///
/// # Errors
/// [`ReverseError::NotAllowed`] unless a superuser, [`ReverseError::Order`]; [`ReverseError::BatchClosed`] and
/// [`ReverseError::AlreadyBought`] with how the cashier's account is set right instead.
pub async fn reverse(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    order: OrderId,
    reason: &str,
) -> Result<OrderReversed, ReverseError> {
    actor.require(Permission::ReverseOrders)?;
    let reason = checked_reason(reason).map_err(OrderError::Reason)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "batches.reverse", &(actor.member, order, &reason));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let found = orders::get_order_for_update(&mut tx, order).await?;
    if !found.state.may_become(OrderState::Reversed) {
        return Err(ReverseError::Order(OrderError::WrongState {
            order,
            state: found.state,
        }));
    }
    let batch = batch_without(&mut tx, &found).await?;
    let by = By {
        actor: actor.member,
        at: desk.clock.now(),
    };
    let (mirror, reopened) = give_back(&mut tx, request, by, &found).await?;
    orders::link_reversal(&mut tx, order, mirror).await?;
    let details = serde_json::json!({ "order": order, "reason": reason });
    let change = Change {
        to: OrderState::Reversed,
        cashier: found.cashier,
        account: found.account,
        reason: Some(reason.clone()),
    };
    orders::change_state(&mut tx, &found, &change, by.actor, by.at).await?;
    store::insert_backlog(&mut tx, batch.id, BatchEvent::OrderReversed, &details, by.actor, by.at).await?;
    let figures = figures_of(&mut tx, &batch).await?;
    let subject = batch.outbox_subject();
    outbox::enqueue(&mut tx, &subject, &Notice::OrderChanged { order }, by.at).await?;
    let undone = Notice::OrderReversed {
        order,
        batch: batch.id,
        figures: figures.clone(),
        undone: Some(Undone {
            by: actor.member,
            reason: reason.clone(),
        }),
    };
    outbox::enqueue(&mut tx, &subject, &undone, by.at).await?;
    let outcome = OrderReversed {
        order,
        figures,
        reopened,
        points_owed: points_owed(&mut tx, &found).await?,
    };
    remember(&mut tx, &asked, &outcome, by.at).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// The order's batch, when it is open and the order may leave it.
async fn batch_without(tx: &mut Tx, found: &Order) -> Result<Batch, ReverseError> {
    let order = found.id;
    let Some(batch) = open_batch_of(tx, found).await? else {
        let correction = correction(tx, found).await?;
        return Err(ReverseError::BatchClosed { order, correction });
    };
    let before = figures_of(tx, &batch).await?;
    let left = before.received.checked_sub(found.received)?;
    if left.minor() < before.bought.minor() {
        return Err(ReverseError::AlreadyBought {
            order,
            bought: before.bought,
            left,
            correction: correction(tx, found).await?,
        });
    }
    Ok(batch)
}

/// Where the order's money can be put back by hand.
async fn correction(tx: &mut Tx, found: &Order) -> Result<Correction, ReverseError> {
    let account = match found.account {
        Some(account) => accounts::find_usable_like(tx, account).await?,
        None => None,
    };
    Ok(Correction {
        total: found.total()?,
        account,
    })
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
        may_owe: found.is_of_client().then_some(AccountKey::Points(found.creator)).into_iter().collect(),
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
