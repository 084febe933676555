//! Reactions and pins of a message.

use axum::http::Method;

use super::call::{Answer, Call, path_id};
use super::error::{ApiError, Result};
use super::need;
use crate::sandbox::gateway::emit;
use crate::sandbox::model::{Change, Message, Reaction};
use crate::sandbox::permissions;
use crate::sandbox::wire;
use crate::sandbox::world::World;

pub(super) fn route(world: &mut World, call: &Call, channel_id: u64, id: &str, rest: &[&str]) -> Result<Answer> {
    need::in_channel(world, call.actor, channel_id, permissions::READ_MESSAGE_HISTORY)?;
    let message = need::message(world, channel_id, id)?;
    let actor = call.actor;
    match (&call.method, rest) {
        (&Method::PUT, [emoji, "@me"]) => {
            let known = message.reactions.iter().any(|reaction| reaction.emoji == *emoji);
            if !known {
                need::in_channel(world, call.actor, channel_id, permissions::ADD_REACTIONS)?;
            }
            add(world, message, emoji, actor);
        }
        (&Method::DELETE, [emoji, "@me"]) => remove(world, message, emoji, actor),
        (&Method::DELETE, [emoji, user]) => {
            need::in_channel(world, call.actor, channel_id, permissions::MANAGE_MESSAGES)?;
            let user = path_id(user, "user_id")?;
            remove(world, message, emoji, user);
        }
        (&Method::DELETE, []) => {
            need::in_channel(world, call.actor, channel_id, permissions::MANAGE_MESSAGES)?;
            let mut message = message;
            message.reactions.clear();
            world.commit(Change::Message(Box::new(message)));
        }
        (&Method::GET, [emoji]) => {
            let found = message.reactions.iter().find(|reaction| reaction.emoji == *emoji);
            let users = found.map(|reaction| reaction.users.as_slice()).unwrap_or_default();
            return Ok(Answer::ok(users.iter().map(|id| wire::user(world, *id)).collect()));
        }
        _ => return Err(ApiError::no_route()),
    }
    Ok(Answer::Empty)
}

fn add(world: &mut World, mut message: Message, emoji: &str, user_id: u64) {
    match message.reactions.iter_mut().find(|reaction| reaction.emoji == emoji) {
        Some(reaction) if reaction.users.contains(&user_id) => return,
        Some(reaction) => reaction.users.push(user_id),
        None => message.reactions.push(Reaction {
            emoji: emoji.to_owned(),
            users: vec![user_id],
        }),
    }
    world.commit(Change::Message(Box::new(message.clone())));
    emit::reaction(world, "MESSAGE_REACTION_ADD", &message, user_id, emoji);
}

fn remove(world: &mut World, mut message: Message, emoji: &str, user_id: u64) {
    for reaction in message.reactions.iter_mut().filter(|reaction| reaction.emoji == emoji) {
        reaction.users.retain(|id| *id != user_id);
    }
    message.reactions.retain(|reaction| !reaction.users.is_empty());
    world.commit(Change::Message(Box::new(message.clone())));
    emit::reaction(world, "MESSAGE_REACTION_REMOVE", &message, user_id, emoji);
}

/// Pins or unpins a message.
pub(super) fn pin(world: &mut World, call: &Call, channel_id: u64, id: &str) -> Result<Answer> {
    let pinned = match call.method {
        Method::PUT => true,
        Method::DELETE => false,
        _ => return Err(ApiError::no_route()),
    };
    need::in_channel(world, call.actor, channel_id, permissions::MANAGE_MESSAGES)?;
    let mut message = need::message(world, channel_id, id)?;
    message.pinned = pinned;
    world.commit(Change::Message(Box::new(message.clone())));
    emit::message_updated(world, &message);
    Ok(Answer::Empty)
}

/// `GET /channels/{id}/pins`: the older route, which serenity uses.
pub(super) fn old_pins(world: &World, call: &Call, channel_id: u64) -> Result<Answer> {
    need::in_channel(world, call.actor, channel_id, permissions::VIEW_CHANNEL)?;
    let messages = world
        .messages
        .get(&channel_id)
        .into_iter()
        .flat_map(|messages| messages.values().rev());
    let pinned = messages.filter(|message| message.pinned);
    Ok(Answer::ok(
        pinned.map(|message| wire::message(world, message)).collect(),
    ))
}
