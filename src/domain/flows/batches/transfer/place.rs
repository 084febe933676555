//! Makes the order of a transfer.

use super::TransferPlaced;
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::flows::batches::transfer_kind::TransferKind;
use crate::domain::flows::batches::{Batch, TransferTerms, terms_store};
use crate::domain::kernel::money::{Money, Rate};
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::orders::{self, Assignment, NewOrder};
use crate::domain::people::requests::StoredCapture;
use crate::ids::{DiscordChannelId, DiscordMessageId, MemberId};

/// A transfer that passed all checks.
pub(super) struct Ready {
    pub(super) creator: MemberId,
    pub(super) received: Money,
    pub(super) rate: Rate,
    pub(super) amount: Money,
    pub(super) fee: Money,
    pub(super) usd_value: Rate,
    pub(super) beneficiary: Option<String>,
    pub(super) source_channel: DiscordChannelId,
    pub(super) source_message: Option<DiscordMessageId>,
    /// The capture of a client's payment to the desk; for a reseller's order, the picture that came with it.
    pub(super) receipt: Option<StoredCapture>,
}

/// Makes the order and enqueues its notices.
pub(super) async fn place(
    tx: &mut Tx,
    batch: &Batch,
    ready: &Ready,
    assignment: Option<Assignment>,
    at: Moment,
) -> Result<TransferPlaced, DbError> {
    let total = ready
        .amount
        .checked_add(ready.fee)
        .map_err(|error| DbError::Corrupt(error.to_string()))?;
    let new = NewOrder {
        kind: TransferKind::kind(),
        owner: batch.reseller,
        creator: ready.creator,
        assignment,
        amount: ready.amount,
        fee: ready.fee,
        beneficiary: ready.beneficiary.clone(),
        subject: Some(batch.outbox_subject()),
        source: Some((ready.source_channel, ready.source_message)),
    };
    let order = orders::insert_order(tx, &new, at).await?;
    let terms = TransferTerms {
        batch: batch.id,
        received: ready.received,
        rate: ready.rate,
        usd_value: ready.usd_value,
    };
    terms_store::insert_terms(tx, order, &terms).await?;
    if let Some(receipt) = &ready.receipt {
        orders::insert_receipt(tx, order, receipt, ready.creator, at).await?;
    }
    if assignment.is_none() {
        orders::tell_float_missing(tx, order, at).await?;
    }
    outbox::enqueue(tx, &batch.outbox_subject(), &Notice::OrderChanged { order }, at).await?;
    Ok(TransferPlaced {
        order,
        total,
        cashier: assignment.map(|assignment| assignment.cashier),
    })
}
