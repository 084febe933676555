//! Decides where each notice is told. It does so once, soon after the notice was written, whether or not Discord
//! answers.

use super::{pieces, settle};
use crate::db::DbError;
use crate::discord::surface::Surface;
use crate::domain::kernel::outbox::{self, Addressed};

/// How many notices are addressed in one unit. A small number, so that other writers do not wait for it.
const NOTICES_MAX: i64 = 16;

/// Whether there are more notices to address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    None,
    Some,
}

/// Addresses the notices that have waited longest.
///
/// # Errors
/// A fault of the database; then none of these notices was addressed.
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
