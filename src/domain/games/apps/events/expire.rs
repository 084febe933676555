//! The sweep that expires events which had no ping for a minute (S1-10).

use super::end::expire;
use super::standing::{is_over, is_overdue};
use super::store::Silent;
use super::{EVENT_LIVES_MS, EventError, EventState, store};
use crate::db::{Lockable, retrying};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::uptime;
use crate::ids::AppEventId;

/// How many events are loaded in one read.
const READ_MAX: i64 = 200;

/// What a sweep did.
#[derive(Debug, Default)]
pub struct Expiry {
    pub expired: usize,
    /// The events that could not be expired now; the next sweep tries again.
    pub failed: Vec<(AppEventId, EventError)>,
}

/// Expires every event whose time is over, each in a commit of its own. Safe to repeat, beside other processes, and
/// beside a close: the second finds the event ended. An event that cannot be expired does not stop the others.
///
/// # Errors
/// A fault while reading.
pub async fn expire_due(desk: &Desk) -> Result<Expiry, EventError> {
    let (mut done, mut after) = (Expiry::default(), Silent::FIRST);
    loop {
        let mut reader = desk.db.reader().await?;
        let now = desk.clock.now();
        // First by the plain clock, without outages. The longest silent come first, so that events which an outage
        // keeps alive do not hide others that are due.
        let silent = store::list_silent(&mut reader, now.plus_ms(-EVENT_LIVES_MS), after, READ_MAX).await?;
        let Some((oldest, newest)) = silent.first().zip(silent.last()) else {
            break;
        };
        let outages = uptime::list_outages(&mut reader, oldest.pinged_at, now).await?;
        drop(reader);
        for event in silent.iter().filter(|event| is_overdue(event, now, &outages)) {
            match retrying(|| expire_one(desk, event.id)).await {
                Ok(ended) => done.expired += usize::from(ended),
                Err(error) => done.failed.push((event.id, error)),
            }
        }
        after = Silent {
            pinged_at: newest.pinged_at,
            id: newest.id,
        };
    }
    Ok(done)
}

/// Checks again under the event's lock, because it may have been pinged or ended in the meantime.
async fn expire_one(desk: &Desk, id: AppEventId) -> Result<bool, EventError> {
    let mut tx = desk.db.begin().await?;
    tx.lock(Lockable::AppEvents, id.get()).await?;
    let event = store::find_event(&mut tx, id)
        .await?
        .ok_or(EventError::UnknownEvent(id))?;
    let now = desk.clock.now();
    if event.state != EventState::Open || !is_over(&mut tx, &event, now).await? {
        return Ok(false);
    }
    expire(&mut tx, &event, now).await?;
    tx.commit().await?;
    Ok(true)
}
