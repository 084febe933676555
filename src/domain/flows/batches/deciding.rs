//! What superusers decide about an open batch until a moment: the steps that every such decision begins with.

use super::{Batch, BatchState, DecideError, store};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::people::requests::Request;
use crate::ids::{BatchId, RequestNumber};

/// What is asked at an old price or rate is asked no more, whether the sweep has come by or not.
pub(super) fn refuse_overdue(request: &Request, now: Moment) -> Result<(), DecideError> {
    match request.expires_at {
        Some(until) if until < now => Err(DecideError::Overdue(request.number)),
        Some(_) | None => Ok(()),
    }
}

/// The batch that a pending request is about, which is open: whoever closes a batch ends its requests.
pub(super) async fn open_batch_of(tx: &mut Tx, number: RequestNumber, batch: BatchId) -> Result<Batch, DbError> {
    let found = store::find_batch(tx, batch).await?;
    let open = found.filter(|batch| batch.state == BatchState::Open);
    open.ok_or_else(|| DbError::Corrupt(format!("request {number} is pending, and its batch is closed")))
}
