//! Threads of a channel: creating, joining, archiving, deleting.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::call::{Answer, Call, path_id};
use super::error::{ApiError, Problems, Result};
use super::need;
use crate::sandbox::gateway::emit;
use crate::sandbox::model::{Change, Channel, Message, Thread, channel_kind, message_flag};
use crate::sandbox::permissions;
use crate::sandbox::snowflake;
use crate::sandbox::wire;
use crate::sandbox::world::World;

const NAME_CHARS_MAX: usize = 100;
/// The type of the message that announces a new thread in its channel.
const THREAD_CREATED: u8 = 18;

/// `POST /channels/{channel.id}/threads`: creates a thread that does not start from a message.
pub(super) fn create(world: &mut World, call: &Call, channel_id: u64) -> Result<Answer> {
    let kind = match call.body["type"].as_u64() {
        Some(11) => channel_kind::PUBLIC_THREAD,
        None | Some(12) => channel_kind::PRIVATE_THREAD,
        Some(_) => {
            return Err(Problems::one(
                "type",
                "BASE_TYPE_CHOICES",
                "Value must be one of (10, 11, 12).",
            ));
        }
    };
    let id = world.next_id();
    let thread = make(world, call, channel_id, id, kind)?;
    if kind == channel_kind::PUBLIC_THREAD {
        announce(world, call.actor, &thread);
    }
    Ok(Answer::created(wire::channel(world, &thread)))
}

/// `POST /channels/{channel.id}/messages/{message.id}/threads`: creates a thread that starts from a message and has its
/// id.
pub(super) fn create_from(world: &mut World, call: &Call, channel_id: u64, message: &str) -> Result<Answer> {
    let mut message = need::message(world, channel_id, message)?;
    if world.channels.contains_key(&message.id) {
        let text = "A thread has already been created for this message";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 160_004, text));
    }
    let thread = make(world, call, channel_id, message.id, channel_kind::PUBLIC_THREAD)?;
    message.flags |= message_flag::HAS_THREAD;
    world.commit(Change::Message(Box::new(message.clone())));
    emit::message_updated(world, &message);
    Ok(Answer::created(wire::channel(world, &thread)))
}

fn make(world: &mut World, call: &Call, channel_id: u64, id: u64, kind: u8) -> Result<Channel> {
    let wanted = if kind == channel_kind::PRIVATE_THREAD {
        permissions::CREATE_PRIVATE_THREADS
    } else {
        permissions::CREATE_PUBLIC_THREADS
    };
    let parent = need::in_channel(world, call.actor, channel_id, wanted)?;
    if parent.kind != channel_kind::TEXT {
        return Err(ApiError::wrong_channel_kind());
    }
    let name = call.body["name"].as_str().unwrap_or_default();
    let mut problems = Problems::default();
    problems.text("name", name, 1, NAME_CHARS_MAX);
    problems.into_result()?;
    let mut thread = Channel::named(id, kind, name);
    thread.guild_id = parent.guild_id;
    thread.position = parent.position;
    thread.parent_id = Some(channel_id);
    thread.thread = Some(Thread {
        owner_id: call.actor,
        members: vec![call.actor],
        archived: false,
        locked: false,
        archived_at_ms: snowflake::now_ms(),
    });
    world.commit(Change::Channel(thread.clone()));
    emit::thread(world, "THREAD_CREATE", &thread);
    Ok(thread)
}

/// Posts the message that announces a new thread in its channel. Its content is the thread's name.
fn announce(world: &mut World, author_id: u64, thread: &Channel) {
    let message = Message {
        id: world.next_id(),
        channel_id: thread.parent_id.unwrap_or_default(),
        author_id,
        content: thread.name.clone(),
        system: Some(THREAD_CREATED),
        reply_to: None,
        ..Message::default()
    };
    world.commit(Change::Message(Box::new(message.clone())));
    emit::message_created(world, &message);
}

/// `PATCH /channels/{thread.id}`: changes its name, and whether it is archived or locked.
pub(super) fn edit(world: &mut World, call: &Call, mut channel: Channel) -> Result<Answer> {
    let held = permissions::in_channel(world, call.actor, &channel);
    let manages = held & permissions::MANAGE_THREADS != 0;
    let Some(thread) = &mut channel.thread else {
        return Err(ApiError::wrong_channel_kind());
    };
    let asks_for_more = call.body["locked"].is_boolean() || thread.locked;
    if !manages && (asks_for_more || thread.owner_id != call.actor) {
        return Err(ApiError::missing_permissions());
    }
    thread.locked = call.body["locked"].as_bool().unwrap_or(thread.locked);
    if let Some(archived) = call.body["archived"].as_bool() {
        thread.archived = archived;
        thread.archived_at_ms = snowflake::now_ms();
    }
    if let Some(name) = call.body["name"].as_str() {
        let mut problems = Problems::default();
        problems.text("name", name, 1, NAME_CHARS_MAX);
        problems.into_result()?;
        name.clone_into(&mut channel.name);
    }
    world.commit(Change::Channel(channel.clone()));
    emit::thread(world, "THREAD_UPDATE", &channel);
    Ok(Answer::ok(wire::channel(world, &channel)))
}

