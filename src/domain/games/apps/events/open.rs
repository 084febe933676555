//! `POST /finance/event`: opens an event (S1-11).

use serde::{Deserialize, Serialize};

use super::{EVENT_LIVES_MS, EVENTS_OPEN_MAX, EventError, store};
use crate::clock::Moment;
use crate::db::Lockable;
use crate::domain::games::apps::keys::Caller;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::ids::{AppEventId, RequestId};

/// The event, and until when it lives without a ping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventOpened {
    pub event: AppEventId,
    pub alive_until: Moment,
}

/// Opens an event.
///
/// # Errors
/// [`EventError::TooManyOpen`].
pub async fn open_event(desk: &Desk, caller: &Caller, request: &RequestId) -> Result<EventOpened, EventError> {
    let asked = Asked::new(request, "events.open", &caller.app);
    once(desk, asked, async |tx, now| {
        tx.lock(Lockable::Apps, caller.app.get()).await?;
        if EVENTS_OPEN_MAX <= store::count_open_of(tx, caller.app, EVENTS_OPEN_MAX).await? {
            return Err(EventError::TooManyOpen { max: EVENTS_OPEN_MAX });
        }
        let event = store::insert_event(tx, caller.app, now).await?;
        Ok(EventOpened {
            event,
            alive_until: now.plus_ms(EVENT_LIVES_MS),
        })
    })
    .await
}
