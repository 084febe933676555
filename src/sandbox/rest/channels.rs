//! Channels: creating, reading, changing, deleting, and dispatching what is done in one.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::{Answer, Call, id_of, path_id};
use super::error::{ApiError, Problems, Result};
use super::need;
use super::{messages, overwrites, reactions, threads};
use crate::sandbox::gateway::emit;
use crate::sandbox::model::{Change, Channel, channel_kind};
use crate::sandbox::permissions;
use crate::sandbox::wire;
use crate::sandbox::world::World;

const NAME_CHARS_MAX: usize = 100;
const TOPIC_CHARS_MAX: usize = 1_024;
const SLOWMODE_S_MAX: u64 = 21_600;
/// Discord's limit of channels in a guild, categories included.
const CHANNELS_MAX: usize = 500;
/// Discord's limit of channels in a category.
const CHANNELS_IN_CATEGORY_MAX: usize = 50;

pub(super) fn route(world: &mut World, call: &Call, id: &str, rest: &[&str]) -> Result<Answer> {
    let id = path_id(id, "channel_id")?;
    if !world.channels.contains_key(&id) {
        return Err(ApiError::unknown_channel());
    }
    let guild_id = world.channels[&id].guild_id;
    if world.guilds.get(&guild_id).is_some_and(|guild| guild.unavailable) {
        return Err(ApiError::unavailable());
    }
    match (&call.method, rest) {
        (&Method::GET, []) => {
            need::in_channel(world, call.actor, id, permissions::VIEW_CHANNEL)?;
            Ok(Answer::ok(wire::channel(world, &world.channels[&id])))
        }
        (&Method::PATCH, []) => edit(world, call, id),
        (&Method::DELETE, []) => delete(world, call, id),
        (&Method::POST, ["threads"]) => threads::create(world, call, id),
        (&Method::POST, ["messages", message, "threads"]) => threads::create_from(world, call, id, message),
        (_, ["thread-members", rest @ ..]) => threads::members(world, call, id, rest),
        (_, ["messages", rest @ ..]) => messages::route(world, call, id, rest),
        (_, ["permissions", target]) => overwrites::route(world, call, id, target),
        (&Method::POST, ["typing"]) => {
            need::in_channel(world, call.actor, id, permissions::SEND_MESSAGES)?;
            Ok(Answer::Empty)
        }
        (&Method::GET, ["pins"]) => reactions::old_pins(world, call, id),
        (_, ["pins", message]) => reactions::pin(world, call, id, message),
        _ => Err(ApiError::no_route()),
    }
}

/// Creates a channel in a guild.
pub(super) fn create(world: &mut World, guild_id: u64, call: &Call) -> Result<Answer> {
    let held = permissions::in_guild(world, guild_id, call.actor);
    if held & permissions::MANAGE_CHANNELS == 0 {
        return Err(ApiError::missing_permissions());
    }
    if CHANNELS_MAX <= world.channels_of(guild_id).count() {
        let message = "Maximum number of guild channels reached (500)";
        return Err(ApiError::new(axum::http::StatusCode::BAD_REQUEST, 30013, message));
    }
    let mut channel = Channel::named(0, channel_kind::TEXT, "");
    channel.guild_id = guild_id;
    channel.position = world.channels_of(guild_id).count() as i64;
    match call.body["type"].as_u64().unwrap_or(0) {
        0 => {}
        4 => channel.kind = channel_kind::CATEGORY,
        _ => {
            return Err(Problems::one(
                "type",
                "BASE_TYPE_CHOICES",
                "The sandbox has text channels and categories only.",
            ));
        }
    }
    if call.body["name"].is_null() {
        return Err(Problems::one("name", "BASE_TYPE_REQUIRED", "This field is required"));
    }
    set_fields(world, &mut channel, &call.body)?;
    if let Some(list) = call.body["permission_overwrites"].as_array() {
        channel.overwrites = overwrites::read_list(world, guild_id, list, held)?;
    } else if let Some(parent) = channel.parent_id.and_then(|id| world.channels.get(&id)) {
        channel.overwrites.clone_from(&parent.overwrites);
    }
    channel.id = world.next_id();
    world.commit(Change::Channel(channel.clone()));
    emit::channel(world, "CHANNEL_CREATE", &channel);
    Ok(Answer::created(wire::channel(world, &channel)))
}

