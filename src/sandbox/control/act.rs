//! Runs an interaction from its start to the bot's first response.

use std::time::Duration;

use rand::Rng;
use rand::distr::Alphanumeric;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::sandbox::gateway::emit;
use crate::sandbox::hub::Hub;
use crate::sandbox::model::{Change, Interaction, Origin};
use crate::sandbox::permissions;
use crate::sandbox::wire;
use crate::sandbox::world::{FirstResponse, World};

/// How long a person waits before Discord shows "interaction failed". Slightly more than the three seconds that the bot
/// has.
const WAIT: Duration = Duration::from_millis(3_050);
/// The length of an interaction's token, about that of a real one.
const TOKEN_CHARS: usize = 160;

/// What a person did.
#[derive(Debug)]
pub(super) struct Act {
    pub kind: u8,
    pub user_id: u64,
    pub channel_id: u64,
    /// The name of the command, or the custom id.
    pub name: String,
    pub data: Value,
    pub source_message: Option<u64>,
    /// The interaction that opened the submitted modal.
    pub opened_by: Option<Origin>,
}

/// An interaction that waits for its first response.
pub(super) struct Pending {
    pub interaction_id: u64,
    channel_id: u64,
    response: oneshot::Receiver<FirstResponse>,
}

/// Stores the interaction and sends it to the bot.
pub(super) fn begin(world: &mut World, act: Act) -> Pending {
    let id = world.next_id();
    let token: String = rand::rng()
        .sample_iter(Alphanumeric)
        .take(TOKEN_CHARS)
        .map(char::from)
        .collect();
    let payload = payload(world, id, &token, &act);
    let channel_id = act.channel_id;
    world.commit(Change::Interaction(Interaction {
        id,
        token,
        kind: act.kind,
        user_id: act.user_id,
        channel_id,
        name: act.name,
        source_message: act.source_message,
        answered: false,
        original: None,
        modal: None,
        opened_by: act.opened_by.map(Box::new),
    }));
    let (sender, response) = oneshot::channel();
    world.waiting.insert(id, sender);
    emit::interaction(world, id, payload);
    Pending {
        interaction_id: id,
        channel_id,
        response,
    }
}

/// Waits for the bot's first response and returns it as a page shows it.
pub(super) async fn wait(hub: &Hub, pending: Pending) -> Value {
    let first = tokio::time::timeout(WAIT, pending.response).await;
    let mut world = hub.world();
    world.waiting.remove(&pending.interaction_id);
    let response = match first {
        Ok(Ok(first)) => shown(&world, pending.channel_id, first),
        _ => json!({ "kind": "none" }),
    };
    json!({ "interaction_id": pending.interaction_id.to_string(), "response": response })
}

fn shown(world: &World, channel_id: u64, first: FirstResponse) -> Value {
    let (kind, id) = match first {
        FirstResponse::Message(id) => ("message", id),
        FirstResponse::DeferredMessage(id) => ("deferred_message", id),
        FirstResponse::Update(id) => ("update", id),
        FirstResponse::DeferredUpdate(id) => ("deferred_update", id),
        FirstResponse::Modal(modal) => return json!({ "kind": "modal", "modal": modal }),
        FirstResponse::Choices(choices) => return json!({ "kind": "choices", "choices": choices }),
    };
    let message = world
        .message(channel_id, id)
        .map(|message| wire::message(world, message));
    json!({ "kind": kind, "message": message })
}

/// The data of INTERACTION_CREATE: with `member` in a guild, with `user` in a DM.
fn payload(world: &World, id: u64, token: &str, act: &Act) -> Value {
    let channel = &world.channels[&act.channel_id];
    let bot_id = world.bot_id();
    let mut value = json!({
        "id": id.to_string(), "application_id": bot_id.to_string(), "type": act.kind, "token": token, "version": 1,
        "data": act.data, "channel_id": act.channel_id.to_string(), "channel": wire::channel(world, channel),
        "app_permissions": permissions::in_channel(world, bot_id, channel).to_string(), "locale": "es-419",
        "entitlements": [], "entitlement_sku_ids": [], "attachment_size_limit": wire::ATTACHMENT_BYTES_MAX,
        "authorizing_integration_owners": wire::installed_in(world, act.channel_id),
        "context": if channel.recipient.is_some() { 1 } else { 0 },
    });
    let message = act.source_message.and_then(|id| world.message(act.channel_id, id));
    if let Some(message) = message {
        value["message"] = wire::message(world, message);
    }
    let member = world.member(channel.guild_id, act.user_id);
    let Some(member) = member else {
        value["user"] = wire::user(world, act.user_id);
        return value;
    };
    let mut member = wire::member(world, member);
    member["permissions"] = json!(wire::permissions_in(world, act.user_id, act.channel_id));
    let guild_id = channel.guild_id.to_string();
    let guild = json!({ "id": guild_id, "locale": "es-419", "features": [] });
    wire::merge(
        &mut value,
        json!({ "member": member, "guild_id": guild_id, "guild_locale": "es-419", "guild": guild }),
    );
    value
}
