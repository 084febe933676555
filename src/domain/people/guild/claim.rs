//! The first opening: the desk belongs to this guild from now on.

use serde::{Deserialize, Serialize};

use super::{GuildError, GuildReason, store};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{DiscordGuildId, RequestId};

/// The guild that the desk belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claimed {
    pub guild: DiscordGuildId,
    /// Whether this call claimed it; false when the desk belonged to it before.
    pub is_new: bool,
}

/// Claims the desk for a guild, unless it is that guild's already.
///
/// # Errors
/// [`GuildError::Elsewhere`] when it belongs to another one; [`GuildError::NotAllowed`] unless the desk itself acts or
/// a superuser.
pub async fn claim(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    guild: DiscordGuildId,
    reason: GuildReason,
) -> Result<Claimed, GuildError> {
    actor.require(Permission::SetUpDesk)?;
    let asked = Asked::new(request, "guild.claim", &(actor.member, guild, reason));
    once(desk, asked, async |tx, now| {
        let is_new = store::insert_guild(tx, guild, now).await?;
        if !is_new {
            let has = store::get_guild(tx).await?;
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
            store::insert_backlog(tx, change, actor.member, now).await?;
        }
        Ok(Claimed { guild, is_new })
    })
    .await
}
