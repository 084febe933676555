//! `!reabrir 1 motivo`: a superuser undoes the closing of a batch, with its purchases and shares (issue 10).
//!
//! Postings: `batch.reopened` mirrors `batch.closed`; `batch.lot_reversed` mirrors each `batch.bought`. Before them,
//! `debt.owed` for the part of a share that was already paid out.

use serde::{Deserialize, Serialize};

use super::take_back::{Taken, take_back};
use super::{Batch, BatchEvent, BatchState, ReopenError, figures_of, store};
use crate::db::{DbError, Lockable, Tx};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, Notice, TakenBack, Undone};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::Step;
use crate::domain::people::members::{self, Actor, Permission};
use crate::domain::people::requests::checked_reason;
use crate::ids::{BatchId, RequestId};

/// The reopened batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchReopened {
    pub batch: BatchId,
    /// The gain that no longer counts, in USD; negative was a loss.
    pub gain: Money,
    /// The undone purchases, oldest first: the amount bought for, and the USDT.
    pub lots: Vec<(Money, Money)>,
    /// The people who owe a part of their share now, because it was already paid out.
    pub owing: Vec<(String, Money)>,
    /// The channel's newer open batch, if there is one: transfers enter that one, and this one is apart.
    pub beside: Option<BatchId>,
}

/// Undoes a closing: the books are as before its purchases, and the batch is open. If its channel has a newer open
/// batch, this one is apart: it takes no transfers, and `!c` must name it.
///
/// # Errors
/// [`ReopenError::NotAllowed`] unless the actor is a superuser; [`ReopenError::Reason`]; [`ReopenError::Unknown`];
/// [`ReopenError::NotClosed`], also when somebody else reopened it first.
pub async fn reopen(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    batch: BatchId,
    reason: &str,
) -> Result<BatchReopened, ReopenError> {
    actor.require(Permission::ReopenBatches)?;
    let reason = checked_reason(reason).map_err(ReopenError::Reason)?;
    let asked = Asked::new(request, "batches.reopen", &(actor.member, batch, &reason));
    once(desk, asked, async |tx, now| {
        let found = closed_for_update(tx, batch).await?;
        let step = Step::new(desk, actor, request, now);
        let taken = take_back(tx, &step, &found, &reason).await?;
        let beside = store::find_rival(tx, &found).await?.map(|rival| rival.id);
        if !store::reopen_batch(tx, &found, beside.is_some()).await? {
            return Err(DbError::Raced("batches").into());
        }
        let details = serde_json::json!({ "reason": reason, "gain": taken.gain });
        store::insert_backlog(tx, batch, BatchEvent::Reopened, &details, actor.member, step.at).await?;
        let undone = Undone {
            by: actor.member,
            reason: reason.clone(),
        };
        tell(tx, &step, &found, &taken, beside.is_some(), &undone).await?;
        Ok(told_of(tx, batch, &taken, beside).await?)
    })
    .await
}

/// A closed batch, locked until the unit ends.
pub(super) async fn closed_for_update(tx: &mut Tx, batch: BatchId) -> Result<Batch, ReopenError> {
    tx.lock(Lockable::Batches, batch.get()).await?;
    let found = store::find_batch(tx, batch).await?.ok_or(ReopenError::Unknown(batch))?;
    match found.state {
        BatchState::Closed => Ok(found),
        BatchState::Open => Err(ReopenError::NotClosed(batch)),
    }
}

/// Tells the channel the figures, and everybody who loses a share who undid the closing and why.
async fn tell(
    tx: &mut Tx,
    step: &Step<'_>,
    batch: &Batch,
    taken: &Taken,
    is_apart: bool,
    undone: &Undone,
) -> Result<(), DbError> {
    let subject = batch.outbox_subject();
    let reopened = Notice::BatchReopened {
        batch: batch.id,
        figures: figures_of(tx, batch).await?,
        undone: undone.clone(),
        taken: TakenBack {
            gain: taken.gain,
            lots: amounts_of(taken),
            is_apart,
        },
    };
    outbox::enqueue(tx, &subject, &reopened, step.at).await?;
    for share in &taken.shares {
        let lost = Notice::ShareTakenBack {
            batch: batch.id,
            member: share.member,
            usd: share.usd,
            owed: share.owed,
            undone: undone.clone(),
        };
        outbox::enqueue(tx, &subject, &lost, step.at).await?;
    }
    Ok(())
}

fn amounts_of(taken: &Taken) -> Vec<(Money, Money)> {
    taken.lots.iter().map(|lot| (lot.bought, lot.usdt)).collect()
}

async fn told_of(
    tx: &mut Tx,
    batch: BatchId,
    taken: &Taken,
    beside: Option<BatchId>,
) -> Result<BatchReopened, DbError> {
    let mut owing = Vec::new();
    for share in taken.shares.iter().filter(|share| share.owed.is_positive()) {
        owing.push((members::get_member(tx, share.member).await?.name, share.owed));
    }
    Ok(BatchReopened {
        batch,
        gain: taken.gain,
        lots: amounts_of(taken),
        owing,
        beside,
    })
}
