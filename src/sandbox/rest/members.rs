//! Members of a guild and their roles.

use axum::http::Method;
use serde_json::Value;

use super::call::{Answer, Call, id_of, path_id};
use super::error::{ApiError, Problems, Result};
use super::{need, roles, threads};
use crate::sandbox::gateway::emit;
use crate::sandbox::model::{Change, Member};
use crate::sandbox::permissions;
use crate::sandbox::wire;
use crate::sandbox::world::World;

/// The largest page of a list of members.
const LIST_MAX: u64 = 1_000;
const NICK_CHARS_MAX: usize = 32;

pub(super) fn route(world: &mut World, call: &Call, guild_id: u64, rest: &[&str]) -> Result<Answer> {
    match (&call.method, rest) {
        (&Method::GET, []) => list(world, guild_id, call),
        (&Method::GET, ["search"]) => Ok(search(world, guild_id, call)),
        (&Method::PATCH, ["@me"]) => {
            let own = world
                .member(guild_id, call.actor)
                .cloned()
                .ok_or_else(ApiError::unknown_member)?;
            Ok(rename(world, own, &call.body["nick"]))
        }
        (&Method::GET, [id]) => {
            let member = find(world, guild_id, id)?;
            Ok(Answer::ok(wire::member(world, &member)))
        }
        (&Method::PATCH, [id]) => edit(world, call, guild_id, id),
        (&Method::DELETE, [id]) => kick(world, call, guild_id, id),
        (_, [id, "roles", role]) => one_role(world, call, guild_id, [id, role]),
        _ => Err(ApiError::no_route()),
    }
}

fn find(world: &World, guild_id: u64, id: &str) -> Result<Member> {
    let id = path_id(id, "user_id")?;
    let found = world.member(guild_id, id).cloned();
    found.ok_or_else(|| {
        if world.users.contains_key(&id) {
            ApiError::unknown_member()
        } else {
            ApiError::unknown_user()
        }
    })
}

fn list(world: &World, guild_id: u64, call: &Call) -> Result<Answer> {
    let limit = call.number("limit").unwrap_or(1);
    if limit == 0 || LIST_MAX < limit {
        return Err(Problems::one(
            "limit",
            "NUMBER_TYPE_MAX",
            "int value should be between 1 and 1000.",
        ));
    }
    let after = call.number("after").unwrap_or(0);
    let page = world.members_of(guild_id).filter(|member| after < member.user_id);
    let page = page.take(limit as usize).map(|member| wire::member(world, member));
    Ok(Answer::ok(page.collect()))
}

fn search(world: &World, guild_id: u64, call: &Call) -> Answer {
    let wanted = call
        .query
        .get("query")
        .map(|text| text.to_lowercase())
        .unwrap_or_default();
    let limit = call.number("limit").unwrap_or(1).min(LIST_MAX) as usize;
    let begins = |member: &&Member| {
        let name = world.users.get(&member.user_id).map_or("", |user| user.name.as_str());
        let nick = member.nick.as_deref().unwrap_or_default();
        name.to_lowercase().starts_with(&wanted) || (!nick.is_empty() && nick.to_lowercase().starts_with(&wanted))
    };
    Answer::ok(
        world
            .members_of(guild_id)
            .filter(begins)
            .take(limit)
            .map(|member| wire::member(world, member))
            .collect(),
    )
}

fn rename(world: &mut World, mut member: Member, nick: &Value) -> Answer {
    member.nick = nick.as_str().filter(|nick| !nick.is_empty()).map(str::to_owned);
    save(world, &member)
}

fn save(world: &mut World, member: &Member) -> Answer {
    world.commit(Change::Member(member.clone()));
    emit::member(world, "GUILD_MEMBER_UPDATE", member);
    Answer::ok(wire::member(world, member))
}

fn edit(world: &mut World, call: &Call, guild_id: u64, id: &str) -> Result<Answer> {
    let mut member = find(world, guild_id, id)?;
    if let Some(nick) = call.body.get("nick") {
        need::in_guild(world, guild_id, call.actor, permissions::MANAGE_NICKNAMES)?;
        let nick = nick.as_str().unwrap_or_default();
        let mut problems = Problems::default();
        problems.text("nick", nick, 0, NICK_CHARS_MAX);
        problems.into_result()?;
        member.nick = Some(nick.to_owned()).filter(|nick| !nick.is_empty());
    }
    if let Some(list) = call.body["roles"].as_array() {
        let wanted: Vec<u64> = list.iter().filter_map(id_of).collect();
        let given = wanted.iter().filter(|role| !member.roles.contains(role));
        let taken = member.roles.iter().filter(|role| !wanted.contains(role));
        for role in given.chain(taken) {
            roles::need_above(world, call.actor, roles::find(world, guild_id, *role)?)?;
        }
        member.roles = wanted;
    }
    Ok(save(world, &member))
}

/// Kicks somebody, possibly a bot. The caller's highest role must be above theirs.
fn kick(world: &mut World, call: &Call, guild_id: u64, id: &str) -> Result<Answer> {
    let member = find(world, guild_id, id)?;
    need::in_guild(world, guild_id, call.actor, permissions::KICK_MEMBERS)?;
    let rank = |user_id| permissions::highest_position(world, guild_id, user_id);
    if rank(call.actor) <= rank(member.user_id) {
        return Err(ApiError::missing_permissions());
    }
    remove(world, guild_id, member.user_id);
    Ok(Answer::Empty)
}

/// Removes somebody from the guild. A bot's own role is removed with it.
pub(super) fn remove(world: &mut World, guild_id: u64, user_id: u64) {
    threads::forget(world, guild_id, user_id);
    if user_id != world.bot_id() {
        world.commit(Change::MemberLeft { guild_id, user_id });
        emit::member_removed(world, guild_id, user_id);
        return;
    }
    let held = world.member(guild_id, user_id).map(|bot| bot.roles.clone());
    world.commit(Change::MemberLeft { guild_id, user_id });
    for role in held.unwrap_or_default() {
        if world.roles.get(&role).is_some_and(|role| role.managed) {
            world.commit(Change::RoleGone(role));
        }
    }
    emit::guild_left(world, guild_id);
}

fn one_role(world: &mut World, call: &Call, guild_id: u64, [id, role]: [&str; 2]) -> Result<Answer> {
    let mut member = find(world, guild_id, id)?;
    let role_id = path_id(role, "role_id")?;
    let role = roles::find(world, guild_id, role_id)?;
    roles::need_above(world, call.actor, role)?;
    if role.managed || role_id == guild_id {
        return Err(ApiError::missing_permissions());
    }
    let has = member.roles.contains(&role_id);
    match call.method {
        Method::PUT if !has => member.roles.push(role_id),
        Method::DELETE if has => member.roles.retain(|one| *one != role_id),
        Method::PUT | Method::DELETE => return Ok(Answer::Empty),
        _ => return Err(ApiError::no_route()),
    }
    save(world, &member);
    Ok(Answer::Empty)
}
