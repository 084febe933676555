//! `POST /finance/event/{id}/ping`: keeps an event alive (S1-12).

use serde::{Deserialize, Serialize};

use super::end::expire;
use super::standing::{Standing, ended, find_standing};
use super::{EVENT_LIVES_MS, EventError, EventState, store};
use crate::clock::Moment;
use crate::domain::games::apps::keys::Caller;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::ids::{AppEventId, RequestId};

/// The event, and until when it lives now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventPinged {
    pub event: AppEventId,
    pub alive_until: Moment,
}

/// Lets an event live another minute.
///
/// # Errors
/// [`EventError::UnknownEvent`], [`EventError::OtherApp`]; [`EventError::Ended`], also when its time was over and this
/// call expired it.
pub async fn ping_event(
    desk: &Desk,
    caller: &Caller,
    request: &RequestId,
    event: AppEventId,
) -> Result<EventPinged, EventError> {
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "events.ping", &(caller.app, event));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let now = desk.clock.now();
    match find_standing(&mut tx, caller, event, now).await? {
        Standing::Alive(found) => store::update_ping(&mut tx, &found, now).await?,
        Standing::Overdue(found) => {
            expire(&mut tx, &found, now).await?;
            tx.commit().await?;
            return Err(ended(&found, EventState::Expired));
        }
    }
    let outcome = EventPinged {
        event,
        alive_until: now.plus_ms(EVENT_LIVES_MS),
    };
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}
