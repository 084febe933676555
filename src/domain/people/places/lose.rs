//! Empties a place whose channel or role is gone from the guild.

use super::{Place, store};
use crate::db::DbError;
use crate::domain::kernel::desk::Desk;
use crate::ids::{DiscordPlaceId, MemberId};

/// Empties a place that `id` filled, and returns whether it did. Safe to repeat.
///
/// # Errors
/// A fault.
pub async fn lose(desk: &Desk, place: Place, id: DiscordPlaceId) -> Result<bool, DbError> {
    let mut tx = desk.db.begin().await?;
    let now = desk.clock.now();
    if !store::empty(&mut tx, place, id, now).await? {
        return Ok(false);
    }
    let step = store::Step {
        place,
        event: "lost",
        id,
        // The desk does not know who deleted it.
        actor: MemberId::DESK,
    };
    store::insert_backlog(&mut tx, &step, now).await?;
    tx.commit().await?;
    Ok(true)
}
