//! `!revertir 12 motivo`: a superuser undoes a completed order by the mirror of its posting. A closed account is
//! reopened for it, and spent points become a debt. If the order's batch is closed, the result is shown first and must
//! be confirmed ([`super::correction`]).

use serde::{Deserialize, Serialize};

use super::correction::{CorrectionAsked, ask, correct};
use super::terms::{Transfer, get_terms};
use super::{Batch, BatchEvent, ReverseError, TransferKind, figures_of, lots, store};
use crate::db::{DbError, Tx};
use crate::domain::books::ledger::{self, AccountKey, LedgerError};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, BatchFigures, Notice, Undone};
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::domain::orders::{self, OrderError, OrderState, Reopened, Step, Undoing, UndoneAs};
use crate::domain::people::members::{self, Actor, Permission};
use crate::domain::people::requests::checked_reason;
use crate::ids::{LotId, OrderId, RequestId};

/// The undone order, and the figures of its batch without it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderReversed {
    pub order: OrderId,
    pub figures: BatchFigures,
    /// The cashier's account, if it was closed and had to be reopened.
    #[serde(default)]
    pub reopened: Option<Reopened>,
    /// The points that the client owes now, if they had already spent those of this order.
    #[serde(default)]
    pub points_owed: Option<Owed>,
}

/// Points that a client owes because they were spent before they were taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    pub client: String,
    pub points: Money,
}

/// Whether the order was undone, or its correction must be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Reverted {
    /// The order's batch is closed: what would change for everybody is shown, and a superuser must confirm it.
    Asked(CorrectionAsked),
    Done(OrderReversed),
}

/// Undoes an order. A closed account is reopened for it, and points that were spent become a debt that the next points
/// pay. For an order in a closed batch it only shows the result ([`super::confirm_correction`]).
///
/// # Errors
/// [`ReverseError::NotAllowed`] unless the actor is a superuser, [`ReverseError::Order`];
/// [`ReverseError::AlreadyBought`] with the purchases that must be undone first; for a closed batch those of
/// [`super::confirm_correction`].
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
    let step = Step::new(desk, actor, request, desk.clock.now());
    let found = paid_order(&mut tx, order).await?;
    let Some(batch) = store::hold_open(&mut tx, found.terms.batch).await? else {
        // The correction is tried out, and the unit is rolled back.
        let correction = correct(&mut tx, &step, &found, &reason).await?;
        drop(tx);
        return ask(desk, &step, &asked, correction, reason).await;
    };
    if let Some(BoughtFor { bought, left, lots }) = find_bought_for(&mut tx, found.terms.received, &batch).await? {
        return Err(ReverseError::AlreadyBought {
            order,
            bought,
            left,
            lots,
        });
    }
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

/// A completed transfer, locked until the unit ends.
pub(super) async fn paid_order(tx: &mut Tx, order: OrderId) -> Result<Transfer, ReverseError> {
    let found = orders::get_order_for_update(tx, order).await?;
    let is_paid = found.state == OrderState::Completed && found.may_become(OrderState::Reversed);
    if is_paid && found.kind == TransferKind::kind() {
        let terms = get_terms(tx, order).await?;
        return Ok(Transfer { order: found, terms });
    }
    Err(ReverseError::Order(OrderError::WrongState {
        order,
        state: found.state,
    }))
}

/// USDT that were bought for money which would leave the batch.
pub(super) struct BoughtFor {
    /// The money that USDT were bought for.
    pub(super) bought: Money,
    /// What the batch would still have received.
    pub(super) left: Money,
    /// The purchases that must be undone first, newest first.
    pub(super) lots: Vec<LotId>,
}

/// Whether USDT were already bought for money of the batch that would leave it with an order of `received`.
pub(super) async fn find_bought_for(
    tx: &mut Tx,
    received: Money,
    batch: &Batch,
) -> Result<Option<BoughtFor>, LedgerError> {
    let before = figures_of(tx, batch).await?;
    let left = before.received.checked_sub(received)?;
    if before.bought.minor() <= left.minor() {
        return Ok(None);
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
    Ok(Some(BoughtFor {
        bought: before.bought,
        left,
        lots: first,
    }))
}

/// What undoing an order changed beside its posting.
pub(super) struct Gone {
    pub(super) reopened: Option<Reopened>,
    pub(super) points_owed: Option<Owed>,
}

/// Mirrors the order's posting and changes its state, so that it no longer counts in its open batch.
pub(super) async fn take_out(
    tx: &mut Tx,
    step: &Step<'_>,
    found: &Transfer,
    batch: &Batch,
    reason: &str,
) -> Result<Gone, ReverseError> {
    let Transfer { order, .. } = found;
    let undoing = Undoing {
        to: UndoneAs::Reversed,
        reason,
        details: serde_json::json!({ "order": order.id, "batch": batch.id }),
    };
    let reopened = orders::undo::<ReverseError>(tx, step, order, undoing).await?;
    let details = serde_json::json!({ "order": order.id, "reason": reason });
    let (by, at) = (step.actor.member, step.at);
    store::insert_backlog(tx, batch.id, BatchEvent::OrderReversed, &details, by, at).await?;
    Ok(Gone {
        reopened,
        points_owed: points_owed(tx, found).await?,
    })
}

/// Tells those who wait for the order, and the cashier whose money came back, who undid it and why.
pub(super) async fn tell(
    tx: &mut Tx,
    step: &Step<'_>,
    batch: &Batch,
    order: OrderId,
    figures: &BatchFigures,
    reason: &str,
) -> Result<(), DbError> {
    outbox::enqueue(tx, &batch.outbox_subject(), &Notice::OrderChanged { order }, step.at).await?;
    tell_undone(tx, step, batch, order, figures, reason).await
}

/// The same without the order's own messages, for a unit that has enqueued them.
pub(super) async fn tell_undone(
    tx: &mut Tx,
    step: &Step<'_>,
    batch: &Batch,
    order: OrderId,
    figures: &BatchFigures,
    reason: &str,
) -> Result<(), DbError> {
    let undone = Notice::OrderReversed {
        order,
        batch: batch.id,
        figures: figures.clone(),
        undone: Some(Undone {
            by: step.actor.member,
            reason: reason.to_owned(),
        }),
    };
    outbox::enqueue(tx, &batch.outbox_subject(), &undone, step.at).await
}

async fn points_owed(tx: &mut Tx, Transfer { order, .. }: &Transfer) -> Result<Option<Owed>, ReverseError> {
    if !order.is_of_client() {
        return Ok(None);
    }
    let owed = ledger::find_balance(tx, AccountKey::Points(order.creator))
        .await?
        .owed();
    if owed.is_zero() {
        return Ok(None);
    }
    let client = members::get_member(tx, order.creator).await?.name;
    Ok(Some(Owed { client, points: owed }))
}
