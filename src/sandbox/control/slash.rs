//! A person uses a slash command, or types its options.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::act::{self, Act};
use super::error::{ControlError, Result};
use super::press::Resolved;
use super::slash_options::{self, Given};
use super::{people, view};
use crate::sandbox::hub::Hub;
use crate::sandbox::model::{Command, interaction_kind};
use crate::sandbox::permissions;
use crate::sandbox::validate::command::{is_nested, option_kind};
use crate::sandbox::wire;
use crate::sandbox::world::World;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Slash {
    channel: String,
    /// `t`, `start batch`, `admin roles add`; a leading `/` is accepted.
    command: String,
    #[serde(default)]
    options: Map<String, Value>,
}

pub(super) async fn slash(
    State(hub): State<Arc<Hub>>,
    Path(person): Path<String>,
    Json(slash): Json<Slash>,
) -> Result<Json<Value>> {
    let pending = {
        let mut world = hub.world();
        let world = &mut *world;
        let user_id = people::find(world, &person)?.id;
        let channel_id = view::find_channel(world, user_id, &slash.channel)?;
        view::must_be_able_to_write(world, user_id, channel_id, permissions::USE_APPLICATION_COMMANDS)?;
        let held = permissions::in_channel(world, user_id, &world.channels[&channel_id]);
        let given = Given {
            user_id,
            channel_id,
            options: &slash.options,
        };
        let words: Vec<&str> = slash.command.trim_start_matches('/').split_whitespace().collect();
        let (name, data) = read(world, &words, &given, held)?;
        let kind = interaction_kind::COMMAND;
        act::begin(
            world,
            Act {
                kind,
                user_id,
                channel_id,
                name,
                data,
                source_message: None,
                opened_by: None,
            },
        )
    };
    Ok(Json(act::wait(&hub, pending).await))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typing {
    channel: String,
    /// As in [`Slash`].
    command: String,
    /// What has been typed so far.
    #[serde(default)]
    options: Map<String, Value>,
    /// The option that is being typed.
    focused: String,
}

/// The choices that the bot offers for an option: a list of `{"name", "value"}`.
pub(super) async fn complete(
    State(hub): State<Arc<Hub>>,
    Path(person): Path<String>,
    Json(typing): Json<Typing>,
) -> Result<Json<Value>> {
    let pending = {
        let mut world = hub.world();
        let world = &mut *world;
        let user_id = people::find(world, &person)?.id;
        let channel_id = view::find_channel(world, user_id, &typing.channel)?;
        view::must_be_able_to_write(world, user_id, channel_id, permissions::USE_APPLICATION_COMMANDS)?;
        let held = permissions::in_channel(world, user_id, &world.channels[&channel_id]);
        let words: Vec<&str> = typing.command.trim_start_matches('/').split_whitespace().collect();
        let found = named(world, &words, channel_id, held)?;
        let mut options = typing.options;
        options.entry(typing.focused.clone()).or_insert_with(|| json!(""));
        let options = slash_options::so_far(options_of(&found.level), &options, &typing.focused)?;
        let data = found.data(options, Resolved::in_channel(world, channel_id));
        act::begin(
            world,
            Act {
                kind: interaction_kind::AUTOCOMPLETE,
                user_id,
                channel_id,
                name: words.join(" "),
                data,
                source_message: None,
                opened_by: None,
            },
        )
    };
    Ok(Json(act::wait(&hub, pending).await))
}

/// A registered command, including the path to the named subcommand.
struct Named {
    command: Command,
    /// The command or subcommand that has the options.
    level: Value,
    /// Kind and name of each subcommand on the path.
    path: Vec<(Value, String)>,
}

impl Named {
    /// The command's data as Discord sends it.
    fn data(self, mut options: Vec<Value>, resolved: Resolved) -> Value {
        for (kind, name) in self.path.into_iter().rev() {
            options = vec![json!({ "type": kind, "name": name, "options": options })];
        }
        let mut data = json!({
            "id": self.command.id.to_string(), "name": self.command.body["name"], "type": 1, "options": options,
            "resolved": resolved.into_value(),
        });
        if let Some(guild_id) = self.command.guild_id {
            data["guild_id"] = json!(guild_id.to_string());
        }
        data
    }
}

fn read(world: &mut World, words: &[&str], given: &Given<'_>, held: u64) -> Result<(String, Value)> {
    let found = named(world, words, given.channel_id, held)?;
    let mut resolved = Resolved::in_channel(world, given.channel_id);
    let options = slash_options::read(world, options_of(&found.level), given, &mut resolved)?;
    Ok((words.join(" "), found.data(options, resolved)))
}

fn named(world: &World, words: &[&str], channel_id: u64, held: u64) -> Result<Named> {
    let (first, rest) = words
        .split_first()
        .ok_or_else(|| ControlError::refused("give the command's name"))?;
    let command = find(world, first, channel_id)?.clone();
    let needed = command.body["default_member_permissions"]
        .as_str()
        .and_then(|bits| bits.parse::<u64>().ok());
    if needed.is_some_and(|needed| held & needed != needed) {
        return Err(ControlError::forbidden(format!(
            "/{first} is not offered to this person"
        )));
    }
    let mut level = command.body.clone();
    let mut path = Vec::new();
    for word in rest {
        let next = options_of(&level)
            .iter()
            .find(|option| is_nested(option) && option["name"] == **word)
            .cloned();
        let next = next.ok_or_else(|| {
            ControlError::not_found(format!(
                "/{first} has no subcommand {word:?}; there are: {}",
                names(&level)
            ))
        })?;
        path.push((next["type"].clone(), (*word).to_owned()));
        level = next;
    }
    if options_of(&level).iter().any(is_nested) {
        let message = format!("/{} needs a subcommand: {}", words.join(" "), names(&level));
        return Err(ControlError::refused(message));
    }
    Ok(Named { command, level, path })
}

/// A command of the guild has priority over a global one. In a DM there are only global commands that allow it.
fn find<'a>(world: &'a World, name: &str, channel_id: u64) -> Result<&'a Command> {
    let in_dm = world.channels[&channel_id].recipient.is_some();
    let offered = |command: &&Command| {
        let chat_input = command.body["type"].as_u64().unwrap_or(1) == 1;
        let contexts = command.body["contexts"].as_array();
        let here = contexts.is_none_or(|list| list.contains(&json!(i32::from(in_dm))));
        // `dm_permission` is the older form, which counts if there are no contexts.
        let in_dm_too = command.guild_id.is_none() && (contexts.is_some() || command.body["dm_permission"] != false);
        let installed = command.body["integration_types"].as_array();
        let for_guilds = installed.is_none_or(|list| list.contains(&json!(0)));
        let of_here = command
            .guild_id
            .is_none_or(|id| wire::guild_of(world, channel_id) == Some(id));
        chat_input && here && for_guilds && of_here && (!in_dm || in_dm_too)
    };
    let mut found: Vec<&Command> = world.commands.values().filter(offered).collect();
    found.sort_by_key(|command| command.guild_id.is_none());
    found
        .iter()
        .find(|command| command.body["name"] == *name)
        .copied()
        .ok_or_else(|| {
            let names: Vec<&str> = found
                .iter()
                .filter_map(|command| command.body["name"].as_str())
                .collect();
            ControlError::not_found(format!(
                "no command is called /{name} here; there are: {}",
                names.join(", ")
            ))
        })
}

fn options_of(level: &Value) -> &[Value] {
    level["options"].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn names(level: &Value) -> String {
    let nested = options_of(level).iter().filter(|option| {
        matches!(
            option["type"].as_u64(),
            Some(option_kind::SUBCOMMAND | option_kind::GROUP)
        )
    });
    nested
        .filter_map(|option| option["name"].as_str())
        .collect::<Vec<_>>()
        .join(", ")
}
