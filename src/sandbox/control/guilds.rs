//! Guilds: making them, inviting the bot, transferring them, outages; and kicking people.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::as_person::ask;
use super::error::{ControlError, Result};
use super::people::{self, find_guild};
use crate::sandbox::gateway::emit;
use crate::sandbox::hub::Hub;
use crate::sandbox::model::{Change, Channel, Guild, channel_kind};
use crate::sandbox::permissions::{self, BOT_PERMISSIONS};
use crate::sandbox::rest::ApiError;
use crate::sandbox::seed;
use crate::sandbox::world::World;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewGuild {
    name: String,
    /// Whether the owner immediately invites the bot.
    #[serde(default)]
    bot: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Invite {
    guild: Option<String>,
    /// The permission bits of the bot's role; by default those that such a bot is usually invited with.
    permissions: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kick {
    /// A person, or the bot's name.
    person: String,
    guild: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Transfer {
    to: String,
    guild: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rename {
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Order {
    /// Names or ids in the order in which READY lists them. All others follow by age.
    order: Vec<String>,
}

/// All guilds. Those of the bot come first, in the order of READY.
pub(super) async fn list(State(hub): State<Arc<Hub>>) -> Json<Value> {
    let world = hub.world();
    let mut guilds = world.bot_guilds();
    let others = world
        .guilds
        .values()
        .filter(|guild| world.member(guild.id, guild.bot_id).is_none());
    guilds.extend(others);
    Json(guilds.into_iter().map(|guild| about(&world, guild)).collect())
}

fn about(world: &World, guild: &Guild) -> Value {
    let owner = world.users.get(&guild.owner_id).map(|user| user.name.as_str());
    json!({
        "id": guild.id.to_string(), "name": guild.name, "owner": owner, "unavailable": guild.unavailable,
        "bot": world.member(guild.id, guild.bot_id).is_some(),
    })
}

/// A person makes a guild with a channel `general`.
pub(super) async fn create(
    State(hub): State<Arc<Hub>>,
    Path(person): Path<String>,
    Json(new): Json<NewGuild>,
) -> Result<(StatusCode, Json<Value>)> {
    let name = new.name.trim();
    if !(2..=100).contains(&name.chars().count()) {
        return Err(ControlError::refused("a guild's name has 2 to 100 characters"));
    }
    let mut world = hub.world();
    let world = &mut *world;
    if world.guilds.values().any(|guild| guild.name == name) {
        return Err(ControlError::conflict(format!("a guild is called {name:?} already")));
    }
    let owner_id = people::find_or_make(world, &person)?.id;
    let guild = Guild {
        id: world.next_id(),
        name: name.to_owned(),
        owner_id,
        bot_id: world.bot_id(),
        unavailable: false,
    };
    world.commit(Change::Guild(guild.clone()));
    seed::plant_everyone(world, guild.id);
    seed::join(world, guild.id, owner_id, Vec::new());
    let mut general = Channel::named(world.next_id(), channel_kind::TEXT, "general");
    general.guild_id = guild.id;
    world.commit(Change::Channel(general));
    world.tell_pages("channels", 0);
    if new.bot {
        add_bot(world, &guild, BOT_PERMISSIONS);
    }
    Ok((StatusCode::CREATED, Json(about(world, &guild))))
}

fn add_bot(world: &mut World, guild: &Guild, permissions: u64) {
    let role = seed::plant_bot_role(world, guild.id, permissions);
    seed::join(world, guild.id, guild.bot_id, vec![role]);
    emit::guild_came(world, guild);
    world.sessions.note_untold();
}

/// A person with the permission to manage a guild invites the bot to it.
pub(super) async fn invite(
    State(hub): State<Arc<Hub>>,
    Path(person): Path<String>,
    Json(invite): Json<Invite>,
) -> Result<Json<Value>> {
    let mut world = hub.world();
    let world = &mut *world;
    let guild = find_guild(world, invite.guild.as_deref())?.clone();
    let inviter = people::find(world, &person)?.id;
    if permissions::in_guild(world, guild.id, inviter) & permissions::MANAGE_GUILD == 0 {
        return Err(ApiError::missing_permissions().into());
    }
    if world.member(guild.id, guild.bot_id).is_some() {
        return Err(ControlError::conflict("the bot is there already"));
    }
    if guild.unavailable {
        return Err(ApiError::unavailable().into());
    }
    add_bot(world, &guild, invite.permissions.unwrap_or(BOT_PERMISSIONS));
    Ok(Json(about(world, &guild)))
}

/// Kicks somebody. For the bot this looks as if they had left. The bot itself can be kicked as well.
pub(super) async fn kick(
    State(hub): State<Arc<Hub>>,
    Path(person): Path<String>,
    Json(kick): Json<Kick>,
) -> Result<StatusCode> {
    let mut world = hub.world();
    let world = &mut *world;
    let by = people::find(world, &person)?.id;
    let gone = people::find_any(world, &kick.person)?.id.to_string();
    let guild = find_guild(world, kick.guild.as_deref())?.id.to_string();
    let path = ["guilds", &guild, "members", &gone];
    ask(world, by, Method::DELETE, &path, Value::Null)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The owner makes somebody else the owner. After that the old one may leave.
pub(super) async fn transfer(
    State(hub): State<Arc<Hub>>,
    Path(person): Path<String>,
    Json(transfer): Json<Transfer>,
) -> Result<Json<Value>> {
    let mut world = hub.world();
    let owner_id = people::find(&world, &transfer.to)?.id.to_string();
    let guild = find_guild(&world, transfer.guild.as_deref())?.id;
    change(&mut world, &person, guild, json!({ "owner_id": owner_id }))
}

pub(super) async fn rename(
    State(hub): State<Arc<Hub>>,
    Path((person, guild)): Path<(String, String)>,
    Json(rename): Json<Rename>,
) -> Result<Json<Value>> {
    let mut world = hub.world();
    let guild = find_guild(&world, Some(&guild))?.id;
    change(&mut world, &person, guild, json!({ "name": rename.name }))
}

fn change(world: &mut World, person: &str, guild_id: u64, body: Value) -> Result<Json<Value>> {
    let by = people::find(world, person)?.id;
    ask(world, by, Method::PATCH, &["guilds", &guild_id.to_string()], body)?;
    Ok(Json(about(world, &world.guilds[&guild_id])))
}

/// Sets the order in which READY lists guilds, from the next IDENTIFY on.
pub(super) async fn arrange(State(hub): State<Arc<Hub>>, Json(wanted): Json<Order>) -> Result<StatusCode> {
    let mut world = hub.world();
    let ids = wanted.order.iter().map(|name| Ok(find_guild(&world, Some(name))?.id));
    let ids: Vec<u64> = ids.collect::<Result<_>>()?;
    world.commit(Change::GuildOrder(ids));
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn begin_outage(State(hub): State<Arc<Hub>>, Path(guild): Path<String>) -> Result<StatusCode> {
    set_outage(&mut hub.world(), &guild, true)
}

pub(super) async fn end_outage(State(hub): State<Arc<Hub>>, Path(guild): Path<String>) -> Result<StatusCode> {
    set_outage(&mut hub.world(), &guild, false)
}

fn set_outage(world: &mut World, guild: &str, unavailable: bool) -> Result<StatusCode> {
    let mut guild = find_guild(world, Some(guild))?.clone();
    if guild.unavailable == unavailable {
        return Ok(StatusCode::NO_CONTENT);
    }
    guild.unavailable = unavailable;
    world.commit(Change::Guild(guild.clone()));
    if world.member(guild.id, guild.bot_id).is_some() {
        if unavailable {
            emit::guild_unavailable(world, guild.id);
        } else {
            emit::guild_came(world, &guild);
        }
        world.sessions.note_untold();
    }
    Ok(StatusCode::NO_CONTENT)
}
