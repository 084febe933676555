//! Application commands, global ones and those of a guild.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::{Answer, Call, path_id};
use super::error::{ApiError, Problems, Result};
use crate::sandbox::model::{Change, Command};
use crate::sandbox::validate::command as rules;
use crate::sandbox::wire;
use crate::sandbox::world::World;

/// Fields that Discord adds; they are not part of the command's body.
const OWN_FIELDS: [&str; 4] = ["id", "application_id", "version", "guild_id"];

pub(super) fn route(world: &mut World, call: &Call, app: &str, rest: &[&str]) -> Result<Answer> {
    if path_id(app, "application_id")? != world.bot_id() {
        return Err(ApiError::new(
            axum::http::StatusCode::NOT_FOUND,
            10002,
            "Unknown Application",
        ));
    }
    let (scope, rest) = match rest {
        ["guilds", id, "commands", rest @ ..] => {
            let id = path_id(id, "guild_id")?;
            if world.member(id, world.bot_id()).is_none() {
                return Err(ApiError::missing_access());
            }
            (Some(id), rest)
        }
        ["commands", rest @ ..] => (None, rest),
        _ => return Err(ApiError::no_route()),
    };
    match (&call.method, rest) {
        (&Method::GET, []) => Ok(list(world, scope)),
        (&Method::PUT, []) => replace_all(world, call, scope),
        (&Method::POST, []) => {
            check_list(std::slice::from_ref(&call.body), false)?;
            let known = find_by_name(world, scope, &call.body).is_some();
            let command = put(world, scope, &call.body);
            let value = wire::command(world, &command);
            Ok(if known {
                Answer::ok(value)
            } else {
                Answer::created(value)
            })
        }
        (_, [id]) => one(world, call, scope, id),
        _ => Err(ApiError::no_route()),
    }
}

fn list(world: &World, scope: Option<u64>) -> Answer {
    let found = world.commands.values().filter(|command| command.guild_id == scope);
    Answer::ok(found.map(|command| wire::command(world, command)).collect())
}

fn check_list(bodies: &[Value], indexed: bool) -> Result<()> {
    let mut problems = Problems::default();
    if rules::COMMANDS_MAX < bodies.len() {
        problems.add("", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.");
    }
    let mut names: Vec<(u64, &str)> = Vec::new();
    for (index, body) in bodies.iter().enumerate() {
        let path = if indexed { index.to_string() } else { String::new() };
        rules::check(&path, body, &mut problems);
        let name = (
            body["type"].as_u64().unwrap_or(1),
            body["name"].as_str().unwrap_or_default(),
        );
        if names.contains(&name) {
            let message = "Application command names must be unique";
            problems.add(&path, "APPLICATION_COMMANDS_DUPLICATE_NAME", message);
        }
        names.push(name);
    }
    problems.into_result()
}

fn replace_all(world: &mut World, call: &Call, scope: Option<u64>) -> Result<Answer> {
    let Some(bodies) = call.body.as_array() else {
        return Err(Problems::one(
            "",
            "LIST_TYPE_CONVERT",
            "Only iterables may be used in a ListType.",
        ));
    };
    check_list(bodies, true)?;
    let kept: Vec<Command> = bodies.iter().map(|body| put(world, scope, body)).collect();
    let of_scope = world.commands.values().filter(|command| command.guild_id == scope);
    let gone: Vec<u64> = of_scope
        .map(|one| one.id)
        .filter(|id| !kept.iter().any(|one| one.id == *id))
        .collect();
    for id in gone {
        world.commit(Change::CommandGone(id));
    }
    Ok(Answer::ok(
        kept.iter().map(|command| wire::command(world, command)).collect(),
    ))
}

fn find_by_name<'a>(world: &'a World, scope: Option<u64>, body: &Value) -> Option<&'a Command> {
    let kind = |value: &Value| value["type"].as_u64().unwrap_or(1);
    let same = |one: &&Command| one.body["name"] == body["name"] && kind(&one.body) == kind(body);
    world
        .commands
        .values()
        .filter(|command| command.guild_id == scope)
        .find(same)
}

/// Registers a command. A command with the same name keeps its id.
fn put(world: &mut World, scope: Option<u64>, body: &Value) -> Command {
    let known = find_by_name(world, scope, body).map(|command| (command.id, command.version, command.body.clone()));
    let body = own_body(body);
    if let Some((id, version, old)) = &known
        && *old == body
    {
        return Command {
            id: *id,
            version: *version,
            guild_id: scope,
            body,
        };
    }
    let version = world.next_id();
    let id = known.map_or(version, |(id, ..)| id);
    let command = Command {
        id,
        version,
        guild_id: scope,
        body,
    };
    world.commit(Change::Command(command.clone()));
    command
}

fn own_body(body: &Value) -> Value {
    let mut body = body.clone();
    if let Some(map) = body.as_object_mut() {
        map.retain(|key, value| !OWN_FIELDS.contains(&key.as_str()) && !value.is_null());
    }
    if body["options"].is_null() {
        body["options"] = json!([]);
    }
    if body["description"].is_null() {
        body["description"] = json!("");
    }
    body
}

fn one(world: &mut World, call: &Call, scope: Option<u64>, id: &str) -> Result<Answer> {
    let id = path_id(id, "command_id")?;
    let found = world.commands.get(&id).filter(|command| command.guild_id == scope);
    let mut command = found.cloned().ok_or_else(ApiError::unknown_command)?;
    match call.method {
        Method::GET => {}
        Method::PATCH => {
            let mut body = command.body.clone();
            wire::merge(&mut body, call.body.clone());
            check_list(std::slice::from_ref(&body), false)?;
            command.body = own_body(&body);
            command.version = world.next_id();
            world.commit(Change::Command(command.clone()));
        }
        Method::DELETE => {
            world.commit(Change::CommandGone(id));
            return Ok(Answer::Empty);
        }
        _ => return Err(ApiError::no_route()),
    }
    Ok(Answer::ok(wire::command(world, &command)))
}
