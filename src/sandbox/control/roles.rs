//! Roles, made, changed and deleted by people who may do so.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::as_person::ask;
use super::error::{ControlError, Result};
use super::people::{self, EVERY_GUILD, Where, find_guild};
use super::permission_names::{bits, names};
use crate::sandbox::hub::Hub;
use crate::sandbox::model::Role;
use crate::sandbox::world::World;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRole {
    name: String,
    guild: Option<String>,
    /// Names or bits; by default those of @everyone.
    permissions: Option<Vec<String>>,
    /// A higher position is more powerful; 1 by default.
    position: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeRole {
    name: Option<String>,
    permissions: Option<Vec<String>>,
    position: Option<i64>,
}

/// Roles from the highest down. With `*`, those of all guilds, one guild after another.
pub(super) async fn list(State(hub): State<Arc<Hub>>, Query(place): Query<Where>) -> Result<Json<Value>> {
    let world = hub.world();
    let mut roles: Vec<&Role> = match place.guild.as_deref() {
        Some(EVERY_GUILD) => world.roles.values().collect(),
        wanted => world.roles_of(find_guild(&world, wanted)?.id).collect(),
    };
    roles.sort_by_key(|role| (role.guild_id, std::cmp::Reverse((role.position, role.id))));
    Ok(Json(roles.into_iter().map(about).collect()))
}

fn about(role: &Role) -> Value {
    json!({
        "id": role.id.to_string(), "name": role.name, "position": role.position, "managed": role.managed,
        "permissions": names(role.permissions),
    })
}

/// A role of this guild, by name or id, with or without `@`.
fn find<'a>(world: &'a World, guild_id: u64, wanted: &str) -> Result<&'a Role> {
    let fits = |role: &&Role| role.id.to_string() == wanted || role.name == wanted;
    let bare = |role: &&Role| role.name == wanted.trim_start_matches('@');
    let role = world
        .roles_of(guild_id)
        .find(fits)
        .or_else(|| world.roles_of(guild_id).find(bare));
    role.ok_or_else(|| {
        let there: Vec<&str> = world.roles_of(guild_id).map(|role| role.name.as_str()).collect();
        ControlError::not_found(format!("no role is called {wanted:?}; there are: {}", there.join(", ")))
    })
}

/// The role (0) or person (1) with this name, for an overwrite.
pub(super) fn find_holder(world: &World, guild_id: u64, wanted: &str) -> Result<(u64, u8)> {
    match find(world, guild_id, wanted) {
        Ok(role) => Ok((role.id, 0)),
        Err(no_role) => people::find_any(world, wanted)
            .map(|user| (user.id, 1))
            .map_err(|_| no_role),
    }
}

pub(super) async fn create(
    State(hub): State<Arc<Hub>>,
    Path(person): Path<String>,
    Json(new): Json<NewRole>,
) -> Result<(StatusCode, Json<Value>)> {
    let mut world = hub.world();
    let world = &mut *world;
    let by = people::find(world, &person)?.id;
    let guild_id = find_guild(world, new.guild.as_deref())?.id;
    let mut body = json!({ "name": new.name });
    if let Some(list) = &new.permissions {
        body["permissions"] = json!(bits(list)?.to_string());
    }
    let guild = guild_id.to_string();
    let made = ask(world, by, Method::POST, &["guilds", &guild, "roles"], body)?;
    let id = made["id"].as_str().unwrap_or_default().to_owned();
    if let Some(position) = new.position {
        place(world, by, &guild, &id, position)?;
    }
    Ok((StatusCode::CREATED, Json(about(find(world, guild_id, &id)?))))
}

fn place(world: &mut World, by: u64, guild: &str, id: &str, position: i64) -> Result<()> {
    let moves = json!([{ "id": id, "position": position }]);
    ask(world, by, Method::PATCH, &["guilds", guild, "roles"], moves).map(|_| ())
}

pub(super) async fn change(
    State(hub): State<Arc<Hub>>,
    Path((person, role)): Path<(String, String)>,
    Query(at): Query<Where>,
    Json(change): Json<ChangeRole>,
) -> Result<Json<Value>> {
    let mut world = hub.world();
    let world = &mut *world;
    let by = people::find(world, &person)?.id;
    let guild_id = find_guild(world, at.guild.as_deref())?.id;
    let id = find(world, guild_id, &role)?.id.to_string();
    let guild = guild_id.to_string();
    let mut body = Map::new();
    if let Some(name) = change.name {
        body.insert("name".into(), json!(name));
    }
    if let Some(list) = &change.permissions {
        body.insert("permissions".into(), json!(bits(list)?.to_string()));
    }
    if !body.is_empty() {
        let path = ["guilds", &guild, "roles", &id];
        ask(world, by, Method::PATCH, &path, Value::Object(body))?;
    }
    if let Some(position) = change.position {
        place(world, by, &guild, &id, position)?;
    }
    Ok(Json(about(find(world, guild_id, &id)?)))
}

pub(super) async fn delete(
    State(hub): State<Arc<Hub>>,
    Path((person, role)): Path<(String, String)>,
    Query(at): Query<Where>,
) -> Result<StatusCode> {
    let mut world = hub.world();
    let world = &mut *world;
    let by = people::find(world, &person)?.id;
    let guild_id = find_guild(world, at.guild.as_deref())?.id;
    let id = find(world, guild_id, &role)?.id.to_string();
    let path = ["guilds", &guild_id.to_string(), "roles", &id];
    ask(world, by, Method::DELETE, &path, Value::Null)?;
    Ok(StatusCode::NO_CONTENT)
}
