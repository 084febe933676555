//! **Confirmar**: a superuser confirms what changes for everybody when an order of a closed batch is undone.

use super::{Corrected, Correction, SHOWN_LIVES_MS, correct, store};
use crate::db::{DbError, Lockable, Tx};
use crate::domain::flows::batches::ReverseError;
use crate::domain::flows::batches::reverse::{paid_order, tell};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice, Undone};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::Step;
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{CorrectionId, RequestId};

/// Undoes the order and closes its batch again, if the result is exactly what was shown.
///
/// # Errors
/// [`ReverseError::NotAllowed`] unless the actor is a superuser; [`ReverseError::Ended`] when it was already confirmed
/// or there is no such correction; [`ReverseError::Late`]; [`ReverseError::Changed`] when the figures have changed
/// since; [`ReverseError::Order`]; [`ReverseError::BatchOpen`]; [`ReverseError::WorthTooMuch`].
pub async fn confirm_correction(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    number: CorrectionId,
) -> Result<Correction, ReverseError> {
    actor.require(Permission::ReverseOrders)?;
    let asked = Asked::new(request, "batches.confirm_correction", &(actor.member, number));
    once(desk, asked, async |tx, now| {
        tx.lock(Lockable::Corrections, number.get()).await?;
        let shown = store::find_correction(tx, number).await?;
        let shown = shown.ok_or(ReverseError::Ended(None))?;
        let at = now;
        let order = shown.correction.order;
        if SHOWN_LIVES_MS < at.ms_since(shown.created_at) {
            return Err(ReverseError::Late(order));
        }
        if !store::mark_done(tx, number, actor.member, at).await? {
            return Err(ReverseError::Ended(Some(order)));
        }
        let step = Step::new(desk, actor, request, at);
        let found = paid_order(tx, order).await?;
        let corrected = correct(tx, &step, &found, &shown.reason).await?;
        if corrected.correction != shown.correction {
            return Err(ReverseError::Changed(order));
        }
        tell_all(tx, &step, &corrected, &shown.reason).await?;
        Ok(corrected.correction)
    })
    .await
}

/// Tells the channel that the order was undone and the batch closed again, and everybody whose share changed the old
/// and the new figure.
async fn tell_all(tx: &mut Tx, step: &Step<'_>, corrected: &Corrected, reason: &str) -> Result<(), DbError> {
    let (batch, correction) = (&corrected.batch, &corrected.correction);
    tell(tx, step, batch, correction.order, &corrected.figures, reason).await?;
    let subject = batch.outbox_subject();
    let closed = Notice::BatchClosed {
        batch: batch.id,
        figures: corrected.figures.clone(),
    };
    outbox::enqueue(tx, &subject, &closed, step.at).await?;
    for shift in correction.shifts.iter().filter(|shift| shift.before != shift.after) {
        let notice = Notice::ShareCorrected {
            batch: batch.id,
            order: correction.order,
            member: shift.member,
            before: shift.before,
            after: shift.after,
            owes: shift.owes,
            undone: Undone {
                by: step.actor.member,
                reason: reason.to_owned(),
            },
        };
        outbox::enqueue(tx, &subject, &notice, step.at).await?;
    }
    Ok(())
}
