//! Preconditions of requests: a permission, a channel that can contain messages, an existing message.

use super::call::path_id;
use super::error::{ApiError, Result};
use crate::sandbox::model::{Channel, Message, channel_kind};
use crate::sandbox::permissions;
use crate::sandbox::world::World;

/// The channel, if the caller has these permissions there. Otherwise Missing Access (the caller cannot even see it) or
/// Missing Permissions.
pub(super) fn in_channel(world: &World, actor: u64, id: u64, wanted: u64) -> Result<&Channel> {
    let channel = world.channels.get(&id).ok_or_else(ApiError::unknown_channel)?;
    let held = permissions::in_channel(world, actor, channel);
    if held & permissions::VIEW_CHANNEL == 0 {
        return Err(ApiError::missing_access());
    }
    if held & wanted != wanted {
        return Err(ApiError::missing_permissions());
    }
    Ok(channel)
}

/// Categories contain channels, not messages.
pub(super) fn can_hold_messages(channel: &Channel) -> Result<()> {
    if channel.kind == channel_kind::CATEGORY {
        return Err(ApiError::new(
            axum::http::StatusCode::BAD_REQUEST,
            50008,
            "Cannot send messages in a non-text channel",
        ));
    }
    Ok(())
}

/// Fails unless the caller has this permission in the guild.
pub(super) fn in_guild(world: &World, guild_id: u64, actor: u64, wanted: u64) -> Result<()> {
    if permissions::in_guild(world, guild_id, actor) & wanted != wanted {
        return Err(ApiError::missing_permissions());
    }
    Ok(())
}

/// A message that routes of channels can reach. Ephemeral messages are reachable only through their interaction.
pub(super) fn message(world: &World, channel_id: u64, id: &str) -> Result<Message> {
    let id = path_id(id, "message_id")?;
    let found = world
        .message(channel_id, id)
        .filter(|message| message.only_for.is_none());
    found.cloned().ok_or_else(ApiError::unknown_message)
}