/// `DELETE /channels/{thread.id}`.
pub(super) fn delete(world: &mut World, call: &Call, thread: &Channel) -> Result<Answer> {
    need::in_channel(world, call.actor, thread.id, permissions::MANAGE_THREADS)?;
    let value = wire::channel(world, thread);
    emit::thread_deleted(world, thread);
    world.commit(Change::ChannelGone(thread.id));
    Ok(Answer::ok(value))
}

/// `/channels/{thread.id}/thread-members`.
pub(super) fn members(world: &mut World, call: &Call, id: u64, rest: &[&str]) -> Result<Answer> {
    let mut channel = need::in_channel(world, call.actor, id, permissions::VIEW_CHANNEL)?.clone();
    let Some(thread) = &mut channel.thread else {
        return Err(ApiError::wrong_channel_kind());
    };
    let user_id = match rest {
        [] if call.method == Method::GET => {
            let members = thread.members.clone();
            let members = members.into_iter().map(|user| wire::thread_member(id, user));
            return Ok(Answer::ok(members.collect()));
        }
        ["@me"] => call.actor,
        [user] => path_id(user, "user_id")?,
        _ => return Err(ApiError::no_route()),
    };
    match call.method {
        Method::PUT => follow(world, id, &[user_id]),
        Method::DELETE => {
            thread.members.retain(|member| *member != user_id);
            world.commit(Change::Channel(channel));
        }
        _ => return Err(ApiError::no_route()),
    }
    Ok(Answer::Empty)
}

/// `GET /guilds/{guild.id}/threads/active`: the open threads that the caller can see.
pub(super) fn active(world: &World, call: &Call, guild_id: u64) -> Answer {
    let threads = wire::threads(world, guild_id, call.actor);
    Answer::ok(json!({ "threads": threads, "members": [] }))
}

/// Fails if the thread is locked and the caller cannot manage threads, or if it is archived. A new message is allowed
/// in an archived thread; it reopens the thread.
pub(in crate::sandbox) fn must_be_open(world: &World, actor: u64, channel: &Channel, is_new: bool) -> Result<()> {
    let Some(thread) = &channel.thread else { return Ok(()) };
    let manages = permissions::in_channel(world, actor, channel) & permissions::MANAGE_THREADS != 0;
    if (thread.locked && !manages) || (thread.archived && !is_new) {
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 50083, "Thread is archived"));
    }
    Ok(())
}

/// Adds people who write in a thread or are mentioned there to its members, and reopens it if it is archived. A bot
/// that is added to a private thread is told about the thread first.
pub(in crate::sandbox) fn follow(world: &mut World, channel_id: u64, users: &[u64]) {
    let Some(mut channel) = world.channels.get(&channel_id).cloned() else {
        return;
    };
    let guild_id = channel.guild_id;
    let parent = channel.parent_id.and_then(|id| world.channels.get(&id));
    let (Some(thread), Some(parent)) = (&mut channel.thread, parent) else {
        return;
    };
    let reads = |id: u64| permissions::in_channel(world, id, parent) & permissions::VIEW_CHANNEL != 0;
    let known = thread.members.clone();
    let came: Vec<u64> = users
        .iter()
        .copied()
        .filter(|id| !known.contains(id) && world.member(guild_id, *id).is_some() && reads(*id))
        .collect();
    let opens = thread.archived;
    if came.is_empty() && !opens {
        return;
    }
    thread.members.extend(&came);
    thread.archived = false;
    world.commit(Change::Channel(channel.clone()));
    if came.contains(&world.bot_id()) {
        emit::joined_thread(world, &channel);
    }
    if opens {
        emit::thread(world, "THREAD_UPDATE", &channel);
    }
}

/// Removes somebody who left the guild from its threads.
pub(super) fn forget(world: &mut World, guild_id: u64, user_id: u64) {
    let followed: Vec<Channel> = world
        .threads_of(guild_id)
        .filter(|channel| {
            channel
                .thread
                .as_ref()
                .is_some_and(|one| one.members.contains(&user_id))
        })
        .cloned()
        .collect();
    for mut channel in followed {
        if let Some(thread) = &mut channel.thread {
            thread.members.retain(|member| *member != user_id);
        }
        world.commit(Change::Channel(channel));
    }
}

/// The request body for a thread that a person makes.
pub(in crate::sandbox) fn body(name: &str, is_private: bool) -> Value {
    let kind = if is_private {
        channel_kind::PRIVATE_THREAD
    } else {
        channel_kind::PUBLIC_THREAD
    };
    json!({ "name": name, "type": kind })
}
