//! **Aprobar**: a superuser approves a transfer at a rate outside the band, exactly as it was typed.

use serde::{Deserialize, Serialize};

use super::TransferPlaced;
use super::place::{Ready, place};
use super::price::refuse_too_much;
use crate::db::{DbError, Lockable, Tx};
use crate::domain::flows::batches::DecideError;
use crate::domain::flows::batches::deciding::{open_batch_of, refuse_overdue};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{self, Assignment, Routing};
use crate::domain::people::members::{self, Actor, Member, Permission, Role};
use crate::domain::people::requests::{self, Details, Request, RequestError, TransferWanted};
use crate::ids::{RequestId, RequestNumber};

/// The approved transfer, and the name of the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateApproved {
    pub number: RequestNumber,
    pub name: String,
    pub placed: TransferPlaced,
}

/// Approves a transfer outside the band and makes its order. If a cashier typed it and still has the float, it is
/// theirs to pay; otherwise any cashier with the float gets it.
///
/// # Errors
/// [`DecideError::NotAllowed`] unless the actor is a superuser; [`DecideError::Request`] when there is no such request,
/// or it was decided or its batch closed first; [`DecideError::Overdue`]; [`DecideError::PricesOutOfBounds`];
/// [`DecideError::ReceiptUsed`].
pub async fn approve_rate(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    number: RequestNumber,
) -> Result<RateApproved, DecideError> {
    actor.require(Permission::DecideRequests)?;
    let asked = Asked::new(request, "batches.approve_rate", &(actor.member, number));
    once(desk, asked, async |tx, now| {
        let (found, wanted) = hold_still(tx, number).await?;
        refuse_overdue(&found, now)?;
        refuse_out_of_bounds(&found, &wanted)?;
        let batch = open_batch_of(tx, number, wanted.batch).await?;
        // A reseller may send one picture with several transfers; a client's capture pays for one only.
        if let Some(receipt) = wanted.receipt.as_ref().filter(|_| batch.is_of_desk())
            && orders::find_capture_use(tx, &receipt.sha256, None).await?.is_some()
        {
            return Err(DecideError::ReceiptUsed(number));
        }
        let asker = members::get_member(tx, found.member).await?;
        let total = wanted
            .amount
            .checked_add(wanted.fee)
            .map_err(|error| DbError::Corrupt(error.to_string()))?;
        let assignment = assign(tx, &asker, total).await?;
        requests::approve(tx, &found, actor.member, now).await?;
        let placed = place(tx, &batch, &as_typed(&asker, wanted), assignment, now).await?;
        Ok(RateApproved {
            number,
            name: asker.name,
            placed,
        })
    })
    .await
}

/// Locks the batch before the request, in the same order as every unit that closes a batch, so that they cannot
/// deadlock.
async fn hold_still(tx: &mut Tx, number: RequestNumber) -> Result<(Request, TransferWanted), DecideError> {
    let unknown = || DecideError::Request(RequestError::Unknown(number));
    let found = requests::find_request(tx, number).await?.ok_or_else(unknown)?;
    let Details::Rate(wanted) = found.details else {
        return Err(unknown());
    };
    if wanted.receipt.is_some() {
        // Taken before the batch, as for a client's transfer: two units must not use one capture for two orders.
        orders::hold_assignments(tx).await?;
    }
    tx.lock(Lockable::Batches, wanted.batch.get()).await?;
    Ok((requests::begin_decision(tx, number).await?, wanted))
}

/// Refuses a request that is older than the bounds on prices and does not keep to them.
fn refuse_out_of_bounds(request: &Request, wanted: &TransferWanted) -> Result<(), DecideError> {
    let total = wanted.amount.checked_add(wanted.fee);
    let is_small_enough = |total: Money| refuse_too_much(wanted.received, total, wanted.usd_value).is_ok();
    if wanted.typed.is_in_bounds() && wanted.usd_value.is_in_bounds() && total.is_ok_and(is_small_enough) {
        Ok(())
    } else {
        Err(DecideError::PricesOutOfBounds(request.number))
    }
}

async fn assign(tx: &mut Tx, asker: &Member, total: Money) -> Result<Option<Assignment>, DbError> {
    orders::hold_assignments(tx).await?;
    if asker.role == Role::Cashier {
        let own = orders::list_candidates(tx, total.currency(), Some(asker.id)).await?;
        if let Some(assignment) = orders::choose(&own, total, &Routing::default()) {
            return Ok(Some(assignment));
        }
    }
    let all = orders::list_candidates(tx, total.currency(), None).await?;
    Ok(orders::choose(&all, total, &Routing::default()))
}

fn as_typed(asker: &Member, wanted: TransferWanted) -> Ready {
    Ready {
        creator: asker.id,
        received: wanted.received,
        rate: wanted.typed,
        amount: wanted.amount,
        fee: wanted.fee,
        usd_value: wanted.usd_value,
        beneficiary: wanted.beneficiary,
        source_channel: wanted.channel,
        source_message: wanted.message,
        receipt: wanted.receipt,
    }
}
