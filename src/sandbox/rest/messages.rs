//! Messages: writing, reading, editing, deleting. Interactions and webhooks use the same functions for writing and
//! editing.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::call::{Answer, Call, Upload, id_of};
use super::error::{ApiError, Problems, Result};
use super::mentions::{mention, reference};
use super::{files, need, threads};
use crate::sandbox::gateway::emit;
use crate::sandbox::model::{Change, Forwarded, Message, Origin, message_flag};
use crate::sandbox::permissions;
use crate::sandbox::snowflake;
use crate::sandbox::validate::embed;
use crate::sandbox::validate::message::{self as rules, Draft};
use crate::sandbox::wire;
use crate::sandbox::world::World;

/// The default and the maximum number of messages in a list.
const LIST_DEFAULT: u64 = 50;
const LIST_MAX: u64 = 100;

/// The channel and the interaction of a new message.
#[derive(Debug)]
pub(super) struct Envelope {
    pub channel_id: u64,
    pub origin: Option<Origin>,
    pub only_for: Option<u64>,
}

pub(super) fn route(world: &mut World, call: &Call, channel_id: u64, rest: &[&str]) -> Result<Answer> {
    match (&call.method, rest) {
        (&Method::GET, []) => list(world, call, channel_id),
        (&Method::POST, []) => create(world, call, channel_id),
        (&Method::GET, ["pins"]) => pins(world, call, channel_id),
        (_, ["pins", id]) => super::reactions::pin(world, call, channel_id, id),
        (&Method::GET, [id]) => {
            need::in_channel(world, call.actor, channel_id, permissions::READ_MESSAGE_HISTORY)?;
            let message = need::message(world, channel_id, id)?;
            Ok(Answer::ok(wire::message(world, &message)))
        }
        (&Method::PATCH, [id]) => edit(world, call, channel_id, id),
        (&Method::DELETE, [id]) => delete(world, call, channel_id, id),
        (_, [id, "reactions", rest @ ..]) => super::reactions::route(world, call, channel_id, id, rest),
        _ => Err(ApiError::no_route()),
    }
}

fn list(world: &World, call: &Call, channel_id: u64) -> Result<Answer> {
    need::in_channel(world, call.actor, channel_id, permissions::VIEW_CHANNEL)?;
    let limit = call.number("limit").unwrap_or(LIST_DEFAULT);
    if limit == 0 || LIST_MAX < limit {
        return Err(Problems::one(
            "limit",
            "NUMBER_TYPE_MAX",
            "int value should be between 1 and 100.",
        ));
    }
    let count = limit as usize;
    // Without the permission to read the history, the list is empty; that is not an error.
    let may_read = need::in_channel(world, call.actor, channel_id, permissions::READ_MESSAGE_HISTORY).is_ok();
    let Some(messages) = world.messages.get(&channel_id).filter(|_| may_read) else {
        return Ok(Answer::ok(json!([])));
    };
    let visible = |message: &&Message| message.only_for.is_none();
    let mut found: Vec<&Message> = if let Some(after) = call.number("after") {
        messages
            .range(after + 1..)
            .map(|(_, one)| one)
            .filter(visible)
            .take(count)
            .collect()
    } else {
        let before = call.number("before").unwrap_or(u64::MAX);
        let before = call.number("around").map_or(before, |middle| middle.saturating_add(1));
        messages
            .range(..before)
            .rev()
            .map(|(_, one)| one)
            .filter(visible)
            .take(count)
            .collect()
    };
    found.sort_by_key(|message| std::cmp::Reverse(message.id));
    Ok(Answer::ok(
        found.into_iter().map(|message| wire::message(world, message)).collect(),
    ))
}

fn pins(world: &World, call: &Call, channel_id: u64) -> Result<Answer> {
    need::in_channel(world, call.actor, channel_id, permissions::VIEW_CHANNEL)?;
    let pinned = world
        .messages
        .get(&channel_id)
        .into_iter()
        .flat_map(|messages| messages.values().rev());
    let pinned = pinned.filter(|message| message.pinned);
    let items = pinned.map(|message| {
        let pinned_at = wire::timestamp(snowflake::created_at_ms(message.id));
        json!({ "pinned_at": pinned_at, "message": wire::message(world, message) })
    });
    let items: Vec<Value> = items.collect();
    Ok(Answer::ok(json!({ "items": items, "has_more": false })))
}

