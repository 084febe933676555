//! `POST /finance/event/{id}/close`: makes everything in an event final (S1-13).

use serde::{Deserialize, Serialize};

use super::end::{expire, finalise};
use super::standing::{Standing, ended, find_standing};
use super::{EventError, EventState};
use crate::clock::Moment;
use crate::domain::games::apps::keys::Caller;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::ids::{AppEventId, RequestId};

/// The event that was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventClosed {
    pub event: AppEventId,
    pub transactions: i64,
    pub closed_at: Moment,
}

/// Posts all transactions of an event in one commit, once.
///
/// # Errors
/// [`EventError::UnknownEvent`], [`EventError::OtherApp`]; [`EventError::Ended`] when it was closed or has expired,
/// also when its time was over and this call expired it.
pub async fn close_event(
    desk: &Desk,
    caller: &Caller,
    request: &RequestId,
    event: AppEventId,
) -> Result<EventClosed, EventError> {
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "events.close", &(caller.app, event));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let now = desk.clock.now();
    let found = match find_standing(&mut tx, caller, event, now).await? {
        Standing::Alive(found) => found,
        Standing::Overdue(found) => {
            expire(&mut tx, &found, now).await?;
            tx.commit().await?;
            return Err(ended(&found, EventState::Expired));
        }
    };
    finalise(&mut tx, &found, request, now).await?;
    let outcome = EventClosed {
        event,
        transactions: found.transactions,
        closed_at: now,
    };
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}
