//! `!revertir compra 3 motivo`: undoes a purchase of USDT for an open batch. Whoever typed it may do it, or a
//! superuser.
//!
//! Posting: `batch.lot_reversed` mirrors `batch.bought`.

use serde::{Deserialize, Serialize};

use super::take_back;
use super::{Batch, BatchEvent, Lot, ReverseLotError, figures_of, lots, store};
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, BatchFigures, Notice, Undone};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::Step;
use crate::domain::people::members::{self, Actor, By, NotAllowed, Permission};
use crate::domain::people::requests::checked_reason;
use crate::domain::treasury::accounts;
use crate::ids::{LotId, RequestId};

/// The undone purchase, and the figures of its batch without it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotUndone {
    pub lot: LotId,
    pub bought: Money,
    pub usdt: Money,
    pub figures: BatchFigures,
}

/// Undoes a purchase while its batch is open.
///
/// # Errors
/// [`ReverseLotError::NotAllowed`] unless the actor typed it or is a superuser; [`ReverseLotError::Reason`];
/// [`ReverseLotError::Unknown`]; [`ReverseLotError::Reversed`] when it was already undone;
/// [`ReverseLotError::BatchClosed`].
pub async fn reverse_lot(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    lot: LotId,
    reason: &str,
) -> Result<LotUndone, ReverseLotError> {
    let reason = checked_reason(reason).map_err(ReverseLotError::Reason)?;
    let asked = Asked::new(request, "batches.reverse_lot", &(actor.member, lot, &reason));
    once(desk, asked, async |tx, now| {
        let found = lots::find_lot(tx, lot).await?;
        require_own(actor, found.as_ref())?;
        let found = found.ok_or(ReverseLotError::Unknown(lot))?;
        let batch = open_batch_with(tx, &found).await?;
        let step = Step::new(desk, actor, request, now);
        let by = By {
            actor: actor.member,
            at: step.at,
        };
        if let Some(account) = accounts::reopen_for_return(tx, batch.account, by).await? {
            accounts::tell_reopened_for_batch(tx, &account, batch.id, by.at).await?;
        }
        take_back::reverse_lot(tx, &step, &batch, &found, &reason).await?;
        let details = serde_json::json!({ "lot": lot, "reason": reason });
        store::insert_backlog(tx, batch.id, BatchEvent::LotReversed, &details, by.actor, by.at).await?;
        let figures = figures_of(tx, &batch).await?;
        let notice = Notice::LotReversed {
            batch: batch.id,
            lot,
            bought: found.bought,
            usdt: found.usdt,
            figures: figures.clone(),
            undone: Undone {
                by: actor.member,
                reason,
            },
        };
        outbox::enqueue(tx, &batch.outbox_subject(), &notice, step.at).await?;
        Ok(LotUndone {
            lot,
            bought: found.bought,
            usdt: found.usdt,
            figures,
        })
    })
    .await
}

/// Allows superusers, and whoever typed the purchase as long as they may still type one: nothing of it has been shared
/// yet.
fn require_own(actor: &Actor, lot: Option<&Lot>) -> Result<(), NotAllowed> {
    let is_own = lot.is_some_and(|lot| lot.actor == Some(actor.member));
    if is_own && actor.may(Permission::RunBatch) {
        return Ok(());
    }
    actor.require(Permission::ReverseOrders)
}

/// The open batch of a purchase that counts, locked until the unit ends.
async fn open_batch_with(tx: &mut Tx, lot: &Lot) -> Result<Batch, ReverseLotError> {
    let open = store::hold_open(tx, lot.batch).await?;
    let reversed = lots::list_reversed_lots(tx, lot.batch).await?;
    if let Some(first) = reversed.into_iter().find(|reversed| reversed.lot_id == lot.id) {
        let by = members::get_member(tx, first.actor_id).await?.name;
        return Err(ReverseLotError::Reversed { lot: lot.id, by });
    }
    open.ok_or(ReverseLotError::BatchClosed {
        lot: lot.id,
        batch: lot.batch,
    })
}
