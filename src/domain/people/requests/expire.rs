//! Expires requests that nobody decided in time (a rate of half an hour ago is out of date).

use super::end::{begin_decision, end_unfulfilled};
use super::store::{self, Change};
use super::{RequestError, RequestState};
use crate::domain::kernel::desk::Desk;

/// How many requests are ended at once; the next sweep takes the rest.
const EXPIRED_MAX: i64 = 100;

/// Ends pending requests whose time is over, and returns how many. Safe to repeat, and by several processes at once:
/// the second finds a request ended.
///
/// # Errors
/// A fault.
pub async fn expire_due(desk: &Desk) -> Result<usize, RequestError> {
    let mut reader = desk.db.reader().await?;
    let now = desk.clock.now();
    let due = store::list_due(&mut reader, now, EXPIRED_MAX).await?;
    drop(reader);
    let mut expired = 0;
    for number in due {
        let mut tx = desk.db.begin().await?;
        let request = match begin_decision(&mut tx, number).await {
            Ok(request) => request,
            Err(RequestError::Decided { .. }) => continue,
            Err(error) => return Err(error),
        };
        let change = Change {
            to: RequestState::Expired,
            actor: None,
            reason: None,
        };
        end_unfulfilled(&mut tx, &request, &change, now).await?;
        tx.commit().await?;
        expired += 1;
    }
    Ok(expired)
}