fn create(world: &mut World, call: &Call, channel_id: u64) -> Result<Answer> {
    let channel = need::in_channel(world, call.actor, channel_id, permissions::SEND_MESSAGES)?;
    need::can_hold_messages(channel)?;
    if let Some(recipient) = channel.recipient {
        if !world.shares_guild(recipient) {
            return Err(ApiError::no_mutual_guild());
        }
        if world.users.get(&recipient).is_none_or(|user| user.dms_closed) {
            return Err(ApiError::closed_dm());
        }
    }
    if !call.files.is_empty() {
        need::in_channel(world, call.actor, channel_id, permissions::ATTACH_FILES)?;
    }
    let channel = world.channels[&channel_id].clone();
    threads::must_be_open(world, call.actor, &channel, true)?;
    let referred = &call.body["message_reference"];
    if referred["type"].as_u64() == Some(wire::FORWARD) {
        let (source, id) = (id_of(&referred["channel_id"]), id_of(&referred["message_id"]));
        let (Some(source), Some(id)) = (source, id) else {
            return Err(ApiError::unknown_message());
        };
        let message = forward(world, call.actor, channel_id, (source, id))?;
        return Ok(Answer::ok(wire::message(world, &message)));
    }
    let nonce = &call.body["nonce"];
    if call.body["enforce_nonce"] == true && !nonce.is_null() {
        rules::check_nonce(nonce)?;
        if let Some(first) = world.find_by_nonce(channel_id, world.bot_id(), nonce) {
            let first = &world.messages[&channel_id][&first];
            return Ok(Answer::ok(wire::message(world, first)));
        }
    }
    let envelope = Envelope {
        channel_id,
        origin: None,
        only_for: None,
    };
    let message = write(world, envelope, &call.body, &call.files)?;
    Ok(Answer::ok(wire::message(world, &message)))
}

/// Checks and writes a new message of the bot, and sends the gateway event.
pub(super) fn write(world: &mut World, envelope: Envelope, body: &Value, uploads: &[Upload]) -> Result<Message> {
    let channel_id = envelope.channel_id;
    let draft = Draft::read(body, rules::CREATE_FIELDS)?;
    let content = draft.content.clone().unwrap_or_default();
    let embeds = draft.embeds.clone().unwrap_or_default();
    if content.is_empty() && embeds.iter().all(embed::is_blank) && uploads.is_empty() {
        return Err(ApiError::empty_message());
    }
    let reply_to = reference(world, channel_id, &body["message_reference"])?;
    let attachments = files::keep_all(world, channel_id, &[], uploads, &body["attachments"])?;
    let id = world.next_id();
    let mut message = Message {
        id,
        channel_id,
        author_id: world.bot_id(),
        content,
        embeds,
        components: draft.components.clone().unwrap_or_default(),
        attachments,
        reply_to,
        nonce: body.get("nonce").filter(|nonce| !nonce.is_null()).cloned(),
        flags: draft.flags.unwrap_or(0) & (message_flag::SUPPRESS_EMBEDS | 1 << 12),
        tts: body["tts"] == true,
        origin: envelope.origin,
        only_for: envelope.only_for,
        ..Message::default()
    };
    if message.only_for.is_some() {
        message.flags |= message_flag::EPHEMERAL;
    }
    mention(world, &mut message, &draft);
    Ok(post(world, message))
}

/// Stores a new message that was already checked, and sends the gateway event. If it is in a thread, its author and the
/// people it mentions become members of the thread.
pub(in crate::sandbox) fn post(world: &mut World, message: Message) -> Message {
    let named: Vec<u64> = std::iter::once(message.author_id)
        .chain(message.mentions.clone())
        .collect();
    threads::follow(world, message.channel_id, &named);
    world.commit(Change::Message(Box::new(message.clone())));
    emit::message_created(world, &message);
    message
}

