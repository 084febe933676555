//! Converts Discord's ids to the desk's ids and back.

use poise::serenity_prelude::{ChannelId, MessageId, UserId};

use crate::domain::people::members::Member;
use crate::ids::{DiscordChannelId, DiscordMessageId, DiscordUserId};

/// The Discord user of a member, if they have one.
pub(super) fn user_of(member: &Member) -> Option<UserId> {
    member.discord_user.map(discord_user)
}

/// Discord's ids fit into 63 bits until the year 2084.
pub(super) fn signed(id: u64) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}

/// The reverse conversion. Discord has no id 0.
pub(super) fn unsigned(id: i64) -> u64 {
    u64::try_from(id).unwrap_or(1).max(1)
}

pub(super) fn user_id(user: UserId) -> DiscordUserId {
    DiscordUserId::new(signed(user.get()))
}

pub(super) fn channel_id(channel: ChannelId) -> DiscordChannelId {
    DiscordChannelId::new(signed(channel.get()))
}

pub(super) fn message_id(message: MessageId) -> DiscordMessageId {
    DiscordMessageId::new(signed(message.get()))
}

pub(super) fn discord_user(user: DiscordUserId) -> UserId {
    UserId::new(unsigned(user.get()))
}

pub(super) fn discord_channel(channel: DiscordChannelId) -> ChannelId {
    ChannelId::new(unsigned(channel.get()))
}

pub(super) fn discord_message(message: DiscordMessageId) -> MessageId {
    MessageId::new(unsigned(message.get()))
}
