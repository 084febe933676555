//! Discord's rate limits: switching them on and off, and setting limits for single channels.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::{ControlError, Result};
use super::{people, view};
use crate::sandbox::hub::Hub;
use crate::sandbox::limits::Rule;
use crate::sandbox::model::Channel;
use crate::sandbox::world::World;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    /// Whether Discord's limits apply.
    on: Option<bool>,
    /// A channel that gets its own limit, which applies even while the others are off.
    channel: Option<String>,
    /// The person whose `dm` it is.
    person: Option<String>,
    /// This many messages, and this many edits. Without it, the channel's own limit is removed.
    messages: Option<u32>,
    /// Within this many seconds.
    seconds: Option<f64>,
}

pub(super) async fn show(State(hub): State<Arc<Hub>>) -> Json<Value> {
    Json(shown(&hub))
}

pub(super) async fn change(State(hub): State<Arc<Hub>>, Json(change): Json<Change>) -> Result<Json<Value>> {
    if let Some(channel) = &change.channel {
        let id = {
            let mut world = hub.world();
            let world = &mut *world;
            let person = match &change.person {
                Some(name) => people::find(world, name)?.id,
                None => world.home().owner_id,
            };
            view::find_channel(world, person, channel)?
        };
        let rule = change
            .messages
            .map(|messages| rule(messages, change.seconds))
            .transpose()?;
        hub.limits().set_channel(id, rule);
    }
    if let Some(on) = change.on {
        hub.limits().on = on;
    }
    Ok(Json(shown(&hub)))
}

pub(super) async fn clear(State(hub): State<Arc<Hub>>) -> StatusCode {
    hub.limits().clear();
    StatusCode::NO_CONTENT
}

fn rule(requests: u32, seconds: Option<f64>) -> Result<Rule> {
    let window = Duration::try_from_secs_f64(seconds.unwrap_or(1.0));
    let window = window.ok().filter(|window| !window.is_zero());
    match window {
        Some(window) if 0 < requests => Ok(Rule { requests, window }),
        _ => Err(ControlError::refused(
            "a limit is at least one message in more than no time",
        )),
    }
}

fn shown(hub: &Hub) -> Value {
    let world = hub.world();
    let limits = hub.limits();
    let channels = limits.channels().map(|(id, rule)| {
        let seconds = rule.window.as_secs_f64();
        json!({ "channel": name(&world, id), "messages": rule.requests, "seconds": seconds })
    });
    json!({ "on": limits.on, "channels": channels.collect::<Vec<_>>() })
}

fn name(world: &World, id: u64) -> String {
    let channel: Option<&Channel> = world.channels.get(&id);
    let name = channel
        .map(|channel| channel.name.clone())
        .filter(|name| !name.is_empty());
    name.unwrap_or_else(|| id.to_string())
}
