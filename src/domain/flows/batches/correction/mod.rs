//! Undoes an order of a closed batch in one unit: it undoes the closing, takes the order out, and closes the batch
//! again at the prices of its purchases. Everybody's figures before and after are shown first, and a superuser confirms
//! exactly those.
//!
//! Postings: `batch.reopened`, `batch.lot_reversed`, `order.reversed`, `batch.bought`, `batch.closed`, in one unit.

mod ask;
mod confirm;
mod rebuy;
mod store;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use ask::CorrectionAsked;
pub(super) use ask::ask;
pub use confirm::confirm_correction;

use super::approve_closing::close_unbought;
use super::close::{SharedBy, close_quietly};
use super::end::close_empty;
use super::reopen::closed_for_update;
use super::reverse::{Owed, take_out};
use super::take_back::take_back;
use super::{Batch, BatchEvent, ReverseError, Settlement, Transfer, figures_of, lots};
use crate::db::{DbError, Tx};
use crate::domain::books::ledger;
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::kernel::outbox::BatchFigures;
use crate::domain::orders::Step;
use crate::domain::people::members;
use crate::ids::{BatchId, MemberId, OrderId};

/// How long a shown correction may be confirmed, in milliseconds: time to read it and to call somebody.
const SHOWN_LIVES_MS: i64 = 10 * 60_000;

/// The figures of a closed batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub received: Money,
    pub sent: Money,
    pub usdt: Money,
    /// In USD; negative is a loss.
    pub gain: Money,
}

/// How a member's earnings from the batch change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    pub member: MemberId,
    pub name: String,
    pub before: Money,
    pub after: Money,
    /// What they owe afterwards, because it was already paid out.
    pub owes: Money,
}

/// What changes when one order of a closed batch is undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub order: OrderId,
    pub batch: BatchId,
    pub before: Standing,
    pub after: Standing,
    /// One for everybody who had or gets a share.
    pub shifts: Vec<Shift>,
    /// The amount that goes back to the account that paid it, and the cashier whose account that is.
    pub returned: Money,
    pub cashier: Option<String>,
    /// The points that the client owes afterwards.
    pub points_owed: Option<Owed>,
}

/// What was written, for the caller that enqueues its notices.
pub(super) struct Corrected {
    pub(super) correction: Correction,
    pub(super) batch: Batch,
    pub(super) figures: BatchFigures,
}

/// Carries the correction out in the caller's unit. A caller that only shows it rolls the unit back.
pub(super) async fn correct(
    tx: &mut Tx,
    step: &Step<'_>,
    found: &Transfer,
    reason: &str,
) -> Result<Corrected, ReverseError> {
    let Transfer { order, terms } = found;
    let of = terms.batch;
    let closed = closed_for_update(tx, of).await?;
    let figures = figures_of(tx, &closed).await?;
    let is_bought = figures.received == figures.bought;
    let before = standing(&figures, closed.gain);
    let taken = take_back(tx, step, &closed, reason).await?;
    let batch = reopen_apart(tx, &closed).await?;
    let details = serde_json::json!({ "reason": reason, "gain": taken.gain, "order": order.id });
    super::store::insert_backlog(tx, of, BatchEvent::Reopened, &details, step.actor.member, step.at).await?;
    let gone = take_out(tx, step, found, &batch, reason).await?;
    let received = figures_of(tx, &batch).await?.received;
    for lot in rebuy::refit(&taken.lots, received)? {
        let journal = ledger::post(tx, super::purchase::bought(step, &batch, &lot)?).await?;
        lots::insert_lot(tx, of, &lot, step.actor.member, journal, step.at).await?;
    }
    let figures = figures_of(tx, &batch).await?;
    let settled = close_again(tx, step, &batch, &figures, is_bought).await?;
    let gain = settled
        .as_ref()
        .map_or(Money::zero(Currency::USD), |settled| settled.gain);
    let had = taken.shares.iter().map(|share| (share.member, share.usd)).collect();
    let correction = Correction {
        order: order.id,
        batch: of,
        before,
        after: standing(&figures, Some(gain)),
        shifts: shifts(tx, &batch, had, settled.as_ref()).await?,
        returned: order.total()?,
        cashier: name_of(tx, order.cashier).await?,
        points_owed: gone.points_owed,
    };
    Ok(Corrected {
        correction,
        batch,
        figures,
    })
}

fn standing(figures: &BatchFigures, gain: Option<Money>) -> Standing {
    Standing {
        received: figures.received,
        sent: figures.sent,
        usdt: figures.usdt,
        gain: gain.unwrap_or(Money::zero(Currency::USD)),
    }
}

/// Reopens the batch for the rest of this unit, apart from the open batch that its channel may have.
async fn reopen_apart(tx: &mut Tx, closed: &Batch) -> Result<Batch, DbError> {
    if !super::store::reopen_batch(tx, closed, true).await? {
        return Err(DbError::Raced("batches"));
    }
    super::store::get_batch(tx, closed.id).await
}

/// Closes it as it was closed before: with a gain or without one; or as an empty batch, if nothing is left in it.
async fn close_again(
    tx: &mut Tx,
    step: &Step<'_>,
    batch: &Batch,
    figures: &BatchFigures,
    is_bought: bool,
) -> Result<Option<Settlement>, ReverseError> {
    if figures.received.is_zero() {
        close_empty(tx, step, batch).await?;
        return Ok(None);
    }
    let left = figures.received.checked_sub(figures.bought)?;
    if !is_bought && left.is_positive() {
        close_unbought(tx, step, batch, figures, left).await?;
        return Ok(None);
    }
    // The percentages of the earlier closing stay, because nobody agreed on others.
    let by = match super::store::find_last_terms(tx, batch.id).await? {
        Some(terms) if is_bought => SharedBy::Earlier(terms),
        _ => SharedBy::Today,
    };
    Ok(Some(close_quietly(tx, step, batch, figures, by).await?.settlement))
}

/// The changes of everybody's earnings. `had`: what each got from the closing that was undone.
async fn shifts(
    tx: &mut Tx,
    batch: &Batch,
    had: BTreeMap<MemberId, Money>,
    settled: Option<&Settlement>,
) -> Result<Vec<Shift>, ReverseError> {
    let zero = Money::zero(Currency::USD);
    let mut all: BTreeMap<MemberId, (Money, Money)> =
        had.into_iter().map(|(member, usd)| (member, (usd, zero))).collect();
    let earned = settled
        .map(|settled| settled.earned(batch.reseller))
        .unwrap_or_default();
    for (_, share) in earned.into_iter().filter(|(_, share)| share.usd.is_positive()) {
        let shift = all.entry(share.member).or_insert((zero, zero));
        shift.1 = shift.1.checked_add(share.usd)?;
    }
    let mut shifts = Vec::new();
    for (member, (before, after)) in all {
        shifts.push(Shift {
            member,
            name: members::get_member(tx, member).await?.name,
            before,
            after,
            owes: ledger::find_balance(tx, ledger::AccountKey::Debt(member)).await?.owed(),
        });
    }
    Ok(shifts)
}

async fn name_of(tx: &mut Tx, member: Option<MemberId>) -> Result<Option<String>, DbError> {
    match member {
        Some(member) => Ok(Some(members::get_member(tx, member).await?.name)),
        None => Ok(None),
    }
}
