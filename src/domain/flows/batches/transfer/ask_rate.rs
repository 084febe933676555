//! A transfer at a rate outside the band waits for a superuser.

use super::RateAsked;
use super::place::Ready;
use super::price::Outside;
use crate::db::Tx;
use crate::domain::flows::batches::keys::rate_keys;
use crate::domain::flows::batches::{Batch, TransferError};
use crate::domain::kernel::desk::Desk;
use crate::domain::people::requests::{self, Details, NewRequest, TransferWanted};
use crate::ids::RequestId;

/// Files one request per transfer, because a reseller may have several customers waiting. For a client it is one per
/// capture.
pub(super) async fn ask_rate(
    tx: &mut Tx,
    desk: &Desk,
    request: &RequestId,
    batch: &Batch,
    ready: &Ready,
    outside: &Outside,
) -> Result<RateAsked, TransferError> {
    let what = match &ready.receipt {
        Some(receipt) if batch.is_of_desk() => receipt.sha256.clone(),
        Some(_) | None => request.to_string(),
    };
    let waits_ms = desk.policy.rate_expires_ms;
    let now = desk.clock.now();
    let wanted = TransferWanted {
        batch: batch.id,
        channel: ready.source_channel,
        message: ready.source_message,
        received: ready.received,
        typed: ready.rate,
        published: outside.published,
        amount: ready.amount,
        fee: ready.fee,
        amount_published: outside.amount,
        usd_value: ready.usd_value,
        beneficiary: ready.beneficiary.clone(),
        receipt: ready.receipt.clone(),
    };
    let new = NewRequest {
        member: ready.creator,
        details: Details::Rate(wanted),
        open_key: rate_keys(batch.id) + &what,
        expires_at: Some(now.plus_ms(waits_ms)),
    };
    Ok(RateAsked {
        request: requests::file(tx, &new, now).await?,
        typed: ready.rate,
        published: outside.published,
        low: outside.low,
        high: outside.high,
        waits_ms,
    })
}
