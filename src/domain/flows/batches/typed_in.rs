//! Finds the channel that a command was typed in.

use super::error::PlaceError;
use crate::db::Tx;
use crate::domain::people::channels::{self, Channel};
use crate::domain::people::members::{self, Actor, Permission};
use crate::ids::DiscordChannelId;

/// The channel that a command was typed in, if the actor may work there: its reseller, or somebody who may see
/// everything.
pub(super) async fn channel_for(tx: &mut Tx, actor: &Actor, typed_in: DiscordChannelId) -> Result<Channel, PlaceError> {
    let channel = channels::find_channel(tx, typed_in).await?;
    if let Some(channel) = &channel
        && (channel.reseller == actor.member || actor.may(Permission::SeeEverything))
    {
        return Ok(channel.clone());
    }
    let own = channels::find_channel_of(tx, actor.member)
        .await?
        .map(|own| own.discord_channel);
    match channel {
        Some(channel) => {
            let owner = members::get_member(tx, channel.reseller).await?.name;
            Err(PlaceError::NotYourChannel { owner, own })
        }
        None => Err(PlaceError::NotAResellerChannel { own }),
    }
}
