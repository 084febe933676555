//! The permission overwrites of a channel. Nobody can allow or deny a permission that they do not have.

use axum::http::Method;
use serde_json::Value;

use super::call::{Answer, Call, id_of, path_id};
use super::error::{ApiError, Problems, Result};
use super::need;
use crate::sandbox::gateway::emit;
use crate::sandbox::model::{Change, Overwrite};
use crate::sandbox::permissions;
use crate::sandbox::world::World;

pub(super) fn route(world: &mut World, call: &Call, channel_id: u64, target: &str) -> Result<Answer> {
    let target = path_id(target, "overwrite_id")?;
    let mut channel = need::in_channel(world, call.actor, channel_id, permissions::MANAGE_ROLES)?.clone();
    let place = channel.overwrites.iter().position(|one| one.id == target);
    match call.method {
        Method::PUT => {
            let held = permissions::in_channel(world, call.actor, &channel);
            let guild_id = channel.guild_id;
            let overwrite = read(
                world,
                Asked {
                    id: target,
                    guild_id,
                    held,
                },
                &call.body,
                "",
            )?;
            match place {
                Some(place) => channel.overwrites[place] = overwrite,
                None => channel.overwrites.push(overwrite),
            }
        }
        Method::DELETE => {
            channel
                .overwrites
                .remove(place.ok_or_else(ApiError::unknown_overwrite)?);
        }
        _ => return Err(ApiError::no_route()),
    }
    world.commit(Change::Channel(channel.clone()));
    emit::channel(world, "CHANNEL_UPDATE", &channel);
    Ok(Answer::Empty)
}

/// Reads the overwrites of a channel of this guild. The caller has the permissions `held`.
pub(super) fn read_list(world: &World, guild_id: u64, list: &[Value], held: u64) -> Result<Vec<Overwrite>> {
    let mut overwrites = Vec::with_capacity(list.len());
    for (index, one) in list.iter().enumerate() {
        let path = format!("permission_overwrites.{index}.");
        let Some(id) = id_of(&one["id"]) else {
            return Err(Problems::one(
                &format!("{path}id"),
                "BASE_TYPE_REQUIRED",
                "This field is required",
            ));
        };
        overwrites.push(read(world, Asked { id, guild_id, held }, one, &path)?);
    }
    Ok(overwrites)
}

/// The role or person of an overwrite, its guild, and the caller's permissions.
struct Asked {
    id: u64,
    guild_id: u64,
    held: u64,
}

fn read(world: &World, asked: Asked, body: &Value, path: &str) -> Result<Overwrite> {
    let Asked { id, guild_id, held } = asked;
    let kind = match body["type"].as_u64() {
        Some(0) => 0,
        Some(1) => 1,
        _ => {
            return Err(Problems::one(
                &format!("{path}type"),
                "BASE_TYPE_CHOICES",
                "Value must be one of (0, 1).",
            ));
        }
    };
    let known = if kind == 0 {
        world.roles.get(&id).is_some_and(|role| role.guild_id == guild_id)
    } else {
        world.users.contains_key(&id)
    };
    if !known {
        return Err(if kind == 0 {
            ApiError::unknown_role()
        } else {
            ApiError::unknown_user()
        });
    }
    let bits = |key: &str| id_of(&body[key]).unwrap_or(0);
    let overwrite = Overwrite {
        id,
        kind,
        allow: bits("allow"),
        deny: bits("deny"),
    };
    if (overwrite.allow | overwrite.deny) & !held != 0 {
        return Err(ApiError::missing_permissions());
    }
    Ok(overwrite)
}
