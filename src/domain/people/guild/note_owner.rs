//! Records who owns the guild, and tells superusers when that changed.

use super::store;
use crate::db::DbError;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::ids::{DiscordGuildId, DiscordUserId};

/// Records who owns the desk's guild, and enqueues a notice to superusers when it was somebody else before. Returns
/// whether it was. Safe to repeat: an owner who is recorded already, and a guild that is not the desk's, change
/// nothing.
///
/// # Errors
/// A fault.
pub async fn note_owner(desk: &Desk, guild: DiscordGuildId, owner: DiscordUserId) -> Result<bool, DbError> {
    let mut tx = desk.db.begin().await?;
    let before = store::find_owner(&mut tx, guild).await?;
    if before == Some(owner) {
        return Ok(false);
    }
    let now = desk.clock.now();
    let change = store::OwnerChange {
        guild,
        old: before,
        new: owner,
    };
    // When two processes see the same change, one of them writes it.
    if !store::update_owner(&mut tx, change).await? {
        return Ok(false);
    }
    store::insert_owner_backlog(&mut tx, change, now).await?;
    if let Some(before) = before {
        let notice = Notice::OwnerChanged { before, now: owner };
        outbox::enqueue(&mut tx, "guild:owner", &notice, now).await?;
    }
    tx.commit().await?;
    Ok(before.is_some())
}
