//! People make threads in a channel, add others to them, archive and lock them.

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
use crate::sandbox::rest;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewThread {
    name: String,
    /// The message with which it begins. Such a thread is public.
    message_id: Option<Value>,
    #[serde(default)]
    private: bool,
    /// People, and the bot by its name, who are added to it.
    #[serde(default)]
    with: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeThread {
    name: Option<String>,
    archived: Option<bool>,
    locked: Option<bool>,
}

/// Returns the thread as Discord shows it. A thread is a channel: its id (or name) can be used wherever a channel is
/// named.
pub(super) async fn create(
    State(hub): State<Arc<Hub>>,
    Path((person, channel)): Path<(String, String)>,
    Json(new): Json<NewThread>,
) -> Result<(StatusCode, Json<Value>)> {
    let mut world = hub.world();
    let world = &mut *world;
    let by = people::find(world, &person)?.id;
    let channel = view::find_channel(world, by, &channel)?.to_string();
    let body = rest::thread_body(&new.name, new.private);
    let thread = match &new.message_id {
        None => ask(world, by, Method::POST, &["channels", &channel, "threads"], body)?,
        Some(id) => {
            let id = rest::id_of(id).ok_or_else(|| ControlError::refused("message_id is a message id"))?;
            let path = ["channels", &channel, "messages", &id.to_string(), "threads"];
            ask(world, by, Method::POST, &path, body)?
        }
    };
    let id = thread["id"].as_str().unwrap_or_default().to_owned();
    for name in &new.with {
        let user = people::find_any(world, name)?.id.to_string();
        let path = ["channels", &id, "thread-members", &user];
        ask(world, by, Method::PUT, &path, Value::Null)?;
    }
    Ok((StatusCode::CREATED, Json(thread)))
}

pub(super) async fn change(
    State(hub): State<Arc<Hub>>,
    Path((person, thread)): Path<(String, String)>,
    Json(change): Json<ChangeThread>,
) -> Result<Json<Value>> {
    let mut world = hub.world();
    let world = &mut *world;
    let by = people::find(world, &person)?.id;
    let id = view::find_channel(world, by, &thread)?.to_string();
    let mut body = json!({});
    let flags = [("archived", change.archived), ("locked", change.locked)];
    for (key, flag) in flags {
        if let Some(flag) = flag {
            body[key] = json!(flag);
        }
    }
    if let Some(name) = change.name {
        body["name"] = json!(name);
    }
    ask(world, by, Method::PATCH, &["channels", &id], body).map(Json)
}
