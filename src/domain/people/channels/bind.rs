//! `!canal @david #transacciones-david`: binds a channel to a reseller.

use serde::{Deserialize, Serialize};

use super::{ChannelError, store};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Lane, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, Permission, Role};
use crate::domain::people::places;
use crate::ids::{ChannelId, DiscordChannelId, DiscordPlaceId, MemberId, RequestId};

/// Which channel to bind to which reseller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BindChannel {
    pub reseller: MemberId,
    pub discord_channel: DiscordChannelId,
    pub name: String,
}

/// The channel that was bound, and its reseller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelBound {
    pub channel: ChannelId,
    pub discord_channel: DiscordChannelId,
    pub reseller: String,
}

/// Binds a Discord channel to a reseller. A reseller has one channel: binding another one moves them, their open
/// batch included.
///
/// # Errors
/// [`ChannelError::NotAllowed`] unless a superuser, [`ChannelError::NotAReseller`], [`ChannelError::Taken`],
/// [`ChannelError::DesksOwn`].
pub async fn bind(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    binding: &BindChannel,
) -> Result<ChannelBound, ChannelError> {
    actor.require(Permission::SetUpDesk)?;
    let asked = Asked::new(request, "channels.bind", &(actor.member, binding));
    once(desk, asked, async |tx, now| {
        let reseller = members::get_member(tx, binding.reseller).await?;
        if reseller.role != Role::Reseller {
            return Err(ChannelError::NotAReseller { name: reseller.name });
        }
        let as_place = DiscordPlaceId::new(binding.discord_channel.get());
        if let Some(place) = places::find_place_of(tx, as_place).await? {
            return Err(ChannelError::DesksOwn { place });
        }
        if let Some(taken) = store::find_channel(tx, binding.discord_channel).await?
            && taken.reseller != reseller.id
        {
            let owner = members::get_member(tx, taken.reseller).await?;
            return Err(ChannelError::Taken { owner: owner.name });
        }
        let before = store::find_channel_of(tx, reseller.id).await?;
        let channel = store::upsert_channel(tx, binding, now).await?;
        store::insert_backlog(tx, channel, binding, actor.member, now).await?;
        if before.is_none_or(|before| before.discord_channel != binding.discord_channel) {
            let notice = Notice::ChannelBound { member: reseller.id };
            outbox::enqueue(tx, &format!("member:{}", reseller.id), &notice, now).await?;
            // What could not be told in the old channel is told in the new one.
            outbox::try_lane_again(tx, Lane::Channel(reseller.id), now).await?;
        }
        Ok(ChannelBound {
            channel,
            discord_channel: binding.discord_channel,
            reseller: reseller.name,
        })
    })
    .await
}
