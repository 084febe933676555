//! What a person can see.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::{ControlError, Result};
use super::people;
use crate::sandbox::hub::Hub;
use crate::sandbox::model::{Channel, Message, channel_kind};
use crate::sandbox::permissions::{self, VIEW_CHANNEL};
use crate::sandbox::rest::{self, ApiError};
use crate::sandbox::wire;
use crate::sandbox::world::World;

/// The name of a person's DM with the bot.
const DM: &str = "dm";
const MESSAGES_DEFAULT: usize = 200;

/// Selects messages of a channel: newer than `after`, older than `before` (ids), or between both.
#[derive(Debug, Deserialize)]
pub(super) struct Page {
    after: Option<u64>,
    before: Option<u64>,
    limit: Option<usize>,
}

pub(super) async fn channels(State(hub): State<Arc<Hub>>, Path(person): Path<String>) -> Result<Json<Value>> {
    let mut world = hub.world();
    let user_id = people::find(&world, &person)?.id;
    world.open_dm(user_id);
    let world = &*world;
    let mut seen: Vec<&Channel> = world
        .channels
        .values()
        .filter(|one| sees(world, user_id, one))
        .collect();
    let is_elsewhere = |channel: &Channel| channel.guild_id != world.home_id;
    seen.sort_by_key(|channel| {
        let place = (channel.recipient.is_none(), is_elsewhere(channel), channel.guild_id);
        (place, channel.position, channel.id)
    });
    Ok(Json(
        seen.into_iter().map(|channel| about(world, user_id, channel)).collect(),
    ))
}

fn about(world: &World, user_id: u64, channel: &Channel) -> Value {
    let mut value = wire::channel(world, channel);
    if channel.recipient.is_some() {
        value["name"] = json!(DM);
        value["recipients"] = json!([wire::user(world, world.bot_id())]);
    }
    let parent = channel.parent_id.and_then(|id| world.channels.get(&id));
    let category = match (&channel.thread, parent) {
        (Some(_), Some(parent)) => {
            value["thread_of"] = json!(parent.name);
            parent.parent_id.and_then(|id| world.channels.get(&id))
        }
        _ => parent,
    };
    value["category"] = json!(category.map(|one| one.name.as_str()));
    value["guild"] = json!(world.guilds.get(&channel.guild_id).map(|guild| guild.name.as_str()));
    let held = permissions::in_channel(world, user_id, channel);
    value["can_send"] = json!(held & permissions::SEND_MESSAGES != 0);
    value
}

fn sees(world: &World, user_id: u64, channel: &Channel) -> bool {
    channel.kind != channel_kind::CATEGORY && permissions::in_channel(world, user_id, channel) & VIEW_CHANNEL != 0
}

/// A channel that this person sees, by name, by id, or as `dm`. An error lists the channels. A name refers to the first
/// guild before any other; `name@guild` names the guild.
pub(super) fn find_channel(world: &mut World, user_id: u64, wanted: &str) -> Result<u64> {
    if wanted == DM {
        return Ok(world.open_dm(user_id));
    }
    let world = &*world;
    find_place(world, wanted, |channel| sees(world, user_id, channel)).map(|channel| channel.id)
}

/// The same, including categories.
pub(super) fn find_channel_or_category(world: &World, user_id: u64, wanted: &str) -> Result<u64> {
    let seen = |channel: &Channel| permissions::in_channel(world, user_id, channel) & VIEW_CHANNEL != 0;
    find_place(world, wanted, seen).map(|channel| channel.id)
}

fn find_place<'a>(world: &'a World, wanted: &str, seen: impl Fn(&Channel) -> bool) -> Result<&'a Channel> {
    let (name, guild) = match wanted.split_once('@') {
        Some((name, guild)) => (name, Some(people::find_guild(world, Some(guild))?.id)),
        None => (wanted, None),
    };
    let name = name.trim_start_matches('#');
    let wanted_id: Option<u64> = name.parse().ok();
    let mut places: Vec<&Channel> = world.channels.values().filter(|channel| seen(channel)).collect();
    places.retain(|channel| guild.is_none_or(|id| channel.guild_id == id));
    places.sort_by_key(|channel| (channel.guild_id != world.home_id, channel.id));
    let found = places
        .iter()
        .find(|channel| Some(channel.id) == wanted_id || (channel.recipient.is_none() && channel.name == name));
    found.copied().ok_or_else(|| {
        let names = places.iter().filter(|one| one.recipient.is_none());
        let names: Vec<&str> = names.map(|channel| channel.name.as_str()).collect();
        ControlError::not_found(format!(
            "this person sees no channel {wanted:?}; there are: {DM}, {}",
            names.join(", ")
        ))
    })
}

