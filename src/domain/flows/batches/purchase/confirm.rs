//! **Confirmar**: the person who typed an unusual purchase confirms it.

use super::read::decide;
use super::{About, Bought, PurchaseRaised, Unusual, ask, book, preview, standing};
use crate::db::Tx;
use crate::domain::flows::batches::keys::purchase_key;
use crate::domain::flows::batches::lots::NewLot;
use crate::domain::flows::batches::{Batch, PurchaseError, channel_for, store};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::questions::{self, Asking, QuestionKind};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::Step;
use crate::domain::people::members::{Actor, Permission};
use crate::domain::people::requests::{self, Details, NewRequest, PurchaseWanted, Withdrawal};
use crate::ids::{QuestionId, RequestId};

const KINDS: [QuestionKind; 2] = [QuestionKind::Purchase, QuestionKind::FarPurchase];

/// Books a purchase that was asked about if its figures are still those that were shown; otherwise asks again with
/// those of now. A purchase beyond the wider band is put before the superusers instead.
///
/// Those of [`super::purchase`], and [`PurchaseError::Question`]; [`PurchaseError::Request`] when the same was already
/// put before the superusers.
pub async fn confirm_purchase(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    question: QuestionId,
) -> Result<Bought, PurchaseError> {
    actor.require(Permission::RunBatch)?;
    let asked = Asked::new(request, "batches.confirm_purchase", &(actor.member, question));
    once(desk, asked, async |tx, now| {
        let at = now;
        let about: About = questions::begin_confirming(tx, &KINDS, actor.member, question, at).await?;
        channel_for(tx, actor, about.typed.channel).await?;
        let batch = store::hold_open(tx, about.purchase.batch).await?;
        let batch = batch.ok_or(PurchaseError::NoOpenBatch)?;
        let step = Step::new(desk, actor, request, at);
        let (lot, now) = look_again(tx, &step, &batch, &about.purchase).await?;
        let outcome = if !about.purchase.is_still(&now) {
            questions::mark_outdated(tx, question, at).await?;
            let about = About { purchase: now, ..about };
            Bought::Asked(Box::new(ask(tx, &step, about, Asking::Again(question)).await?))
        } else {
            questions::mark_confirmed(tx, question, at).await?;
            match about.why {
                Unusual::Far => Bought::Raised(raise(tx, &step, now).await?),
                Unusual::Swapped | Unusual::Outside | Unusual::FarButDecides => {
                    Bought::Booked(Box::new(book(tx, &step, &batch, &lot).await?))
                }
            }
        };
        Ok(outcome)
    })
    .await
}

/// Computes the same purchase for the batch as it is now.
pub(super) async fn look_again(
    tx: &mut Tx,
    step: &Step<'_>,
    batch: &Batch,
    seen: &PurchaseWanted,
) -> Result<(NewLot, PurchaseWanted), PurchaseError> {
    let standing = standing(tx, batch).await?;
    let lot = decide((seen.bought, seen.usdt), &standing)?;
    let now = preview(tx, step, batch, &standing, &lot).await?;
    Ok((lot, now))
}

/// Files one request per batch. A pending one about other figures is withdrawn as outdated.
async fn raise(tx: &mut Tx, step: &Step<'_>, purchase: PurchaseWanted) -> Result<PurchaseRaised, PurchaseError> {
    let (price, waits_ms) = (purchase.price, step.policy.rate_expires_ms);
    let new = NewRequest {
        member: step.actor.member,
        open_key: purchase_key(purchase.batch),
        details: Details::Purchase(purchase),
        expires_at: Some(step.at.plus_ms(waits_ms)),
    };
    if let Some(pending) = requests::find_pending_about(tx, &new.open_key).await?
        && pending.details != new.details
    {
        requests::withdraw(tx, &pending, step.actor.member, Withdrawal::Outdated, step.at).await?;
    }
    Ok(PurchaseRaised {
        request: requests::file(tx, &new, step.at).await?,
        price,
        waits_ms,
    })
}
