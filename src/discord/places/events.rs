//! Which events may change who can read a channel.

use poise::serenity_prelude as serenity;
use serenity::{FullEvent, GuildId};

use crate::discord::surface::Surface;

/// Whether the places must be reviewed. Also forgets a person who left.
pub(in crate::discord) fn may_change_readers(surface: &Surface, event: &FullEvent) -> bool {
    if let FullEvent::GuildMemberRemoval { user, .. } = event {
        surface.places.forget(user.id);
    }
    let guild: Option<GuildId> = match event {
        FullEvent::GuildCreate { guild, .. } => Some(guild.id),
        FullEvent::GuildUpdate { new_data, .. } => Some(new_data.id),
        FullEvent::ChannelUpdate { new, .. } => Some(new.guild_id),
        FullEvent::ChannelDelete { channel, .. } => Some(channel.guild_id),
        FullEvent::CategoryDelete { category } => Some(category.guild_id),
        FullEvent::GuildRoleCreate { new } => Some(new.guild_id),
        FullEvent::GuildRoleUpdate { new, .. } => Some(new.guild_id),
        FullEvent::GuildRoleDelete { guild_id, .. } => Some(*guild_id),
        FullEvent::GuildMemberAddition { new_member } => Some(new_member.guild_id),
        FullEvent::GuildMemberRemoval { guild_id, .. } => Some(*guild_id),
        // Without a change of roles (a new nickname, for example) nothing changes here.
        FullEvent::GuildMemberUpdate {
            old_if_available: Some(old),
            event,
            ..
        } if old.roles == event.roles => None,
        FullEvent::GuildMemberUpdate { event, .. } => Some(event.guild_id),
        _ => None,
    };
    guild == Some(surface.guild())
}