fn set_fields(world: &World, channel: &mut Channel, body: &Value) -> Result<()> {
    let mut problems = Problems::default();
    if let Some(name) = body["name"].as_str() {
        channel.name = channel_name(name, channel.kind);
        problems.text("name", &channel.name, 1, NAME_CHARS_MAX);
    }
    if let Some(topic) = body.get("topic") {
        channel.topic = topic.as_str().filter(|topic| !topic.is_empty()).map(str::to_owned);
        problems.text("topic", topic.as_str().unwrap_or_default(), 0, TOPIC_CHARS_MAX);
    }
    if let Some(parent) = body.get("parent_id") {
        channel.parent_id = id_of(parent);
        let is_category = |id| {
            world
                .channels
                .get(&id)
                .is_some_and(|one| one.kind == channel_kind::CATEGORY && one.guild_id == channel.guild_id)
        };
        if !parent.is_null() && !channel.parent_id.is_some_and(is_category) {
            problems.add("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist");
        } else if is_full(world, channel) {
            let message = "Maximum number of channels in category reached (50)";
            problems.add("parent_id", "CHANNEL_PARENT_MAX_CHANNELS", message);
        }
    }
    if let Some(position) = body["position"].as_i64() {
        channel.position = position;
    }
    if let Some(nsfw) = body["nsfw"].as_bool() {
        channel.nsfw = nsfw;
    }
    if let Some(seconds) = body["rate_limit_per_user"].as_u64() {
        channel.slowmode_s = seconds;
        if SLOWMODE_S_MAX < seconds {
            problems.add(
                "rate_limit_per_user",
                "NUMBER_TYPE_MAX",
                "int value should be less than or equal to 21600.",
            );
        }
    }
    problems.into_result()
}

/// Whether the category of this channel is full.
fn is_full(world: &World, channel: &Channel) -> bool {
    let others = world
        .channels
        .values()
        .filter(|one| one.parent_id.is_some() && one.parent_id == channel.parent_id && one.id != channel.id);
    CHANNELS_IN_CATEGORY_MAX <= others.count()
}

/// The name as Discord changes it: text channels have lowercase names, with one `-` instead of spaces and without most
/// signs.
fn channel_name(name: &str, kind: u8) -> String {
    if kind == channel_kind::CATEGORY {
        return name.trim().to_owned();
    }
    let lower = name.trim().to_lowercase();
    let letters = lower
        .chars()
        .map(|letter| if letter.is_whitespace() { '-' } else { letter })
        .filter(|letter| !"!\"#$%&'()*+,./:;<=>?@[\\]^`{|}~".contains(*letter));
    let mut plain = String::with_capacity(lower.len());
    for letter in letters {
        if letter != '-' || !plain.ends_with('-') {
            plain.push(letter);
        }
    }
    plain
}

fn edit(world: &mut World, call: &Call, id: u64) -> Result<Answer> {
    let mut channel = need::in_channel(world, call.actor, id, permissions::VIEW_CHANNEL)?.clone();
    if channel.recipient.is_some() {
        return Err(ApiError::wrong_channel_kind());
    }
    if channel.thread.is_some() {
        return threads::edit(world, call, channel);
    }
    need::in_channel(world, call.actor, id, permissions::MANAGE_CHANNELS)?;
    set_fields(world, &mut channel, &call.body)?;
    if let Some(list) = call.body["permission_overwrites"].as_array() {
        need::in_channel(world, call.actor, id, permissions::MANAGE_ROLES)?;
        let held = permissions::in_channel(world, call.actor, &channel);
        channel.overwrites = overwrites::read_list(world, channel.guild_id, list, held)?;
    }
    world.commit(Change::Channel(channel.clone()));
    emit::channel(world, "CHANNEL_UPDATE", &channel);
    Ok(Answer::ok(wire::channel(world, &channel)))
}

fn delete(world: &mut World, call: &Call, id: u64) -> Result<Answer> {
    let channel = need::in_channel(world, call.actor, id, permissions::VIEW_CHANNEL)?.clone();
    let value = wire::channel(world, &channel);
    if channel.recipient.is_some() {
        // Closing a DM only hides it; its messages are still there when it is opened again.
        return Ok(Answer::ok(value));
    }
    if channel.thread.is_some() {
        return threads::delete(world, call, &channel);
    }
    need::in_channel(world, call.actor, id, permissions::MANAGE_CHANNELS)?;
    let children: Vec<Channel> = world
        .channels
        .values()
        .filter(|one| one.parent_id == Some(id))
        .cloned()
        .collect();
    for mut child in children {
        if child.thread.is_some() {
            world.commit(Change::ChannelGone(child.id));
            continue;
        }
        child.parent_id = None;
        world.commit(Change::Channel(child.clone()));
        emit::channel(world, "CHANNEL_UPDATE", &child);
    }
    world.commit(Change::ChannelGone(id));
    emit::channel(world, "CHANNEL_DELETE", &channel);
    Ok(Answer::ok(value))
}

/// The channels of a guild.
pub(super) fn list(world: &World, guild_id: u64) -> Answer {
    let channels = world.channels_of(guild_id);
    Answer::ok(json!(
        channels
            .map(|channel| wire::channel(world, channel))
            .collect::<Vec<_>>()
    ))
}

#[cfg(test)]
mod tests {
    use super::channel_name;

    #[test]
    fn a_text_channel_has_a_lowercase_name_without_spaces() {
        assert_eq!(channel_name("Transacciones  David!", 0), "transacciones-david");
        assert_eq!(channel_name("a & b--c_ñ 💸", 0), "a-b-c_ñ-💸");
        assert_eq!(channel_name("Revendedores VIP", 4), "Revendedores VIP");
    }
}
