//! The guild and its roles.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::{Answer, Call, id_of, path_id};
use super::error::{ApiError, Problems, Result};
use super::{channels, members};
use crate::sandbox::gateway::emit;
use crate::sandbox::model::{Change, Role};
use crate::sandbox::permissions;
use crate::sandbox::wire;
use crate::sandbox::world::World;

const NAME_CHARS_MAX: usize = 100;
const ROLES_MAX: usize = 250;

pub(super) fn route(world: &mut World, call: &Call, id: &str, rest: &[&str]) -> Result<Answer> {
    if path_id(id, "guild_id")? != world.guild.id {
        return Err(ApiError::unknown_guild());
    }
    match (&call.method, rest) {
        (&Method::GET, []) => {
            let mut guild = wire::guild(world);
            if call.query.get("with_counts").is_some_and(|given| given == "true") {
                guild["approximate_member_count"] = json!(world.members.len());
                guild["approximate_presence_count"] = json!(world.members.len());
            }
            Ok(Answer::ok(guild))
        }
        (&Method::PATCH, []) => edit(world, call),
        (&Method::GET, ["channels"]) => Ok(channels::list(world)),
        (&Method::POST, ["channels"]) => channels::create(world, call),
        (&Method::GET, ["roles"]) => Ok(Answer::ok(world.roles.values().map(wire::role).collect())),
        (&Method::POST, ["roles"]) => create_role(world, call),
        (_, ["roles", role]) => one_role(world, call, role),
        (_, ["members", rest @ ..]) => members::route(world, call, rest),
        _ => Err(ApiError::no_route()),
    }
}

/// Whether the bot has this in the guild as a whole.
pub(super) fn need(world: &World, wanted: u64) -> Result<()> {
    if permissions::in_guild(world, world.guild.bot_id) & wanted != wanted {
        return Err(ApiError::missing_permissions());
    }
    Ok(())
}

fn edit(world: &mut World, call: &Call) -> Result<Answer> {
    need(world, permissions::MANAGE_GUILD)?;
    if let Some(name) = call.body["name"].as_str() {
        let mut problems = Problems::default();
        problems.text("name", name, 2, NAME_CHARS_MAX);
        problems.into_result()?;
        let mut guild = world.guild.clone();
        guild.name = name.to_owned();
        world.commit(Change::Guild(guild));
        emit::guild(world);
    }
    Ok(Answer::ok(wire::guild(world)))
}

fn create_role(world: &mut World, call: &Call) -> Result<Answer> {
    need(world, permissions::MANAGE_ROLES)?;
    if ROLES_MAX <= world.roles.len() {
        let message = "Maximum number of guild roles reached (250)";
        return Err(ApiError::new(axum::http::StatusCode::BAD_REQUEST, 30005, message));
    }
    let everyone = world.roles.get(&world.guild.id).map_or(0, |role| role.permissions);
    let mut role = Role {
        id: 0,
        name: "new role".into(),
        color: 0,
        hoist: false,
        mentionable: false,
        managed: false,
        position: 1,
        permissions: everyone,
    };
    set_fields(world, &mut role, &call.body)?;
    role.id = world.next_id();
    world.commit(Change::Role(role.clone()));
    emit::role(world, "GUILD_ROLE_CREATE", &role);
    Ok(Answer::ok(wire::role(&role)))
}

fn set_fields(world: &World, role: &mut Role, body: &Value) -> Result<()> {
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
        if bits & !permissions::in_guild(world, world.guild.bot_id) & !role.permissions != 0 {
            return Err(ApiError::missing_permissions());
        }
        role.permissions = bits;
    }
    Ok(())
}

fn one_role(world: &mut World, call: &Call, id: &str) -> Result<Answer> {
    let id = path_id(id, "role_id")?;
    let mut role = world.roles.get(&id).cloned().ok_or_else(ApiError::unknown_role)?;
    if call.method == Method::GET {
        return Ok(Answer::ok(wire::role(&role)));
    }
    need_above(world, &role)?;
    match call.method {
        Method::PATCH => {
            set_fields(world, &mut role, &call.body)?;
            world.commit(Change::Role(role.clone()));
            emit::role(world, "GUILD_ROLE_UPDATE", &role);
            Ok(Answer::ok(wire::role(&role)))
        }
        Method::DELETE if id == world.guild.id || role.managed => {
            Err(Problems::one("role_id", "INVALID_ROLE", "Invalid Role"))
        }
        Method::DELETE => {
            delete_role(world, id);
            Ok(Answer::Empty)
        }
        _ => Err(ApiError::no_route()),
    }
}

/// Only a role below the bot's own highest role may be given, taken, changed or deleted by it.
pub(super) fn need_above(world: &World, role: &Role) -> Result<()> {
    need(world, permissions::MANAGE_ROLES)?;
    if permissions::highest_position(world, world.guild.bot_id) <= role.position {
        return Err(ApiError::missing_permissions());
    }
    Ok(())
}

fn delete_role(world: &mut World, id: u64) {
    world.commit(Change::RoleGone(id));
    emit::role_deleted(world, id);
    let holders: Vec<_> = world
        .members
        .values()
        .filter(|member| member.roles.contains(&id))
        .cloned()
        .collect();
    for mut member in holders {
        member.roles.retain(|role| *role != id);
        world.commit(Change::Member(member.clone()));
        emit::member(world, "GUILD_MEMBER_UPDATE", &member);
    }
    let channels: Vec<_> = world
        .channels
        .values()
        .filter(|one| one.overwrites.iter().any(|o| o.id == id))
        .cloned()
        .collect();
    for mut channel in channels {
        channel.overwrites.retain(|overwrite| overwrite.id != id);
        world.commit(Change::Channel(channel.clone()));
        emit::channel(world, "CHANNEL_UPDATE", &channel);
    }
}
