//! The first opening: the desk belongs to this guild from now on.

use serde::{Deserialize, Serialize};

use super::{GuildError, GuildReason, store};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{DiscordGuildId, RequestId};

/// Whose desk it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claimed {
    pub guild: DiscordGuildId,
    /// Whether it is so from now on only.
    pub is_new: bool,
}

/// Claims the desk for a guild, unless it is that guild's already.
///
/// # Errors
/// [`GuildError::Elsewhere`] when it is another one's; [`GuildError::NotAllowed`] unless the desk itself acts or a superuser.
pub async fn claim(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    guild: DiscordGuildId,
    reason: GuildReason,
) -> Result<Claimed, GuildError> {
    actor.require(Permission::SetUpDesk)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "guild.claim", &(actor.member, guild, reason));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let now = desk.clock.now();
    let is_new = store::insert_guild(&mut tx, guild, now).await?;
    if !is_new {
        let has = store::get_guild(&mut tx).await?;
        if has != guild {
            return Err(GuildError::Elsewhere(has));
        }
    } else {
        let change = store::Change {
            event: "claimed",
            old: None,
            new: guild,
            reason,
        };
        store::insert_backlog(&mut tx, change, actor.member, now).await?;
    }
    let outcome = Claimed { guild, is_new };
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}
