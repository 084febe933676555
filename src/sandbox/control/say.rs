//! A person writes.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

use super::{ControlError, Result, people, view};
use crate::sandbox::gateway::emit;
use crate::sandbox::hub::Hub;
use crate::sandbox::model::{Change, Message};
use crate::sandbox::permissions;
use crate::sandbox::rest;
use crate::sandbox::wire::{self, ATTACHMENT_BYTES_MAX};
use crate::sandbox::world::World;

/// Longest text of a person without Nitro, characters.
const CONTENT_CHARS_MAX: usize = 2_000;

/// A file a person attaches.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GivenFile {
    pub name: String,
    pub base64: String,
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
    /// The bytes, if they are base64 and not too many.
    pub(super) fn bytes(&self) -> Result<Vec<u8>> {
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
    let mut files = Vec::with_capacity(say.files.len());
    for file in &say.files {
        files.push((file.name.clone(), file.bytes()?));
    }
    if say.content.trim().is_empty() && files.is_empty() {
        return Err(ControlError::refused("there is nothing to say: give content or files"));
    }
    if CONTENT_CHARS_MAX < say.content.chars().count() {
        return Err(ControlError::refused("a message has at most 2000 characters"));
    }
    let mut world = hub.world();
    let world = &mut *world;
    let user_id = people::find(world, &person)?.id;
    let channel_id = view::find_channel(world, user_id, &channel)?;
    view::must_be_available(world, channel_id)?;
    view::must_share_a_guild(world, user_id, channel_id)?;
    let held = permissions::in_channel(world, user_id, &world.channels[&channel_id]);
    if held & permissions::SEND_MESSAGES == 0 {
        return Err(ControlError::forbidden(format!(
            "{person:?} may not write in {channel:?}"
        )));
    }
    let reply_to = say
        .reply_to
        .as_ref()
        .map(|id| answered(world, user_id, channel_id, id))
        .transpose()?;
    let mut attachments = Vec::with_capacity(files.len());
    for (name, bytes) in &files {
        attachments.push(rest::keep_file(world, channel_id, name, bytes, None)?);
    }
    let message = new_message(world, user_id, channel_id, &say.content, reply_to, attachments);
    world.commit(Change::Message(Box::new(message.clone())));
    emit::message_created(world, &message);
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
        edited_at_ms: None,
        embeds: Vec::new(),
        components: Vec::new(),
        attachments,
        mentions,
        mention_roles: named.roles,
        mention_everyone: named.everyone && held & permissions::MENTION_EVERYONE != 0,
        reply_to,
        nonce: None,
        flags: 0,
        tts: false,
        pinned: false,
        reactions: Vec::new(),
        origin: None,
        only_for: None,
    }
}
