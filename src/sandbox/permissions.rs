//! Computes permissions as Discord does: first the guild's roles, then the channel's overwrites.

use super::model::{Channel, Member, channel_kind};
use super::world::World;

pub(super) const CREATE_INSTANT_INVITE: u64 = 1 << 0;
pub(super) const KICK_MEMBERS: u64 = 1 << 1;
pub(super) const ADMINISTRATOR: u64 = 1 << 3;
pub(super) const MANAGE_CHANNELS: u64 = 1 << 4;
pub(super) const MANAGE_GUILD: u64 = 1 << 5;
pub(super) const ADD_REACTIONS: u64 = 1 << 6;
pub(super) const VIEW_CHANNEL: u64 = 1 << 10;
pub(super) const SEND_MESSAGES: u64 = 1 << 11;
pub(super) const MANAGE_MESSAGES: u64 = 1 << 13;
pub(super) const EMBED_LINKS: u64 = 1 << 14;
pub(super) const ATTACH_FILES: u64 = 1 << 15;
pub(super) const READ_MESSAGE_HISTORY: u64 = 1 << 16;
pub(super) const MENTION_EVERYONE: u64 = 1 << 17;
pub(super) const USE_EXTERNAL_EMOJIS: u64 = 1 << 18;
pub(super) const CHANGE_NICKNAME: u64 = 1 << 26;
pub(super) const MANAGE_NICKNAMES: u64 = 1 << 27;
pub(super) const MANAGE_ROLES: u64 = 1 << 28;
pub(super) const USE_APPLICATION_COMMANDS: u64 = 1 << 31;
pub(super) const MANAGE_THREADS: u64 = 1 << 34;
pub(super) const CREATE_PUBLIC_THREADS: u64 = 1 << 35;
pub(super) const CREATE_PRIVATE_THREADS: u64 = 1 << 36;
pub(super) const SEND_MESSAGES_IN_THREADS: u64 = 1 << 38;
/// All permissions (53 bits are defined today).
pub(super) const ALL: u64 = (1 << 53) - 1;

/// The permissions of the bot's role unless the seed says otherwise: those that such a bot is usually invited with.
/// Never administrator.
pub const BOT_PERMISSIONS: u64 = VIEW_CHANNEL // to see the channels it serves
    | SEND_MESSAGES // to answer
    | EMBED_LINKS // answers are embeds
    | ATTACH_FILES // statements and captures
    | READ_MESSAGE_HISTORY // to reply to a message and to edit what it sent
    | MANAGE_CHANNELS // it makes each reseller's channel
    | MANAGE_ROLES // it gives approved roles, and writes the overwrites of private channels
    | ADD_REACTIONS // to mark a message as seen
    | USE_EXTERNAL_EMOJIS; // flags and bank signs from other servers

/// The permissions of @everyone: those of a new guild on Discord, without moderation.
pub(super) const EVERYONE_PERMISSIONS: u64 = CREATE_INSTANT_INVITE
    | ADD_REACTIONS
    | VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | USE_EXTERNAL_EMOJIS
    | CHANGE_NICKNAME
    | CREATE_PUBLIC_THREADS
    | CREATE_PRIVATE_THREADS
    | SEND_MESSAGES_IN_THREADS
    | USE_APPLICATION_COMMANDS;

/// A member's permissions in the guild; 0 for a non-member.
pub(super) fn in_guild(world: &World, guild_id: u64, user_id: u64) -> u64 {
    let Some(member) = world.member(guild_id, user_id) else {
        return 0;
    };
    if owns(world, guild_id, user_id) {
        return ALL;
    }
    let everyone = permissions_of(world, guild_id);
    let sum = member
        .roles
        .iter()
        .fold(everyone, |sum, role| sum | permissions_of(world, *role));
    if sum & ADMINISTRATOR != 0 { ALL } else { sum }
}

/// A user's permissions in a channel; 0 if the user cannot see it.
pub(super) fn in_channel(world: &World, user_id: u64, channel: &Channel) -> u64 {
    if channel.kind == channel_kind::DM {
        let inside = channel.recipient == Some(user_id) || world.bot_id() == user_id;
        return if inside { ALL } else { 0 };
    }
    let base = in_guild(world, channel.guild_id, user_id);
    if base == ALL {
        return ALL;
    }
    let Some(member) = world.member(channel.guild_id, user_id) else {
        return 0;
    };
    let sum = match &channel.thread {
        None => with_overwrites(base, member, channel),
        Some(thread) => {
            let parent = channel.parent_id.and_then(|id| world.channels.get(&id));
            let sum = in_thread(parent.map_or(0, |parent| with_overwrites(base, member, parent)));
            let is_shut = channel.kind == channel_kind::PRIVATE_THREAD && !thread.members.contains(&user_id);
            if is_shut && sum & MANAGE_THREADS == 0 { 0 } else { sum }
        }
    };
    let sum = if sum & SEND_MESSAGES == 0 {
        sum & !(EMBED_LINKS | ATTACH_FILES | MENTION_EVERYONE)
    } else {
        sum
    };
    if sum & VIEW_CHANNEL == 0 { 0 } else { sum }
}

/// A thread has the permissions of its channel, but writing in it is a permission of its own.
fn in_thread(of_channel: u64) -> u64 {
    if of_channel & SEND_MESSAGES_IN_THREADS == 0 {
        of_channel & !SEND_MESSAGES
    } else {
        of_channel | SEND_MESSAGES
    }
}

fn with_overwrites(base: u64, member: &Member, channel: &Channel) -> u64 {
    let mut sum = base;
    let find = |id: u64| channel.overwrites.iter().find(|overwrite| overwrite.id == id);
    if let Some(everyone) = find(channel.guild_id) {
        sum = sum & !everyone.deny | everyone.allow;
    }
    let of_roles = channel
        .overwrites
        .iter()
        .filter(|overwrite| member.roles.contains(&overwrite.id));
    let (deny, allow) = of_roles.fold((0, 0), |(deny, allow), one| (deny | one.deny, allow | one.allow));
    sum = sum & !deny | allow;
    if let Some(own) = find(member.user_id) {
        sum = sum & !own.deny | own.allow;
    }
    sum
}

/// Whether this is the guild's owner, who has all permissions.
pub(super) fn owns(world: &World, guild_id: u64, user_id: u64) -> bool {
    world
        .guilds
        .get(&guild_id)
        .is_some_and(|guild| guild.owner_id == user_id)
}

/// The position of a member's highest role. Members may change only lower roles.
pub(super) fn highest_position(world: &World, guild_id: u64, user_id: u64) -> i64 {
    if owns(world, guild_id, user_id) {
        return i64::MAX;
    }
    let roles = world
        .member(guild_id, user_id)
        .map(|member| member.roles.as_slice())
        .unwrap_or_default();
    roles
        .iter()
        .filter_map(|role| world.roles.get(role))
        .map(|role| role.position)
        .max()
        .unwrap_or(0)
}

fn permissions_of(world: &World, role_id: u64) -> u64 {
    world.roles.get(&role_id).map_or(0, |role| role.permissions)
}
