//! People edit, delete and forward messages.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::as_person::ask;
use super::error::{ControlError, Result};
use super::{people, view};
use crate::sandbox::hub::Hub;
use crate::sandbox::permissions;
use crate::sandbox::rest;
use crate::sandbox::wire;
use crate::sandbox::world::World;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Edit {
    content: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Forward {
    message_id: Value,
}

/// A person edits their own message: MESSAGE_UPDATE.
pub(super) async fn edit(
    State(hub): State<Arc<Hub>>,
    Path((person, channel, message)): Path<(String, String, u64)>,
    Json(edit): Json<Edit>,
) -> Result<Json<Value>> {
    let body = json!({ "content": edit.content });
    on_message(&mut hub.world(), [&person, &channel], message, Method::PATCH, body).map(Json)
}

/// A person deletes their own message, or any message where they may manage messages: MESSAGE_DELETE.
pub(super) async fn delete(
    State(hub): State<Arc<Hub>>,
    Path((person, channel, message)): Path<(String, String, u64)>,
) -> Result<StatusCode> {
    on_message(
        &mut hub.world(),
        [&person, &channel],
        message,
        Method::DELETE,
        Value::Null,
    )?;
    Ok(StatusCode::NO_CONTENT)
}

fn on_message(
    world: &mut World,
    [person, channel]: [&str; 2],
    message: u64,
    method: Method,
    body: Value,
) -> Result<Value> {
    let by = people::find(world, person)?.id;
    let channel = view::find_channel(world, by, channel)?.to_string();
    let path = ["channels", &channel, "messages", &message.to_string()];
    ask(world, by, method, &path, body)
}

/// A person forwards a message that they see to this channel, with its current content.
pub(super) async fn forward(
    State(hub): State<Arc<Hub>>,
    Path((person, channel)): Path<(String, String)>,
    Json(forward): Json<Forward>,
) -> Result<Json<Value>> {
    let mut world = hub.world();
    let world = &mut *world;
    let by = people::find(world, &person)?.id;
    let id = rest::id_of(&forward.message_id);
    let id = id.ok_or_else(|| ControlError::refused("message_id is a message id"))?;
    let source = view::find_message(world, by, id)?.channel_id;
    let channel_id = view::find_channel(world, by, &channel)?;
    view::must_be_able_to_write(world, by, channel_id, permissions::SEND_MESSAGES)?;
    let message = rest::forward(world, by, channel_id, (source, id))?;
    Ok(Json(wire::message(world, &message)))
}
