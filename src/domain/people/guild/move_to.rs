//! `cambista desk move`: somebody with access to the database moves the desk to another guild.

use serde::{Deserialize, Serialize};

use super::{GuildError, GuildReason, store};
use crate::db::Company;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, Permission, Role};
use crate::ids::{DiscordGuildId, RequestId};

/// More resellers than any desk has.
const RESELLERS_MAX: i64 = 10_000;

/// Where the desk was and where it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub before: Option<DiscordGuildId>,
    pub now: DiscordGuildId,
}

/// Moves the desk to a guild. Notices make its resellers' channels there; people, money and open work stay as they are.
/// Does nothing when the desk belongs to that guild already.
///
/// # Errors
/// [`GuildError::Open`] while a process keeps the desk open; [`GuildError::NotAllowed`] unless the desk itself acts.
pub async fn move_to(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    guild: DiscordGuildId,
) -> Result<Moved, GuildError> {
    actor.require(Permission::SetUpDesk)?;
    // A process that is alone holds the presence lock exclusively until the database is closed: no process can open the
    // desk for the old guild in the meantime.
    if desk.db.enter().await? == Company::Others {
        return Err(GuildError::Open);
    }
    let asked = Asked::new(request, "guild.move_to", &(actor.member, guild));
    once(desk, asked, async |tx, now| {
        let before = store::find_guild(tx).await?;
        let outcome = Moved { before, now: guild };
        if before != Some(guild) {
            match before {
                Some(before) => store::update_guild(tx, before, guild, now).await?,
                None => {
                    store::insert_guild(tx, guild, now).await?;
                }
            }
            let change = store::Change {
                event: "moved",
                old: before,
                new: guild,
                reason: GuildReason::Ordered,
            };
            store::insert_backlog(tx, change, actor.member, now).await?;
            for reseller in members::list_members_with(tx, Role::Reseller, 0, RESELLERS_MAX).await? {
                let notice = Notice::ChannelOwed { member: reseller.id };
                outbox::enqueue(tx, &reseller.outbox_subject(), &notice, now).await?;
            }
        }
        Ok(outcome)
    })
    .await
}
