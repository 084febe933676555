//! A person writes a message.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::error::{ControlError, Result};
use super::{people, view};
use crate::sandbox::hub::Hub;
use crate::sandbox::model::Message;
use crate::sandbox::permissions;
use crate::sandbox::rest::{self, NewFile};
use crate::sandbox::wire::{self, ATTACHMENT_BYTES_MAX};
use crate::sandbox::world::World;

/// The longest text of a person without Nitro, in characters.
const CONTENT_CHARS_MAX: usize = 2_000;
const FILES_MAX: usize = 10;

/// A file that a person attaches.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GivenFile {
    name: String,
    base64: String,
    /// The declared type, whatever the bytes are. By default it follows from the name; `null` means that none is
    /// declared.
    #[serde(default, deserialize_with = "given")]
    content_type: Option<Option<String>>,
    description: Option<String>,
    width: Option<u32>,
    height: Option<u32>,
    /// Whether it is hidden until somebody clicks on it.
    #[serde(default)]
    spoiler: bool,
}

/// Distinguishes a field that is `null` from a missing one.
fn given<'de, D: Deserializer<'de>>(value: D) -> std::result::Result<Option<Option<String>>, D::Error> {
    Option::deserialize(value).map(Some)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Say {
    #[serde(default)]
    content: String,
    reply_to: Option<Value>,
    #[serde(default)]
    files: Vec<GivenFile>,
}

impl GivenFile {
    /// Stores the file for a message in this channel, and returns its id.
    pub(super) fn keep(&self, world: &mut World, channel_id: u64) -> Result<u64> {
        let bytes = self.bytes()?;
        let name = if self.spoiler {
            format!("{}{}", wire::SPOILER, self.name)
        } else {
            self.name.clone()
        };
        let mut file = NewFile::named(&name, &bytes);
        file.description.clone_from(&self.description);
        if let Some(content_type) = &self.content_type {
            file.content_type.clone_from(content_type);
        }
        if let (Some(width), Some(height)) = (self.width, self.height) {
            file.width_and_height = Some((width, height));
        }
        Ok(rest::keep_file(world, channel_id, file)?)
    }

    /// The bytes, if they are valid base64 and not too large.
    fn bytes(&self) -> Result<Vec<u8>> {
        let bytes = STANDARD.decode(self.base64.trim());
        let bytes = bytes.map_err(|error| ControlError::refused(format!("{:?} is not base64: {error}", self.name)))?;
        if ATTACHMENT_BYTES_MAX < bytes.len() {
            return Err(ControlError::refused(format!("{:?} is larger than 10 MiB", self.name)));
        }
        Ok(bytes)
    }
}

pub(super) async fn say(
    State(hub): State<Arc<Hub>>,
    Path((person, channel)): Path<(String, String)>,
    Json(say): Json<Say>,
) -> Result<Json<Value>> {
    for file in &say.files {
        file.bytes()?;
    }
    if say.content.trim().is_empty() && say.files.is_empty() {
        return Err(ControlError::refused("there is nothing to say: give content or files"));
    }
    if FILES_MAX < say.files.len() {
        return Err(ControlError::refused("a message has at most 10 files"));
    }
    if CONTENT_CHARS_MAX < say.content.chars().count() {
        return Err(ControlError::refused("a message has at most 2000 characters"));
    }
    let mut world = hub.world();
    let world = &mut *world;
    let user_id = people::find(world, &person)?.id;
    let channel_id = view::find_channel(world, user_id, &channel)?;
    view::must_be_able_to_write(world, user_id, channel_id, permissions::SEND_MESSAGES)?;
    let reply_to = say
        .reply_to
        .as_ref()
        .map(|id| answered(world, user_id, channel_id, id))
        .transpose()?;
    let mut attachments = Vec::with_capacity(say.files.len());
    for file in &say.files {
        attachments.push(file.keep(world, channel_id)?);
    }
    let message = new_message(world, user_id, channel_id, &say.content, reply_to, attachments);
    let message = rest::post(world, message);
    Ok(Json(wire::message(world, &message)))
}

fn answered(world: &World, user_id: u64, channel_id: u64, id: &Value) -> Result<u64> {
    let id = rest::id_of(id).ok_or_else(|| ControlError::refused("reply_to is a message id"))?;
    let message = view::find_message(world, user_id, id)?;
    if message.channel_id != channel_id {
        return Err(ControlError::refused("one can only reply in the same channel"));
    }
    Ok(id)
}

fn new_message(
    world: &mut World,
    user_id: u64,
    channel_id: u64,
    content: &str,
    reply_to: Option<u64>,
    attachments: Vec<u64>,
) -> Message {
    let named = rest::mentions_in(content);
    let mut mentions = named.users;
    mentions.retain(|id| world.users.contains_key(id));
    let first_author = reply_to
        .and_then(|id| world.message(channel_id, id))
        .map(|first| first.author_id);
    mentions.extend(first_author.filter(|id| !mentions.contains(id)));
    let held = permissions::in_channel(world, user_id, &world.channels[&channel_id]);
    let id = world.next_id();
    Message {
        id,
        channel_id,
        author_id: user_id,
        content: content.trim().to_owned(),
        attachments,
        mentions,
        mention_roles: named.roles,
        mention_everyone: named.everyone && held & permissions::MENTION_EVERYONE != 0,
        reply_to,
        ..Message::default()
    }
}
