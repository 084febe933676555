//! The first response to an interaction, which is possible once and within three seconds.

use serde_json::{Value, json};

use super::call::{Answer, Call, Upload, path_id};
use super::error::{ApiError, Problems, Result};
use super::messages::{self, Envelope};
use crate::sandbox::gateway::emit;
use crate::sandbox::model::{Change, Interaction, Message, interaction_kind, message_flag};
use crate::sandbox::snowflake;
use crate::sandbox::validate::{command, modal};
use crate::sandbox::wire;
use crate::sandbox::world::{FirstResponse, World};

/// How long Discord waits for the first response, in milliseconds.
pub(in crate::sandbox) const FIRST_RESPONSE_MS_MAX: i64 = 3_000;

mod callback_kind {
    pub(super) const PONG: u64 = 1;
    pub(super) const MESSAGE: u64 = 4;
    pub(super) const DEFERRED_MESSAGE: u64 = 5;
    pub(super) const DEFERRED_UPDATE: u64 = 6;
    pub(super) const UPDATE: u64 = 7;
    pub(super) const AUTOCOMPLETE: u64 = 8;
    pub(super) const MODAL: u64 = 9;
}

pub(super) fn callback(world: &mut World, call: &Call, id: &str, token: &str) -> Result<Answer> {
    let id = path_id(id, "interaction_id")?;
    let found = world
        .interactions
        .get(&id)
        .filter(|interaction| interaction.token == token);
    let mut interaction = found.cloned().ok_or_else(ApiError::unknown_interaction)?;
    if interaction.answered {
        return Err(ApiError::already_acknowledged());
    }
    if FIRST_RESPONSE_MS_MAX < snowflake::now_ms() - snowflake::created_at_ms(id) {
        return Err(ApiError::unknown_interaction());
    }
    let kind = call.body["type"].as_u64().unwrap_or_default();
    let first = answer(world, &mut interaction, kind, &call.body["data"], &call.files)?;
    interaction.answered = true;
    world.commit(Change::Interaction(interaction.clone()));
    if let Some(waiting) = world.waiting.remove(&id) {
        // If the person has closed the page, nobody waits for it.
        let _ = waiting.send(first.clone());
    }
    if call.query.get("with_response").is_none_or(|given| given != "true") {
        return Ok(Answer::Empty);
    }
    Ok(Answer::ok(with_response(world, &interaction, kind)))
}

fn with_response(world: &World, interaction: &Interaction, kind: u64) -> Value {
    let mut resource = json!({ "type": kind });
    let mut about = json!({ "id": interaction.id.to_string(), "type": interaction.kind });
    if let Some(message) = interaction
        .original
        .and_then(|id| world.message(interaction.channel_id, id))
    {
        about["response_message_id"] = json!(message.id.to_string());
        about["response_message_loading"] = json!(message.flags & message_flag::LOADING != 0);
        about["response_message_ephemeral"] = json!(message.only_for.is_some());
        if matches!(kind, callback_kind::MESSAGE | callback_kind::UPDATE) {
            resource["message"] = wire::message(world, message);
        }
    }
    json!({ "interaction": about, "resource": resource })
}

fn answer(
    world: &mut World,
    interaction: &mut Interaction,
    kind: u64,
    data: &Value,
    files: &[Upload],
) -> Result<FirstResponse> {
    // While an option is typed, the bot can only answer with choices.
    if interaction.kind == interaction_kind::AUTOCOMPLETE {
        return choices(kind, data);
    }
    match kind {
        callback_kind::MESSAGE => {
            let envelope = envelope(interaction, is_ephemeral(data));
            let message = messages::write(world, envelope, data, files)?;
            interaction.original = Some(message.id);
            Ok(FirstResponse::Message(message.id))
        }
        callback_kind::DEFERRED_MESSAGE => {
            let message = thinking(world, envelope(interaction, is_ephemeral(data)));
            interaction.original = Some(message.id);
            Ok(FirstResponse::DeferredMessage(message.id))
        }
        callback_kind::DEFERRED_UPDATE => {
            let source = source(world, interaction)?;
            interaction.original = Some(source.id);
            Ok(FirstResponse::DeferredUpdate(source.id))
        }
        callback_kind::UPDATE => {
            let source = source(world, interaction)?;
            let message = messages::change(world, source, &without_flags(data), files)?;
            interaction.original = Some(message.id);
            Ok(FirstResponse::Update(message.id))
        }
        callback_kind::MODAL if interaction.kind != interaction_kind::MODAL => {
            let mut problems = Problems::default();
            modal::check(data, &mut problems);
            problems.into_result()?;
            interaction.modal = Some(data.clone());
            Ok(FirstResponse::Modal(data.clone()))
        }
        callback_kind::PONG | callback_kind::AUTOCOMPLETE | callback_kind::MODAL => Err(does_not_fit()),
        _ => Err(Problems::one(
            "type",
            "BASE_TYPE_CHOICES",
            "Value must be one of (4, 5, 6, 7, 8, 9).",
        )),
    }
}

fn choices(kind: u64, data: &Value) -> Result<FirstResponse> {
    if kind != callback_kind::AUTOCOMPLETE {
        return Err(does_not_fit());
    }
    let mut problems = Problems::default();
    command::check_choices("data", data, &mut problems);
    problems.into_result()?;
    Ok(FirstResponse::Choices(data["choices"].clone()))
}

fn does_not_fit() -> ApiError {
    Problems::one(
        "type",
        "INTERACTION_CALLBACK_TYPE_INVALID",
        "This answer does not fit the interaction.",
    )
}

pub(super) fn is_ephemeral(data: &Value) -> bool {
    data["flags"].as_u64().unwrap_or(0) & message_flag::EPHEMERAL != 0
}

/// An update cannot change whether a message is ephemeral; Discord ignores the flag.
fn without_flags(data: &Value) -> Value {
    let mut data = data.clone();
    if let Some(map) = data.as_object_mut() {
        map.remove("flags");
    }
    data
}

fn source(world: &World, interaction: &Interaction) -> Result<Message> {
    let id = interaction.source_message.ok_or_else(|| {
        Problems::one(
            "type",
            "INTERACTION_CALLBACK_TYPE_INVALID",
            "There is no message to update.",
        )
    })?;
    world
        .message(interaction.channel_id, id)
        .cloned()
        .ok_or_else(ApiError::unknown_message)
}

pub(super) fn envelope(interaction: &Interaction, ephemeral: bool) -> Envelope {
    Envelope {
        channel_id: interaction.channel_id,
        origin: Some(interaction.origin()),
        only_for: ephemeral.then_some(interaction.user_id),
    }
}

/// The message "the bot is thinking", which is shown until the actual answer arrives.
fn thinking(world: &mut World, envelope: Envelope) -> Message {
    let ephemeral = if envelope.only_for.is_some() {
        message_flag::EPHEMERAL
    } else {
        0
    };
    let message = Message {
        id: world.next_id(),
        channel_id: envelope.channel_id,
        author_id: world.bot_id(),
        flags: message_flag::LOADING | ephemeral,
        origin: envelope.origin,
        only_for: envelope.only_for,
        ..Message::default()
    };
    world.commit(Change::Message(Box::new(message.clone())));
    emit::message_created(world, &message);
    message
}
