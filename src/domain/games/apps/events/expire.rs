//! The sweep: an event that goes a minute without a ping gives everything back (S1-10).

use super::end::expire;
use super::standing::{is_over, is_overdue};
use super::store::Silent;
use super::{EVENT_LIVES_MS, EventError, EventState, store};
use crate::db::{Lockable, retrying};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::uptime;
use crate::ids::AppEventId;

/// How many are looked at in one read.
const READ_MAX: i64 = 200;

/// What a sweep did.
#[derive(Debug, Default)]
pub struct Expiry {
    pub expired: usize,
    /// Those that could not be ended now; the next sweep tries again.
    pub failed: Vec<(AppEventId, EventError)>,
}

/// Expires every event whose time is over, each in a commit of its own. Safe to repeat, beside other
/// processes, and beside a close: who comes second finds it ended. One that cannot be expired keeps no other waiting.
///
/// # Errors
/// A fault while reading.
pub async fn expire_due(desk: &Desk) -> Result<Expiry, EventError> {
    let (mut done, mut after) = (Expiry::default(), Silent::FIRST);
    loop {
        let mut reader = desk.db.reader().await?;
        let now = desk.clock.now();
        // By the plain clock first. The longest silent come first, so that outages hide nobody who is due.
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

/// Looks again while the event stands still: it may have been pinged or ended meanwhile.
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