/// Fails during an outage of the channel's guild, when nobody can do anything there.
pub(super) fn must_be_available(world: &World, channel_id: u64) -> Result<()> {
    let guild = wire::guild_of(world, channel_id).and_then(|id| world.guilds.get(&id));
    if guild.is_some_and(|guild| guild.unavailable) {
        return Err(ApiError::unavailable().into());
    }
    Ok(())
}

/// Fails unless this person may do this (write, use commands) in this channel now.
pub(super) fn must_be_able_to_write(world: &World, user_id: u64, channel_id: u64, wanted: u64) -> Result<()> {
    must_be_available(world, channel_id)?;
    let channel = &world.channels[&channel_id];
    if channel.recipient.is_some() && !world.shares_guild(user_id) {
        return Err(ApiError::no_mutual_guild().into());
    }
    if permissions::in_channel(world, user_id, channel) & wanted != wanted {
        let message = format!("this person may not do that in {:?}", channel.name);
        return Err(ControlError::forbidden(message));
    }
    Ok(rest::must_be_open(world, user_id, channel, true)?)
}

pub(super) async fn messages(
    State(hub): State<Arc<Hub>>,
    Path((person, channel)): Path<(String, String)>,
    Query(page): Query<Page>,
) -> Result<Json<Value>> {
    let mut world = hub.world();
    let user_id = people::find(&world, &person)?.id;
    let channel_id = find_channel(&mut world, user_id, &channel)?;
    let Some(messages) = world.messages.get(&channel_id) else {
        return Ok(Json(json!([])));
    };
    let found = page.of(messages, user_id);
    Ok(Json(
        found
            .into_iter()
            .map(|message| wire::message(&world, message))
            .collect(),
    ))
}

impl Page {
    /// The messages of this page that this person may see, the oldest first. Without `after`, the newest ones.
    fn of<'a>(&self, messages: &'a BTreeMap<u64, Message>, user_id: u64) -> Vec<&'a Message> {
        let first = self.after.map_or(0, |after| after.saturating_add(1));
        // `BTreeMap::range` panics if the range ends before it begins. This makes it empty instead.
        let end = self.before.unwrap_or(u64::MAX).max(first);
        let limit = self.limit.unwrap_or(MESSAGES_DEFAULT);
        let seen = messages
            .range(first..end)
            .map(|(_, one)| one)
            .filter(|message| is_for(message, user_id));
        if self.after.is_some() {
            return seen.take(limit).collect();
        }
        let mut newest: Vec<&Message> = seen.rev().take(limit).collect();
        newest.reverse();
        newest
    }
}

/// For every person of any guild and every channel that they see: the newest message that somebody else wrote and they
/// can read. A page marks as unread what is newer than what it has shown.
pub(super) async fn newest(State(hub): State<Arc<Hub>>) -> Json<Value> {
    let world = hub.world();
    let people = world
        .users
        .values()
        .filter(|user| !user.bot && world.guilds_of(user.id).next().is_some());
    let newest = people.map(|user| (user.id.to_string(), newest_for(&world, user.id)));
    Json(Value::Object(newest.collect()))
}

fn newest_for(world: &World, user_id: u64) -> Value {
    let seen = world.channels.values().filter(|channel| sees(world, user_id, channel));
    let found = seen.filter_map(|channel| {
        let messages = world.messages.get(&channel.id)?;
        let mut heard = messages
            .values()
            .rev()
            .filter(|one| one.author_id != user_id && is_for(one, user_id));
        Some((channel.id.to_string(), json!(heard.next()?.id.to_string())))
    });
    Value::Object(found.collect())
}

/// An ephemeral message is for one person only.
pub(super) fn is_for(message: &Message, user_id: u64) -> bool {
    message.only_for.is_none_or(|only| only == user_id)
}

/// The message with this id, if this person can see it.
pub(super) fn find_message(world: &World, user_id: u64, id: u64) -> Result<&Message> {
    let holds = |channel: &&Channel| world.message(channel.id, id).is_some();
    let channel = world
        .channels
        .values()
        .filter(holds)
        .find(|channel| sees(world, user_id, channel));
    let message = channel
        .and_then(|channel| world.message(channel.id, id))
        .filter(|message| is_for(message, user_id));
    message.ok_or_else(|| ControlError::not_found(format!("this person sees no message {id}")))
}

/// All registered commands, for clients that offer them.
pub(super) async fn commands(State(hub): State<Arc<Hub>>) -> Json<Value> {
    let world = hub.world();
    Json(
        world
            .commands
            .values()
            .map(|command| wire::command(&world, command))
            .collect(),
    )
}
