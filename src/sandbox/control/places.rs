//! Channels and their permissions, changed by people who may do so.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::as_person::ask;
use super::error::{ControlError, Result};
use super::people::{self, find_guild};
use super::permission_names::bits;
use super::{roles, view};
use crate::sandbox::hub::Hub;
use crate::sandbox::model::channel_kind;
use crate::sandbox::world::World;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewChannel {
    name: String,
    guild: Option<String>,
    /// Name or id of its category.
    category: Option<String>,
    /// Make a category instead of a text channel.
    #[serde(default)]
    is_category: bool,
    topic: Option<String>,
    /// Names of people and roles that can see it, besides its maker. Nobody else can.
    #[serde(default)]
    private_to: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeChannel {
    name: Option<String>,
    topic: Option<String>,
    /// An empty text removes it from its category.
    category: Option<String>,
    position: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangePermissions {
    /// A person, a role, the bot, or `@everyone`.
    whose: String,
    #[serde(default)]
    allow: Vec<String>,
    #[serde(default)]
    deny: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Whose {
    whose: String,
}

/// Returns the channel as Discord shows it.
pub(super) async fn create(
    State(hub): State<Arc<Hub>>,
    Path(person): Path<String>,
    Json(new): Json<NewChannel>,
) -> Result<(StatusCode, Json<Value>)> {
    let mut world = hub.world();
    let world = &mut *world;
    let by = people::find(world, &person)?.id;
    let guild_id = find_guild(world, new.guild.as_deref())?.id;
    let kind = if new.is_category {
        channel_kind::CATEGORY
    } else {
        channel_kind::TEXT
    };
    let mut body = json!({ "name": new.name, "type": kind });
    if let Some(topic) = new.topic {
        body["topic"] = json!(topic);
    }
    if let Some(category) = &new.category {
        body["parent_id"] = json!(find_category(world, guild_id, category)?.to_string());
    }
    if !new.private_to.is_empty() {
        let view = bits(&["view_channel".to_owned()])?;
        let mut overwrites = vec![overwrite(guild_id, 0, 0, view), overwrite(by, 1, view, 0)];
        for name in &new.private_to {
            let (id, kind) = roles::find_holder(world, guild_id, name)?;
            overwrites.push(overwrite(id, kind, view, 0));
        }
        body["permission_overwrites"] = json!(overwrites);
    }
    let guild = guild_id.to_string();
    let channel = ask(world, by, Method::POST, &["guilds", &guild, "channels"], body)?;
    Ok((StatusCode::CREATED, Json(channel)))
}

fn overwrite(id: u64, kind: u8, allow: u64, deny: u64) -> Value {
    json!({ "id": id.to_string(), "type": kind, "allow": allow.to_string(), "deny": deny.to_string() })
}

fn find_category(world: &World, guild_id: u64, wanted: &str) -> Result<u64> {
    let mut categories = world
        .channels_of(guild_id)
        .filter(|one| one.kind == channel_kind::CATEGORY);
    let found = categories.find(|one| one.name == wanted || one.id.to_string() == wanted);
    found
        .map(|category| category.id)
        .ok_or_else(|| ControlError::not_found(format!("no category is called {wanted:?}")))
}

pub(super) async fn change(
    State(hub): State<Arc<Hub>>,
    Path((person, channel)): Path<(String, String)>,
    Json(change): Json<ChangeChannel>,
) -> Result<Json<Value>> {
    let mut world = hub.world();
    let world = &mut *world;
    let by = people::find(world, &person)?.id;
    let id = view::find_channel_or_category(world, by, &channel)?;
    let mut body = Map::new();
    let texts = [("name", change.name), ("topic", change.topic)];
    body.extend(
        texts
            .into_iter()
            .filter_map(|(key, text)| Some((key.to_owned(), json!(text?)))),
    );
    if let Some(position) = change.position {
        body.insert("position".into(), json!(position));
    }
    if let Some(category) = change.category {
        let parent = match category.as_str() {
            "" => Value::Null,
            name => json!(find_category(world, world.channels[&id].guild_id, name)?.to_string()),
        };
        body.insert("parent_id".into(), parent);
    }
    let id = id.to_string();
    ask(world, by, Method::PATCH, &["channels", &id], Value::Object(body)).map(Json)
}

pub(super) async fn delete(
    State(hub): State<Arc<Hub>>,
    Path((person, channel)): Path<(String, String)>,
) -> Result<StatusCode> {
    let mut world = hub.world();
    let world = &mut *world;
    let by = people::find(world, &person)?.id;
    let id = view::find_channel_or_category(world, by, &channel)?.to_string();
    ask(world, by, Method::DELETE, &["channels", &id], Value::Null)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sets exactly these permissions for somebody in a channel.
pub(super) async fn permit(
    State(hub): State<Arc<Hub>>,
    Path((person, channel)): Path<(String, String)>,
    Json(change): Json<ChangePermissions>,
) -> Result<StatusCode> {
    let (allow, deny) = (bits(&change.allow)?, bits(&change.deny)?);
    let body = |kind: u8| json!({ "type": kind, "allow": allow.to_string(), "deny": deny.to_string() });
    overwrites(&hub, [&person, &channel, &change.whose], Method::PUT, body)
}

/// Removes what was set for somebody in a channel.
pub(super) async fn unset(
    State(hub): State<Arc<Hub>>,
    Path((person, channel)): Path<(String, String)>,
    Json(whose): Json<Whose>,
) -> Result<StatusCode> {
    overwrites(&hub, [&person, &channel, &whose.whose], Method::DELETE, |_| Value::Null)
}

fn overwrites(
    hub: &Hub,
    [person, channel, whose]: [&str; 3],
    method: Method,
    body: impl Fn(u8) -> Value,
) -> Result<StatusCode> {
    let mut world = hub.world();
    let world = &mut *world;
    let by = people::find(world, person)?.id;
    let id = view::find_channel_or_category(world, by, channel)?;
    let (target, kind) = roles::find_holder(world, world.channels[&id].guild_id, whose)?;
    let path = ["channels", &id.to_string(), "permissions", &target.to_string()];
    ask(world, by, method, &path, body(kind))?;
    Ok(StatusCode::NO_CONTENT)
}
