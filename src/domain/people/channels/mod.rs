//! Reseller channels: where a reseller types, and where their batches live (S0-32, S0-33).

mod bind;
mod desk_channel;
mod error;
mod store;

pub use bind::{BindChannel, ChannelBound, bind};
pub(crate) use desk_channel::{DeskChannel, ensure_desk_channel};
pub use error::ChannelError;
pub use store::{find_channel, find_channel_of, get_channel, list_bound, list_channels};

use crate::ids::{ChannelId, DiscordChannelId, MemberId};

/// A reseller's channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    pub id: ChannelId,
    pub discord_channel: DiscordChannelId,
    pub name: String,
    pub reseller: MemberId,
}
