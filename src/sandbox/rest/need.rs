//! What a request needs: a permission, a channel that holds messages, a message that is there.

use super::call::path_id;
use super::error::{ApiError, Result};
use crate::sandbox::model::{Channel, Message, channel_kind};
use crate::sandbox::permissions;
use crate::sandbox::world::World;

/// The channel, when who asks has these permissions there; else Missing Access (who asks cannot even see it)
/// or Missing Permissions.
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

/// Categories hold channels, not messages.
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

/// Whether who asks has this in the guild as a whole.
pub(super) fn in_guild(world: &World, guild_id: u64, actor: u64, wanted: u64) -> Result<()> {
    if permissions::in_guild(world, guild_id, actor) & wanted != wanted {
        return Err(ApiError::missing_permissions());
    }
    Ok(())
}

/// A message the bot can know of: an ephemeral one is reached by its interaction only.
pub(super) fn message(world: &World, channel_id: u64, id: &str) -> Result<Message> {
    let id = path_id(id, "message_id")?;
    let found = world
        .message(channel_id, id)
        .filter(|message| message.only_for.is_none());
    found.cloned().ok_or_else(ApiError::unknown_message)
}
