//! Further messages of an interaction, for fifteen minutes after it: `/webhooks/{application}/{token}`.

use axum::http::Method;

use super::call::{Answer, Call, path_id};
use super::error::{ApiError, Result};
use super::interactions::{envelope, is_ephemeral};
use super::messages;
use crate::sandbox::model::{Interaction, Message, message_flag};
use crate::sandbox::snowflake;
use crate::sandbox::wire;
use crate::sandbox::world::{TOKEN_LIFE_MS, World};

pub(super) fn route(world: &mut World, call: &Call, app: &str, token: &str, rest: &[&str]) -> Result<Answer> {
    if path_id(app, "webhook_id")? != world.bot_id() {
        return Err(ApiError::unknown_webhook());
    }
    let id = world.tokens.get(token).ok_or_else(ApiError::unknown_webhook)?;
    let interaction = world
        .interactions
        .get(id)
        .cloned()
        .ok_or_else(ApiError::unknown_webhook)?;
    if !interaction.answered {
        return Err(ApiError::unknown_webhook());
    }
    if TOKEN_LIFE_MS < snowflake::now_ms() - snowflake::created_at_ms(interaction.id) {
        return Err(ApiError::expired_token());
    }
    match (&call.method, rest) {
        (&Method::POST, []) => follow_up(world, call, &interaction),
        (&Method::GET, ["messages", id]) => {
            let message = find(world, &interaction, id)?;
            Ok(Answer::ok(wire::message(world, &message)))
        }
        (&Method::PATCH, ["messages", id]) => {
            let message = find(world, &interaction, id)?;
            let message = messages::change(world, message, &call.body, &call.files)?;
            Ok(Answer::ok(wire::message(world, &message)))
        }
        (&Method::DELETE, ["messages", id]) => {
            let message = find(world, &interaction, id)?;
            messages::remove(world, &message);
            Ok(Answer::Empty)
        }
        _ => Err(ApiError::no_route()),
    }
}

/// The first follow-up of a deferred response replaces the message "thinking", as on Discord.
fn follow_up(world: &mut World, call: &Call, interaction: &Interaction) -> Result<Answer> {
    let original = interaction
        .original
        .and_then(|id| world.message(interaction.channel_id, id))
        .cloned();
    let message = match original.filter(|message| message.flags & message_flag::LOADING != 0) {
        Some(thinking) => {
            let mut body = call.body.clone();
            if let Some(map) = body.as_object_mut() {
                // Fields that are valid only for new messages.
                for field in ["nonce", "enforce_nonce", "message_reference", "sticker_ids", "flags"] {
                    map.remove(field);
                }
            }
            messages::change(world, thinking, &body, &call.files)?
        }
        None => {
            let envelope = envelope(interaction, is_ephemeral(&call.body));
            messages::write(world, envelope, &call.body, &call.files)?
        }
    };
    Ok(Answer::ok(wire::message(world, &message)))
}

/// A message that belongs to this interaction: the original, a follow-up, or the one whose component was used.
fn find(world: &World, interaction: &Interaction, id: &str) -> Result<Message> {
    let original = interaction.original;
    let id = if id == "@original" {
        original.ok_or_else(ApiError::unknown_message)?
    } else {
        path_id(id, "message_id")?
    };
    let message = world
        .message(interaction.channel_id, id)
        .ok_or_else(ApiError::unknown_message)?;
    let own = message
        .origin
        .as_ref()
        .is_some_and(|origin| origin.interaction_id == interaction.id);
    if own || original == Some(id) || interaction.source_message == Some(id) {
        return Ok(message.clone());
    }
    Err(ApiError::unknown_message())
}
