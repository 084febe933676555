//! People: listing, joining, leaving, roles, and closed direct messages.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::as_person::ask;
use super::error::{ControlError, Result};
use crate::sandbox::gateway::emit;
use crate::sandbox::hub::Hub;
use crate::sandbox::model::{Change, Guild, User};
use crate::sandbox::seed;
use crate::sandbox::world::World;

const NAME_CHARS_MAX: usize = 32;
/// Lists the people of all guilds, described as members of the first one.
pub(super) const EVERY_GUILD: &str = "*";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Join {
    name: String,
    /// Name or id; the first guild by default.
    guild: Option<String>,
}

/// A guild by name or id; the first one by default.
#[derive(Debug, Deserialize)]
pub(super) struct Where {
    pub guild: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangePerson {
    dms_closed: Option<bool>,
    /// The names of the roles that the person has from now on.
    roles: Option<Vec<String>>,
    /// The guild of the roles; the first one by default.
    guild: Option<String>,
}

pub(super) async fn list(State(hub): State<Arc<Hub>>, Query(place): Query<Where>) -> Result<Json<Value>> {
    let world = hub.world();
    let anywhere = place.guild.as_deref() == Some(EVERY_GUILD);
    let guild = find_guild(&world, place.guild.as_deref().filter(|_| !anywhere))?;
    let is_there = |user: &&User| {
        let inside = world.member(guild.id, user.id).is_some();
        !user.bot && (inside || (anywhere && world.guilds_of(user.id).next().is_some()))
    };
    let people = world.users.values().filter(is_there);
    Ok(Json(people.map(|user| about(&world, guild, user)).collect()))
}

pub(super) async fn one(
    State(hub): State<Arc<Hub>>,
    Path(person): Path<String>,
    Query(place): Query<Where>,
) -> Result<Json<Value>> {
    let world = hub.world();
    let guild = find_guild(&world, place.guild.as_deref())?;
    let user = find(&world, &person)?;
    Ok(Json(about(&world, guild, user)))
}

fn about(world: &World, guild: &Guild, user: &User) -> Value {
    let member = world.member(guild.id, user.id);
    let roles = member.map(|member| member.roles.as_slice()).unwrap_or_default();
    let roles: Vec<&str> = roles
        .iter()
        .filter_map(|id| world.roles.get(id))
        .map(|role| role.name.as_str())
        .collect();
    let guilds: Vec<&str> = world.guilds_of(user.id).map(|guild| guild.name.as_str()).collect();
    json!({
        "id": user.id.to_string(), "username": user.name, "owner": guild.owner_id == user.id, "roles": roles,
        "dms_closed": user.dms_closed, "in_guild": member.is_some(), "guilds": guilds,
    })
}

/// The guild with this name or id, or the first one for `None`. An error lists the guilds.
pub(super) fn find_guild<'a>(world: &'a World, wanted: Option<&str>) -> Result<&'a Guild> {
    let Some(wanted) = wanted else { return Ok(world.home()) };
    let mut guilds = world.guilds.values();
    let found = guilds.find(|guild| guild.name == wanted || guild.id.to_string() == wanted);
    found.ok_or_else(|| {
        let names: Vec<&str> = world.guilds.values().map(|guild| guild.name.as_str()).collect();
        ControlError::not_found(format!(
            "no guild is called {wanted:?}; there are: {}",
            names.join(", ")
        ))
    })
}

/// The person with this name. An error lists the people.
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

/// Somebody who can be kicked or given something: a person, or the bot by its name.
pub(super) fn find_any<'a>(world: &'a World, name: &str) -> Result<&'a User> {
    let bot = world.users.get(&world.bot_id()).filter(|bot| bot.name == name);
    bot.map_or_else(|| find(world, name.trim_start_matches('@')), Ok)
}

/// The person with this name, who is made if they do not exist.
pub(super) fn find_or_make(world: &mut World, name: &str) -> Result<User> {
    let name = name.trim();
    if name.is_empty() || NAME_CHARS_MAX < name.chars().count() {
        return Err(ControlError::refused("a name has 1 to 32 characters"));
    }
    if let Some(user) = world.users.values().find(|user| user.name == name) {
        if user.bot {
            return Err(ControlError::conflict(format!("{name:?} is the bot")));
        }
        return Ok(user.clone());
    }
    let user = User {
        id: world.next_id(),
        name: name.to_owned(),
        bot: false,
        dms_closed: false,
    };
    world.commit(Change::User(user.clone()));
    Ok(user)
}

pub(super) async fn join(State(hub): State<Arc<Hub>>, Json(join): Json<Join>) -> Result<(StatusCode, Json<Value>)> {
    let mut world = hub.world();
    let world = &mut *world;
    let guild = find_guild(world, join.guild.as_deref())?.clone();
    let user = find_or_make(world, &join.name)?;
    if world.member(guild.id, user.id).is_some() {
        return Err(ControlError::conflict(format!("{:?} is there already", user.name)));
    }
    let member = seed::join(world, guild.id, user.id, Vec::new());
    emit::member(world, "GUILD_MEMBER_ADD", &member);
    Ok((StatusCode::CREATED, Json(about(world, &guild, &user))))
}

pub(super) async fn change(
    State(hub): State<Arc<Hub>>,
    Path(person): Path<String>,
    Json(change): Json<ChangePerson>,
) -> Result<Json<Value>> {
    let mut world = hub.world();
    let world = &mut *world;
    let guild = find_guild(world, change.guild.as_deref())?.clone();
    let mut user = find(world, &person)?.clone();
    if let Some(names) = &change.roles {
        set_roles(world, &guild, &user, names)?;
    }
    if let Some(closed) = change.dms_closed {
        user.dms_closed = closed;
        world.commit(Change::User(user.clone()));
        world.tell_pages("people", 0);
    }
    Ok(Json(about(world, &guild, &user)))
}

fn set_roles(world: &mut World, guild: &Guild, user: &User, names: &[String]) -> Result<()> {
    let mut member = world.member(guild.id, user.id).cloned();
    let member = member
        .as_mut()
        .ok_or_else(|| ControlError::refused(format!("{:?} is not in the guild", user.name)))?;
    let mut roles = Vec::with_capacity(names.len());
    for name in names {
        let role = world
            .roles_of(guild.id)
            .find(|role| role.name == *name && !role.managed && role.id != guild.id);
        let role = role.ok_or_else(|| ControlError::not_found(format!("no role is called {name:?}")))?;
        roles.push(role.id);
    }
    member.roles = roles;
    world.commit(Change::Member(member.clone()));
    world.sessions.note_untold();
    emit::member(world, "GUILD_MEMBER_UPDATE", member);
    Ok(())
}

pub(super) async fn leave(
    State(hub): State<Arc<Hub>>,
    Path(person): Path<String>,
    Query(place): Query<Where>,
) -> Result<StatusCode> {
    let mut world = hub.world();
    let world = &mut *world;
    let guild = find_guild(world, place.guild.as_deref())?;
    let (guild_id, owner_id) = (guild.id, guild.owner_id);
    let id = find(world, &person)?.id;
    if id == owner_id {
        return Err(ControlError::refused(
            "the owner cannot leave: first the guild is transferred",
        ));
    }
    if world.member(guild_id, id).is_none() {
        return Err(ControlError::refused(format!("{person:?} is not in the guild")));
    }
    let guild = guild_id.to_string();
    ask(
        world,
        id,
        Method::DELETE,
        &["users", "@me", "guilds", &guild],
        Value::Null,
    )?;
    Ok(StatusCode::NO_CONTENT)
}
