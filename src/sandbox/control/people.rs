//! People: who is there, who comes and goes, who closes his DMs.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ControlError, Result};
use crate::sandbox::gateway::emit;
use crate::sandbox::hub::Hub;
use crate::sandbox::model::{Change, Member, User};
use crate::sandbox::snowflake;
use crate::sandbox::world::World;

const NAME_CHARS_MAX: usize = 32;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Join {
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangePerson {
    dms_closed: Option<bool>,
    /// Role names: exactly these from now on.
    roles: Option<Vec<String>>,
}

pub(super) async fn list(State(hub): State<Arc<Hub>>) -> Json<Value> {
    let world = hub.world();
    let people = world
        .users
        .values()
        .filter(|user| !user.bot && world.members.contains_key(&user.id));
    Json(people.map(|user| about(&world, user)).collect())
}

pub(super) async fn one(State(hub): State<Arc<Hub>>, Path(person): Path<String>) -> Result<Json<Value>> {
    let world = hub.world();
    let user = find(&world, &person)?;
    Ok(Json(about(&world, user)))
}

fn about(world: &World, user: &User) -> Value {
    let member = world.members.get(&user.id);
    let roles = member.map(|member| member.roles.as_slice()).unwrap_or_default();
    let roles: Vec<&str> = roles
        .iter()
        .filter_map(|id| world.roles.get(id))
        .map(|role| role.name.as_str())
        .collect();
    json!({
        "id": user.id.to_string(), "username": user.name, "owner": world.guild.owner_id == user.id, "roles": roles,
        "dms_closed": user.dms_closed, "in_guild": member.is_some(),
    })
}

/// The person of this name, or a refusal that says who is there.
pub(super) fn find<'a>(world: &'a World, name: &str) -> Result<&'a User> {
    world.find_person(name).ok_or_else(|| {
        let names: Vec<&str> = world
            .users
            .values()
            .filter(|user| !user.bot)
            .map(|user| user.name.as_str())
            .collect();
        ControlError::not_found(format!("nobody is called {name:?}; there are: {}", names.join(", ")))
    })
}

pub(super) async fn join(State(hub): State<Arc<Hub>>, Json(join): Json<Join>) -> Result<(StatusCode, Json<Value>)> {
    let name = join.name.trim();
    if name.is_empty() || NAME_CHARS_MAX < name.chars().count() {
        return Err(ControlError::refused("a name has 1 to 32 characters"));
    }
    let mut world = hub.world();
    let world = &mut *world;
    let known = world.users.values().find(|user| user.name == name).cloned();
    if known
        .as_ref()
        .is_some_and(|user| user.bot || world.members.contains_key(&user.id))
    {
        return Err(ControlError {
            status: StatusCode::CONFLICT,
            error: format!("{name:?} is there already"),
        });
    }
    let user = known.unwrap_or_else(|| {
        let user = User {
            id: world.next_id(),
            name: name.to_owned(),
            bot: false,
            dms_closed: false,
        };
        world.commit(Change::User(user.clone()));
        user
    });
    let member = Member {
        user_id: user.id,
        nick: None,
        roles: Vec::new(),
        joined_at_ms: snowflake::now_ms(),
    };
    world.commit(Change::Member(member.clone()));
    emit::member(world, "GUILD_MEMBER_ADD", &member);
    Ok((StatusCode::CREATED, Json(about(world, &user))))
}

pub(super) async fn change(
    State(hub): State<Arc<Hub>>,
    Path(person): Path<String>,
    Json(change): Json<ChangePerson>,
) -> Result<Json<Value>> {
    let mut world = hub.world();
    let world = &mut *world;
    let mut user = find(world, &person)?.clone();
    if let Some(names) = &change.roles {
        set_roles(world, &user, names)?;
    }
    if let Some(closed) = change.dms_closed {
        user.dms_closed = closed;
        world.commit(Change::User(user.clone()));
        world.tell_pages("people", 0);
    }
    Ok(Json(about(world, &user)))
}

fn set_roles(world: &mut World, user: &User, names: &[String]) -> Result<()> {
    let mut member = world.members.get(&user.id).cloned();
    let member = member
        .as_mut()
        .ok_or_else(|| ControlError::refused(format!("{:?} is not in the guild", user.name)))?;
    let mut roles = Vec::with_capacity(names.len());
    for name in names {
        let role = world
            .roles
            .values()
            .find(|role| role.name == *name && !role.managed && role.id != world.guild.id);
        let role = role.ok_or_else(|| ControlError::not_found(format!("no role is called {name:?}")))?;
        roles.push(role.id);
    }
    member.roles = roles;
    world.commit(Change::Member(member.clone()));
    emit::member(world, "GUILD_MEMBER_UPDATE", member);
    Ok(())
}

pub(super) async fn leave(State(hub): State<Arc<Hub>>, Path(person): Path<String>) -> Result<StatusCode> {
    let mut world = hub.world();
    let id = find(&world, &person)?.id;
    if id == world.guild.owner_id {
        return Err(ControlError::refused("the owner cannot leave"));
    }
    if !world.members.contains_key(&id) {
        return Err(ControlError::refused(format!("{person:?} is not in the guild")));
    }
    world.commit(Change::MemberGone(id));
    emit::member_removed(&mut world, id);
    Ok(StatusCode::NO_CONTENT)
}
