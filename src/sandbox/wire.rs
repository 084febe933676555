//! Converts records to Discord's JSON.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat};
use serde_json::{Map, Value, json};

use super::model::{
    Attachment, Channel, Command, Guild, Member, Message, Origin, Overwrite, Role, channel_kind, message_flag,
};
use super::permissions;
use super::snowflake::created_at_ms;
use super::world::World;

/// Discord's maximum size of a file in an unboosted guild, in bytes.
pub(super) const ATTACHMENT_BYTES_MAX: usize = 10 * 1024 * 1024;

/// The prefix of a file's name that makes Discord hide the file until somebody clicks on it.
pub(super) const SPOILER: &str = "SPOILER_";
const SPOILER_FLAG: u64 = 1 << 3;

/// The type of a `message_reference` of a forwarded message.
pub(super) const FORWARD: u64 = 1;

pub(super) fn timestamp(ms: i64) -> String {
    DateTime::from_timestamp_millis(ms)
        .unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn ids(list: &[u64]) -> Vec<String> {
    list.iter().map(u64::to_string).collect()
}

pub(super) fn user(world: &World, id: u64) -> Value {
    let found = world.users.get(&id);
    let name = found.map_or("deleted", |user| user.name.as_str());
    json!({
        "id": id.to_string(), "username": name, "global_name": name, "discriminator": "0", "avatar": null,
        "bot": found.is_some_and(|user| user.bot), "system": false, "public_flags": 0, "flags": 0, "banner": null,
        "accent_color": null, "avatar_decoration_data": null, "collectibles": null, "primary_guild": null,
    })
}

/// A member without its user, as in a message.
fn partial_member(member: &Member) -> Map<String, Value> {
    let value = json!({
        "nick": member.nick, "avatar": null, "banner": null, "roles": ids(&member.roles),
        "joined_at": timestamp(member.joined_at_ms), "premium_since": null, "deaf": false, "mute": false, "flags": 0,
        "pending": false, "communication_disabled_until": null,
    });
    let Value::Object(map) = value else { return Map::new() };
    map
}

pub(super) fn member(world: &World, member: &Member) -> Value {
    let mut map = partial_member(member);
    map.insert("user".into(), user(world, member.user_id));
    Value::Object(map)
}

/// A member as in gateway events.
pub(super) fn member_event(world: &World, one: &Member) -> Value {
    let mut value = member(world, one);
    value["guild_id"] = json!(one.guild_id.to_string());
    value
}

pub(super) fn role(role: &Role) -> Value {
    json!({
        "id": role.id.to_string(), "name": role.name, "color": role.color,
        "colors": { "primary_color": role.color, "secondary_color": null, "tertiary_color": null },
        "hoist": role.hoist, "icon": null, "unicode_emoji": null, "position": role.position,
        "permissions": role.permissions.to_string(), "managed": role.managed,
        "mentionable": role.mentionable, "flags": 0,
    })
}

pub(super) fn overwrite(overwrite: &Overwrite) -> Value {
    json!({
        "id": overwrite.id.to_string(), "type": overwrite.kind, "allow": overwrite.allow.to_string(),
        "deny": overwrite.deny.to_string(),
    })
}

pub(super) fn channel(world: &World, channel: &Channel) -> Value {
    let last = world
        .messages
        .get(&channel.id)
        .and_then(|messages| messages.keys().next_back());
    let last = last.map(u64::to_string);
    if let Some(recipient) = channel.recipient {
        return json!({
            "id": channel.id.to_string(), "type": channel_kind::DM, "last_message_id": last, "flags": 0,
            "recipients": [user(world, recipient)],
        });
    }
    if let Some(thread) = &channel.thread {
        let count = world.messages.get(&channel.id).map_or(0, BTreeMap::len);
        return json!({
            "id": channel.id.to_string(), "type": channel.kind, "guild_id": channel.guild_id.to_string(),
            "parent_id": channel.parent_id.map(|id| id.to_string()), "name": channel.name,
            "owner_id": thread.owner_id.to_string(), "last_message_id": last, "message_count": count,
            "total_message_sent": count, "member_count": thread.members.len().min(50), "rate_limit_per_user": 0,
            "flags": 0,
            "thread_metadata": {
                "archived": thread.archived, "locked": thread.locked, "auto_archive_duration": 4320,
                "archive_timestamp": timestamp(thread.archived_at_ms),
                "create_timestamp": timestamp(created_at_ms(channel.id)),
            },
        });
    }
    json!({
        "id": channel.id.to_string(), "type": channel.kind, "guild_id": channel.guild_id.to_string(),
        "name": channel.name,
        "position": channel.position, "topic": channel.topic, "nsfw": channel.nsfw,
        "rate_limit_per_user": channel.slowmode_s, "parent_id": channel.parent_id.map(|id| id.to_string()),
        "permission_overwrites": channel.overwrites.iter().map(overwrite).collect::<Vec<_>>(),
        "last_message_id": last, "flags": 0,
    })
}

pub(super) fn guild(world: &World, guild: &Guild) -> Value {
    json!({
        "id": guild.id.to_string(), "name": guild.name, "owner_id": guild.owner_id.to_string(),
        "icon": null, "icon_hash": null, "splash": null, "discovery_splash": null, "banner": null, "description": null,
        "region": "deprecated", "afk_channel_id": null, "afk_timeout": 300, "widget_enabled": false,
        "widget_channel_id": null, "verification_level": 0, "default_message_notifications": 1,
        "explicit_content_filter": 0, "roles": world.roles_of(guild.id).map(role).collect::<Vec<_>>(), "emojis": [],
        "features": [], "mfa_level": 0, "application_id": null, "system_channel_id": null, "system_channel_flags": 0,
        "rules_channel_id": null, "max_presences": null, "max_members": 500_000, "vanity_url_code": null,
        "premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": "es-419",
        "public_updates_channel_id": null, "max_video_channel_users": 25, "max_stage_video_channel_users": 50,
        "nsfw_level": 0, "stickers": [], "premium_progress_bar_enabled": false, "safety_alerts_channel_id": null,
        "incidents_data": null, "hub_type": null,
    })
}

/// GUILD_CREATE: the guild with everything that a client needs at the start. Without the intent for members it lists
/// only the bot.
pub(super) fn guild_create(world: &World, one: &Guild, with_members: bool) -> Value {
    let mut value = guild(world, one);
    let bot_id = world.bot_id();
    let listed = world
        .members_of(one.id)
        .filter(|one| with_members || one.user_id == bot_id);
    let listed: Vec<Value> = listed.map(|one| member(world, one)).collect();
    let channels: Vec<Value> = world.channels_of(one.id).map(|one| channel(world, one)).collect();
    let joined_at = world.member(one.id, bot_id).map_or(0, |bot| bot.joined_at_ms);
    let extra = json!({
        "joined_at": timestamp(joined_at), "large": false, "unavailable": false, "member_count": world.members_of(one.id).count(),
        "voice_states": [], "members": listed, "channels": channels,
        "threads": threads(world, one.id, bot_id), "presences": [],
        "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
    });
    merge(&mut value, extra);
    value
}

/// The open threads that this user can see.
pub(super) fn threads(world: &World, guild_id: u64, user_id: u64) -> Vec<Value> {
    let open = world
        .threads_of(guild_id)
        .filter(|one| one.thread.as_ref().is_some_and(|thread| !thread.archived));
    let seen = open.filter(|one| permissions::in_channel(world, user_id, one) & permissions::VIEW_CHANNEL != 0);
    seen.map(|one| channel(world, one)).collect()
}

pub(super) fn thread_member(thread_id: u64, user_id: u64) -> Value {
    json!({
        "id": thread_id.to_string(), "user_id": user_id.to_string(), "flags": 0,
        "join_timestamp": timestamp(created_at_ms(thread_id)),
    })
}

pub(super) fn attachment(world: &World, attachment: &Attachment) -> Value {
    let url = format!(
        "{}/attachments/{}/{}/{}",
        world.base_url, attachment.channel_id, attachment.id, attachment.filename
    );
    let mut value = json!({
        "id": attachment.id.to_string(), "filename": attachment.filename, "size": attachment.size, "url": url,
        "proxy_url": url,
    });
    let texts = [("content_type", &attachment.content_type), ("title", &attachment.title)];
    for (key, text) in texts {
        if let Some(text) = text {
            value[key] = json!(text);
        }
    }
    if attachment.filename.starts_with(SPOILER) {
        value["flags"] = json!(SPOILER_FLAG);
    }
    if let Some(description) = &attachment.description {
        value["description"] = json!(description);
    }
    if let (Some(width), Some(height)) = (attachment.width, attachment.height) {
        merge(&mut value, json!({ "width": width, "height": height }));
    }
    value
}

/// A message as in REST answers.
pub(super) fn message(world: &World, message: &Message) -> Value {
    let mut value = flat_message(world, message);
    if let Some(id) = message.reply_to {
        let reference = json!({
            "type": 0, "message_id": id.to_string(), "channel_id": message.channel_id.to_string(),
            "guild_id": guild_of(world, message.channel_id).map(|id| id.to_string()),
        });
        let first = world
            .message(message.channel_id, id)
            .map(|one| flat_message(world, one));
        merge(
            &mut value,
            json!({ "type": 19, "message_reference": reference, "referenced_message": first }),
        );
    }
    if let Some(forwarded) = &message.forwarded {
        let (source, kept) = (forwarded.channel_id, &forwarded.snapshot);
        let reference = json!({
            "type": FORWARD, "message_id": forwarded.message_id.to_string(), "channel_id": source.to_string(),
            "guild_id": guild_of(world, source).map(|id| id.to_string()),
        });
        let snapshots = json!([{ "message": kept }]);
        merge(
            &mut value,
            json!({ "message_reference": reference, "message_snapshots": snapshots }),
        );
    }
    if let Some(system) = message.system {
        value["type"] = json!(system);
    }
    value
}

/// The part of a message that a forward keeps.
pub(super) fn snapshot(world: &World, message: &Message) -> Value {
    let whole = flat_message(world, message);
    let kept = [
        "type",
        "content",
        "embeds",
        "attachments",
        "timestamp",
        "edited_timestamp",
        "flags",
        "mentions",
        "mention_roles",
        "components",
    ];
    let kept = kept.map(|key| (key.to_owned(), whole[key].clone()));
    Value::Object(kept.into_iter().collect())
}

/// A message as in MESSAGE_CREATE and MESSAGE_UPDATE: with its guild and the author's membership.
pub(super) fn message_event(world: &World, one: &Message) -> Value {
    let mut value = message(world, one);
    if let Some(guild_id) = guild_of(world, one.channel_id) {
        value["guild_id"] = json!(guild_id.to_string());
        if let Some(member) = world.member(guild_id, one.author_id) {
            value["member"] = Value::Object(partial_member(member));
        }
    }
    value
}

/// The guild of a channel; `None` for a DM.
pub(super) fn guild_of(world: &World, channel_id: u64) -> Option<u64> {
    let channel = world.channels.get(&channel_id)?;
    channel.recipient.is_none().then_some(channel.guild_id)
}

fn flat_message(world: &World, message: &Message) -> Value {
    let files = message.attachments.iter().filter_map(|id| world.attachments.get(id));
    let files: Vec<Value> = files.map(|one| attachment(world, one)).collect();
    let embeds = if message.flags & message_flag::SUPPRESS_EMBEDS == 0 {
        message.embeds.clone()
    } else {
        Vec::new()
    };
    let embeds: Vec<Value> = embeds
        .into_iter()
        .map(|embed| embed_with_links(embed, &files))
        .collect();
    let mut value = json!({
        "id": message.id.to_string(), "channel_id": message.channel_id.to_string(), "type": 0,
        "author": user(world, message.author_id), "content": message.content,
        "timestamp": timestamp(created_at_ms(message.id)), "edited_timestamp": message.edited_at_ms.map(timestamp),
        "tts": message.tts, "mention_everyone": message.mention_everyone,
        "mentions": message.mentions.iter().map(|id| user(world, *id)).collect::<Vec<_>>(),
        "mention_roles": ids(&message.mention_roles), "attachments": files, "embeds": embeds,
        "components": message.components, "pinned": message.pinned, "flags": message.flags,
    });
    if !message.reactions.is_empty() {
        let reactions = message.reactions.iter().map(|reaction| {
            let me = reaction.users.contains(&world.bot_id());
            json!({
                "count": reaction.users.len(), "count_details": { "burst": 0, "normal": reaction.users.len() },
                "me": me, "me_burst": false, "burst_colors": [], "emoji": { "id": null, "name": reaction.emoji },
            })
        });
        value["reactions"] = reactions.collect();
    }
    if let Some(nonce) = &message.nonce {
        value["nonce"] = nonce.clone();
    }
    if let Some(origin) = &message.origin {
        let who = user(world, origin.user_id);
        let application_id = world.bot_id().to_string();
        let metadata = interaction_metadata(world, message.channel_id, origin);
        merge(
            &mut value,
            json!({
                "application_id": application_id, "webhook_id": application_id,
                "type": if origin.kind == 2 { 20 } else { 0 },
                "interaction_metadata": metadata,
                "interaction": {
                    "id": origin.interaction_id.to_string(), "type": origin.kind, "name": origin.name, "user": who,
                },
            }),
        );
    }
    value
}

/// The interaction that a message answers. For a component it names its message, for a modal the interaction that
/// opened it.
fn interaction_metadata(world: &World, channel_id: u64, origin: &Origin) -> Value {
    let mut value = json!({
        "id": origin.interaction_id.to_string(), "type": origin.kind, "user": user(world, origin.user_id),
        "authorizing_integration_owners": installed_in(world, channel_id),
    });
    match (&origin.opened_by, origin.source_message) {
        (Some(opened_by), _) => {
            value["triggering_interaction_metadata"] = interaction_metadata(world, channel_id, opened_by)
        }
        (None, Some(message)) => value["interacted_message_id"] = json!(message.to_string()),
        (None, None) => {}
    }
    value
}

/// `authorizing_integration_owners`: the guild, or 0 in the bot's DM.
pub(super) fn installed_in(world: &World, channel_id: u64) -> Value {
    json!({ "0": guild_of(world, channel_id).unwrap_or(0).to_string() })
}

/// Replaces `attachment://name` with the URL of the file.
fn embed_with_links(mut embed: Value, files: &[Value]) -> Value {
    let places = [
        ("image", "url"),
        ("thumbnail", "url"),
        ("footer", "icon_url"),
        ("author", "icon_url"),
    ];
    for (part, key) in places {
        let Some(name) = embed[part][key]
            .as_str()
            .and_then(|url| url.strip_prefix("attachment://"))
        else {
            continue;
        };
        if let Some(file) = files.iter().find(|file| file["filename"] == name) {
            let url = file["url"].clone();
            embed[part][key] = url;
        }
    }
    embed
}

pub(super) fn command(world: &World, command: &Command) -> Value {
    let mut value = json!({
        "id": command.id.to_string(), "application_id": world.bot_id().to_string(),
        "version": command.version.to_string(), "type": 1, "name_localizations": null,
        "description_localizations": null, "default_member_permissions": null, "dm_permission": true, "nsfw": false,
        "contexts": null, "integration_types": [0],
    });
    if let Some(guild_id) = command.guild_id {
        value["guild_id"] = json!(guild_id.to_string());
    }
    merge(&mut value, command.body.clone());
    value
}

/// A user's permissions in a channel, as in interactions.
pub(super) fn permissions_in(world: &World, user_id: u64, channel_id: u64) -> String {
    let channel = world.channels.get(&channel_id);
    channel
        .map_or(0, |channel| permissions::in_channel(world, user_id, channel))
        .to_string()
}

/// Sets every field of `extra` in `value`, replacing existing ones.
pub(super) fn merge(value: &mut Value, extra: Value) {
    if let (Value::Object(map), Value::Object(extra)) = (value, extra) {
        map.extend(extra);
    }
}
