//! **Aprobar**: a superuser approves a purchase of USDT at a price far from the usual ones.

use serde::{Deserialize, Serialize};

use super::confirm::look_again;
use super::{Purchased, book};
use crate::db::{Lockable, Tx};
use crate::domain::flows::batches::DecideError;
use crate::domain::flows::batches::deciding::{open_batch_of, refuse_overdue};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::Step;
use crate::domain::people::members::{Actor, Permission};
use crate::domain::people::requests::{self, Details, PurchaseWanted, Request, RequestError};
use crate::ids::{RequestId, RequestNumber};

/// The booked purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseApproved {
    pub number: RequestNumber,
    pub purchased: Purchased,
}

/// Approves a purchase, and books it exactly as it was shown.
///
/// # Errors
/// [`DecideError::NotAllowed`] unless the actor is a superuser; [`DecideError::Request`] when there is no such request
/// or it was decided first by somebody else; [`DecideError::Overdue`]; [`DecideError::PurchaseChanged`] with its
/// figures of now; [`DecideError::Changed`] and [`DecideError::OrdersOpen`] when it cannot be booked any more as it was
/// asked.
pub async fn approve_purchase(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    number: RequestNumber,
) -> Result<PurchaseApproved, DecideError> {
    actor.require(Permission::DecideRequests)?;
    let asked = Asked::new(request, "batches.approve_purchase", &(actor.member, number));
    once(desk, asked, async |tx, now| {
        let (found, wanted) = hold_still(tx, number).await?;
        let at = now;
        refuse_overdue(&found, at)?;
        let batch = open_batch_of(tx, number, wanted.batch).await?;
        let step = Step::new(desk, actor, request, at);
        let looked = look_again(tx, &step, &batch, &wanted).await;
        let (lot, now) = looked.map_err(|error| DecideError::of_purchase(error, number, &wanted))?;
        if !wanted.is_still(&now) {
            return Err(DecideError::PurchaseChanged {
                number,
                now: Box::new(now),
            });
        }
        requests::approve(tx, &found, actor.member, at).await?;
        let booked = book(tx, &step, &batch, &lot).await;
        let purchased = booked.map_err(|error| DecideError::of_purchase(error, number, &wanted))?;
        Ok(PurchaseApproved { number, purchased })
    })
    .await
}

/// Locks the batch before the request, in the same order as every unit that closes a batch, so that they cannot
/// deadlock.
async fn hold_still(tx: &mut Tx, number: RequestNumber) -> Result<(Request, PurchaseWanted), DecideError> {
    let unknown = || DecideError::Request(RequestError::Unknown(number));
    let found = requests::find_request(tx, number).await?.ok_or_else(unknown)?;
    let Details::Purchase(wanted) = found.details else {
        return Err(unknown());
    };
    tx.lock(Lockable::Batches, wanted.batch.get()).await?;
    Ok((requests::begin_decision(tx, number).await?, wanted))
}
