//! A guild: its name and owner, and leaving it.

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::call::{Answer, Call, id_of, path_id};
use super::error::{ApiError, Problems, Result};
use super::{channels, members, need, roles, threads};
use crate::sandbox::gateway::emit;
use crate::sandbox::model::{Change, Guild};
use crate::sandbox::permissions;
use crate::sandbox::wire;
use crate::sandbox::world::World;

const NAME_CHARS_MAX: usize = 100;

pub(super) fn route(world: &mut World, call: &Call, id: &str, rest: &[&str]) -> Result<Answer> {
    let id = path_id(id, "guild_id")?;
    find(world, call.actor, id)?;
    match (&call.method, rest) {
        (&Method::GET, []) => {
            let mut guild = wire::guild(world, &world.guilds[&id]);
            if call.query.get("with_counts").is_some_and(|given| given == "true") {
                let count = world.members_of(id).count();
                guild["approximate_member_count"] = json!(count);
                guild["approximate_presence_count"] = json!(count);
            }
            Ok(Answer::ok(guild))
        }
        (&Method::PATCH, []) => edit(world, call, id),
        (&Method::GET, ["channels"]) => Ok(channels::list(world, id)),
        (&Method::POST, ["channels"]) => channels::create(world, id, call),
        (&Method::GET, ["threads", "active"]) => Ok(threads::active(world, call, id)),
        (_, ["roles", rest @ ..]) => roles::route(world, call, id, rest),
        (_, ["members", rest @ ..]) => members::route(world, call, id, rest),
        _ => Err(ApiError::no_route()),
    }
}

/// The guild, if the caller is a member of it; for others it does not exist. During an outage nobody can reach it.
fn find(world: &World, actor: u64, id: u64) -> Result<&Guild> {
    let guild = world.guilds.get(&id).filter(|_| world.member(id, actor).is_some());
    let guild = guild.ok_or_else(ApiError::unknown_guild)?;
    if guild.unavailable {
        return Err(ApiError::unavailable());
    }
    Ok(guild)
}

fn edit(world: &mut World, call: &Call, id: u64) -> Result<Answer> {
    need::in_guild(world, id, call.actor, permissions::MANAGE_GUILD)?;
    let mut guild = world.guilds[&id].clone();
    if let Some(name) = call.body["name"].as_str() {
        let mut problems = Problems::default();
        problems.text("name", name, 2, NAME_CHARS_MAX);
        problems.into_result()?;
        guild.name = name.to_owned();
    }
    if let Some(owner_id) = id_of(&call.body["owner_id"]) {
        if guild.owner_id != call.actor {
            return Err(ApiError::missing_permissions());
        }
        let is_person = world.users.get(&owner_id).is_some_and(|user| !user.bot);
        if !is_person || world.member(id, owner_id).is_none() {
            return Err(ApiError::unknown_member());
        }
        guild.owner_id = owner_id;
    }
    world.commit(Change::Guild(guild.clone()));
    emit::guild(world, &guild);
    Ok(Answer::ok(wire::guild(world, &guild)))
}

/// `DELETE /users/@me/guilds/{guild.id}`: the caller leaves the guild.
pub(super) fn leave(world: &mut World, call: &Call, id: &str) -> Result<Answer> {
    let id = path_id(id, "guild_id")?;
    if find(world, call.actor, id)?.owner_id == call.actor {
        let message = "The owner cannot leave; the guild is transferred or deleted first";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 50055, message));
    }
    members::remove(world, id, call.actor);
    Ok(Answer::Empty)
}
