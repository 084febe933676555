//! Shared steps of decisions about an open batch whose requests expire.

use super::{Batch, BatchState, DecideError, store};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::people::requests::Request;
use crate::ids::{BatchId, RequestNumber};

/// Refuses a request that has expired, even if the sweep has not ended it yet: its price or rate is too old.
pub(super) fn refuse_overdue(request: &Request, now: Moment) -> Result<(), DecideError> {
    match request.expires_at {
        Some(until) if until < now => Err(DecideError::Overdue(request.number)),
        Some(_) | None => Ok(()),
    }
}

/// The batch of a pending request. It must be open, because closing a batch ends its requests.
pub(super) async fn open_batch_of(tx: &mut Tx, number: RequestNumber, batch: BatchId) -> Result<Batch, DbError> {
    let found = store::find_batch(tx, batch).await?;
    let open = found.filter(|batch| batch.state == BatchState::Open);
    open.ok_or_else(|| DbError::Corrupt(format!("request {number} is pending, and its batch is closed")))
}