/// Forwards a message (given by channel and id) to another channel, with its current content.
pub(in crate::sandbox) fn forward(
    world: &mut World,
    actor: u64,
    channel_id: u64,
    (source, id): (u64, u64),
) -> Result<Message> {
    need::in_channel(world, actor, source, permissions::READ_MESSAGE_HISTORY)?;
    let first = need::message(world, source, &id.to_string())?;
    if first.system.is_some() {
        let text = "Cannot execute action on a system message";
        return Err(ApiError::new(StatusCode::FORBIDDEN, 50021, text));
    }
    // A forwarded message is forwarded with its first snapshot.
    let forwarded = match &first.forwarded {
        Some(earlier) => earlier.clone(),
        None => Forwarded {
            message_id: id,
            channel_id: source,
            snapshot: wire::snapshot(world, &first),
        },
    };
    let message = Message {
        id: world.next_id(),
        channel_id,
        author_id: actor,
        flags: message_flag::HAS_SNAPSHOT,
        forwarded: Some(forwarded),
        ..Message::default()
    };
    Ok(post(world, message))
}

fn edit(world: &mut World, call: &Call, channel_id: u64, id: &str) -> Result<Answer> {
    need::in_channel(world, call.actor, channel_id, permissions::VIEW_CHANNEL)?;
    let message = need::message(world, channel_id, id)?;
    if message.author_id != call.actor {
        return Err(ApiError::not_the_author());
    }
    threads::must_be_open(world, call.actor, &world.channels[&channel_id], false)?;
    let message = change(world, message, &call.body, &call.files)?;
    Ok(Answer::ok(wire::message(world, &message)))
}

/// Checks and applies an edit of a message, and sends the gateway event.
pub(super) fn change(world: &mut World, mut message: Message, body: &Value, uploads: &[Upload]) -> Result<Message> {
    let draft = Draft::read(body, rules::EDIT_FIELDS)?;
    if let Some(content) = &draft.content {
        message.content.clone_from(content);
    }
    if let Some(embeds) = &draft.embeds {
        message.embeds.clone_from(embeds);
    }
    if let Some(components) = &draft.components {
        message.components.clone_from(components);
    }
    if let Some(flags) = draft.flags {
        message.flags = message.flags & !message_flag::SUPPRESS_EMBEDS | flags & message_flag::SUPPRESS_EMBEDS;
    }
    let kept = files::keep_all(
        world,
        message.channel_id,
        &message.attachments,
        uploads,
        &body["attachments"],
    )?;
    message.attachments = kept;
    let empty = message.content.is_empty() && message.embeds.iter().all(embed::is_blank);
    if empty && message.attachments.is_empty() {
        return Err(ApiError::empty_message());
    }
    let was_thinking = message.flags & message_flag::LOADING != 0;
    message.flags &= !message_flag::LOADING;
    message.edited_at_ms = if was_thinking { None } else { Some(snowflake::now_ms()) };
    mention(world, &mut message, &draft);
    world.commit(Change::Message(Box::new(message.clone())));
    emit::message_updated(world, &message);
    Ok(message)
}

fn delete(world: &mut World, call: &Call, channel_id: u64, id: &str) -> Result<Answer> {
    let channel = need::in_channel(world, call.actor, channel_id, permissions::VIEW_CHANNEL)?;
    let in_dm = channel.recipient.is_some();
    let message = need::message(world, channel_id, id)?;
    if message.author_id != call.actor {
        if in_dm {
            return Err(ApiError::wrong_channel_kind());
        }
        need::in_channel(world, call.actor, channel_id, permissions::MANAGE_MESSAGES)?;
    }
    remove(world, &message);
    Ok(Answer::Empty)
}

/// Deletes a message and sends the gateway event.
pub(super) fn remove(world: &mut World, message: &Message) {
    world.commit(Change::MessageGone {
        channel_id: message.channel_id,
        id: message.id,
    });
    emit::message_deleted(world, message.channel_id, message.id);
}
