//! Working out where notices are told: once, soon after they were written, whatever the state of Discord.

use super::{pieces, settle};
use crate::db::DbError;
use crate::discord::surface::Surface;
use crate::domain::kernel::outbox::{self, Addressed};

/// How many notices are addressed in one unit. Few enough that nobody who writes waits for it.
const NOTICES_MAX: i64 = 16;

/// Whether there is more of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    None,
    Some,
}

/// Addresses the notices that wait longest.
///
/// # Errors
/// A fault; nothing of it was written.
pub(super) async fn address_some(surface: &Surface) -> Result<Left, DbError> {
    let mut reader = surface.desk.db.reader().await?;
    let waiting = outbox::list_unaddressed(&mut reader, NOTICES_MAX).await?;
    drop(reader);
    if waiting.is_empty() {
        return Ok(Left::None);
    }
    let mut addressed = Vec::new();
    for one in waiting {
        let Some(notice) = &one.notice else {
            settle::set_unreadable_aside(surface, one.id).await?;
            continue;
        };
        let found = pieces::of(surface, notice).await?;
        let places = found.into_iter().filter_map(|piece| {
            let lane = piece.ways.first().copied()?;
            Some((lane, piece.place))
        });
        addressed.push(Addressed {
            notice: one.id,
            subject: one.subject,
            class: notice.class(),
            places: places.collect(),
        });
    }
    let mut tx = surface.desk.db.begin().await?;
    outbox::address(&mut tx, &addressed, surface.desk.clock.now()).await?;
    tx.commit().await?;
    Ok(Left::Some)
}
