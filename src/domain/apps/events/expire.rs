//! The sweep: an event that goes a minute without a ping gives everything back (S1-10).

use super::end::expire;
use super::standing::is_overdue;
use super::{EVENT_LIVES_MS, EventError, EventState, store};
use crate::db::Lockable;
use crate::domain::desk::Desk;
use crate::domain::uptime;
use crate::ids::AppEventId;

/// How many are ended at once; the next sweep takes the rest.
const EXPIRED_MAX: i64 = 200;

/// Expires every event whose time is over, each in a commit of its own; returns how many. Safe to repeat, beside other
/// processes, and beside a close: who comes second finds it ended.
///
/// # Errors
/// A fault.
pub async fn expire_due(desk: &Desk) -> Result<usize, EventError> {
    let mut reader = desk.db.reader().await?;
    let now = desk.clock.now();
    // By the plain clock first. The longest silent come first, so that outages hide nobody who is due.
    let silent = store::list_silent(&mut reader, now.plus_ms(-EVENT_LIVES_MS), EXPIRED_MAX).await?;
    let Some(oldest) = silent.first() else { return Ok(0) };
    let outages = uptime::list_outages(&mut reader, oldest.pinged_at, now).await?;
    drop(reader);
    let mut expired = 0;
    for event in silent.iter().filter(|event| is_overdue(event, now, &outages)) {
        if expire_one(desk, event.id).await? {
            expired += 1;
        }
    }
    Ok(expired)
}

/// Looks again while the event stands still: it may have been pinged or ended meanwhile.
async fn expire_one(desk: &Desk, id: AppEventId) -> Result<bool, EventError> {
    let mut tx = desk.db.begin().await?;
    tx.lock(Lockable::AppEvents, id.get()).await?;
    let event = store::find_event(&mut tx, id)
        .await?
        .ok_or(EventError::UnknownEvent(id))?;
    let now = desk.clock.now();
    let outages = uptime::list_outages(&mut tx, event.pinged_at, now).await?;
    if event.state != EventState::Open || !is_overdue(&event, now, &outages) {
        return Ok(false);
    }
    expire(&mut tx, &event, now).await?;
    tx.commit().await?;
    Ok(true)
}
