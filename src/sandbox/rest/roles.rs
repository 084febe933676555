//! Roles of a guild: creating, changing, moving, deleting.

use axum::http::{Method, StatusCode};
use serde_json::Value;

use super::call::{Answer, Call, id_of, path_id};
use super::error::{ApiError, Problems, Result};
use super::need;
use crate::sandbox::gateway::emit;
use crate::sandbox::model::{Change, Role};
use crate::sandbox::permissions;
use crate::sandbox::wire;
use crate::sandbox::world::World;

const NAME_CHARS_MAX: usize = 100;
const ROLES_MAX: usize = 250;

pub(super) fn route(world: &mut World, call: &Call, guild_id: u64, rest: &[&str]) -> Result<Answer> {
    match (&call.method, rest) {
        (&Method::GET, []) => Ok(list(world, guild_id)),
        (&Method::POST, []) => create(world, guild_id, call),
        (&Method::PATCH, []) => arrange(world, guild_id, call),
        (_, [role]) => one(world, call, guild_id, role),
        _ => Err(ApiError::no_route()),
    }
}

/// A role of this guild.
pub(super) fn find(world: &World, guild_id: u64, id: u64) -> Result<&Role> {
    let role = world.roles.get(&id).filter(|role| role.guild_id == guild_id);
    role.ok_or_else(ApiError::unknown_role)
}

fn list(world: &World, guild_id: u64) -> Answer {
    Answer::ok(world.roles_of(guild_id).map(wire::role).collect())
}

fn create(world: &mut World, guild_id: u64, call: &Call) -> Result<Answer> {
    need::in_guild(world, guild_id, call.actor, permissions::MANAGE_ROLES)?;
    if ROLES_MAX <= world.roles_of(guild_id).count() {
        let message = "Maximum number of guild roles reached (250)";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 30005, message));
    }
    let everyone = world.roles.get(&guild_id).map_or(0, |role| role.permissions);
    let mut role = Role {
        id: 0,
        guild_id,
        name: "new role".into(),
        color: 0,
        hoist: false,
        mentionable: false,
        managed: false,
        position: 1,
        permissions: everyone,
    };
    set_fields(world, call.actor, &mut role, &call.body)?;
    role.id = world.next_id();
    world.commit(Change::Role(role.clone()));
    emit::role(world, "GUILD_ROLE_CREATE", &role);
    Ok(Answer::ok(wire::role(&role)))
}

fn set_fields(world: &World, actor: u64, role: &mut Role, body: &Value) -> Result<()> {
    let mut problems = Problems::default();
    if let Some(name) = body["name"].as_str().filter(|name| !name.is_empty()) {
        name.clone_into(&mut role.name);
        problems.text("name", name, 1, NAME_CHARS_MAX);
    }
    if let Some(color) = body["color"].as_u64() {
        role.color = u32::try_from(color).unwrap_or(u32::MAX);
        if 0x00FF_FFFF < color {
            problems.add(
                "color",
                "NUMBER_TYPE_MAX",
                "int value should be less than or equal to 16777215.",
            );
        }
    }
    role.hoist = body["hoist"].as_bool().unwrap_or(role.hoist);
    role.mentionable = body["mentionable"].as_bool().unwrap_or(role.mentionable);
    problems.into_result()?;
    if let Some(bits) = id_of(&body["permissions"]) {
        let held = permissions::in_guild(world, role.guild_id, actor);
        if bits & !held & !role.permissions != 0 {
            return Err(ApiError::missing_permissions());
        }
        role.permissions = bits;
    }
    Ok(())
}

fn one(world: &mut World, call: &Call, guild_id: u64, id: &str) -> Result<Answer> {
    let id = path_id(id, "role_id")?;
    let mut role = find(world, guild_id, id)?.clone();
    if call.method == Method::GET {
        return Ok(Answer::ok(wire::role(&role)));
    }
    need_above(world, call.actor, &role)?;
    match call.method {
        Method::PATCH => {
            set_fields(world, call.actor, &mut role, &call.body)?;
            world.commit(Change::Role(role.clone()));
            emit::role(world, "GUILD_ROLE_UPDATE", &role);
            Ok(Answer::ok(wire::role(&role)))
        }
        Method::DELETE if id == guild_id || role.managed => {
            Err(Problems::one("role_id", "INVALID_ROLE", "Invalid Role"))
        }
        Method::DELETE => {
            delete(world, &role);
            Ok(Answer::Empty)
        }
        _ => Err(ApiError::no_route()),
    }
}

/// `PATCH /guilds/{guild.id}/roles`: sets positions. The old and the new position must be below the caller's highest
/// role.
fn arrange(world: &mut World, guild_id: u64, call: &Call) -> Result<Answer> {
    let moves = call.body.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut moved = Vec::with_capacity(moves.len());
    for one in moves {
        let id = id_of(&one["id"]).ok_or_else(ApiError::unknown_role)?;
        let mut role = find(world, guild_id, id)?.clone();
        need_above(world, call.actor, &role)?;
        role.position = one["position"].as_i64().unwrap_or(role.position).max(1);
        need_above(world, call.actor, &role)?;
        moved.push(role);
    }
    for role in moved {
        world.commit(Change::Role(role.clone()));
        emit::role(world, "GUILD_ROLE_UPDATE", &role);
    }
    Ok(list(world, guild_id))
}

/// Fails unless the role is below the caller's highest role. Only such roles can be given, taken, changed or deleted.
pub(super) fn need_above(world: &World, actor: u64, role: &Role) -> Result<()> {
    need::in_guild(world, role.guild_id, actor, permissions::MANAGE_ROLES)?;
    if permissions::highest_position(world, role.guild_id, actor) <= role.position {
        return Err(ApiError::missing_permissions());
    }
    Ok(())
}

fn delete(world: &mut World, role: &Role) {
    let id = role.id;
    world.commit(Change::RoleGone(id));
    emit::role_deleted(world, role);
    let holders: Vec<_> = world
        .members_of(role.guild_id)
        .filter(|member| member.roles.contains(&id))
        .cloned()
        .collect();
    for mut member in holders {
        member.roles.retain(|role| *role != id);
        world.commit(Change::Member(member.clone()));
        emit::member(world, "GUILD_MEMBER_UPDATE", &member);
    }
    let channels: Vec<_> = world
        .channels_of(role.guild_id)
        .filter(|one| one.overwrites.iter().any(|o| o.id == id))
        .cloned()
        .collect();
    for mut channel in channels {
        channel.overwrites.retain(|overwrite| overwrite.id != id);
        world.commit(Change::Channel(channel.clone()));
        emit::channel(world, "CHANNEL_UPDATE", &channel);
    }
}
