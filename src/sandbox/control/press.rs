//! A person presses a button or chooses from a select.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::act::{self, Act};
use super::error::{ControlError, Result};
use super::{people, view};
use crate::sandbox::hub::Hub;
use crate::sandbox::model::interaction_kind;
use crate::sandbox::rest;
use crate::sandbox::validate::components::kind;
use crate::sandbox::wire;
use crate::sandbox::world::World;

/// The style of a button that only opens a link.
const LINK_STYLE: u64 = 5;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Press {
    message_id: Value,
    custom_id: Option<String>,
    /// The text of the button, if its custom id is not known.
    label: Option<String>,
    #[serde(default)]
    values: Vec<String>,
}

pub(super) async fn press(
    State(hub): State<Arc<Hub>>,
    Path(person): Path<String>,
    Json(press): Json<Press>,
) -> Result<Json<Value>> {
    let pending = {
        let mut world = hub.world();
        let user_id = people::find(&world, &person)?.id;
        let id = rest::id_of(&press.message_id).ok_or_else(|| ControlError::refused("message_id is a message id"))?;
        let message = view::find_message(&world, user_id, id)?;
        let component = find_component(&message.components, &press)?.clone();
        let channel_id = message.channel_id;
        view::must_be_available(&world, channel_id)?;
        let data = data(&world, channel_id, &component, &press.values)?;
        let name = component["custom_id"].as_str().unwrap_or_default().to_owned();
        let kind = interaction_kind::COMPONENT;
        act::begin(
            &mut world,
            Act {
                kind,
                user_id,
                channel_id,
                name,
                data,
                source_message: Some(id),
                opened_by: None,
            },
        )
    };
    Ok(Json(act::wait(&hub, pending).await))
}

fn find_component<'a>(rows: &'a [Value], press: &Press) -> Result<&'a Value> {
    let items = || rows.iter().filter_map(|row| row["components"].as_array()).flatten();
    let found = match (&press.custom_id, &press.label) {
        (Some(custom_id), _) => items().find(|item| item["custom_id"] == **custom_id),
        (None, Some(label)) => items().find(|item| item["label"] == **label || item["placeholder"] == **label),
        (None, None) => {
            return Err(ControlError::refused(
                "give the custom_id or the label of what is pressed",
            ));
        }
    };
    let Some(found) = found else {
        let there: Vec<String> = items()
            .map(|item| format!("{} ({})", item["label"], item["custom_id"]))
            .collect();
        let message = format!(
            "the message has no such button or select; there are: {}",
            there.join(", ")
        );
        return Err(ControlError::not_found(message));
    };
    if found["disabled"] == true {
        return Err(ControlError::refused(format!("{} is disabled", found["custom_id"])));
    }
    if found["style"].as_u64() == Some(LINK_STYLE) && found["type"].as_u64() == Some(kind::BUTTON) {
        return Err(ControlError::refused(
            "a link opens a page; the bot hears nothing of it",
        ));
    }
    Ok(found)
}

fn data(world: &World, channel_id: u64, component: &Value, values: &[String]) -> Result<Value> {
    let component_type = component["type"].as_u64().unwrap_or_default();
    let mut data = json!({ "custom_id": component["custom_id"], "component_type": component_type, "id": 1 });
    if component_type == kind::BUTTON {
        if !values.is_empty() {
            return Err(ControlError::refused("a button takes no values"));
        }
        return Ok(data);
    }
    let least = component["min_values"].as_u64().unwrap_or(1) as usize;
    let most = component["max_values"].as_u64().unwrap_or(1) as usize;
    if values.len() < least || most < values.len() {
        return Err(ControlError::refused(format!(
            "choose between {least} and {most} values"
        )));
    }
    if (1..values.len()).any(|place| values[..place].contains(&values[place])) {
        return Err(ControlError::refused("nothing can be chosen twice"));
    }
    if component_type == kind::TEXT_SELECT {
        let options = component["options"].as_array().map(Vec::as_slice).unwrap_or_default();
        if let Some(wrong) = values
            .iter()
            .find(|value| !options.iter().any(|option| option["value"] == ***value))
        {
            let known: Vec<&str> = options.iter().filter_map(|option| option["value"].as_str()).collect();
            return Err(ControlError::refused(format!(
                "{wrong:?} is not an option; there are: {}",
                known.join(", ")
            )));
        }
        data["values"] = json!(values);
        return Ok(data);
    }
    let mut resolved = Resolved::in_channel(world, channel_id);
    let mut ids = Vec::with_capacity(values.len());
    for value in values {
        ids.push(resolved.add_any(world, value)?.to_string());
    }
    wire::merge(&mut data, json!({ "values": ids, "resolved": resolved.into_value() }));
    Ok(data)
}

/// The `resolved` part of an interaction: complete records of everything it names by id.
#[derive(Debug)]
pub(super) struct Resolved {
    /// The guild of the interaction; 0 in a DM.
    guild_id: u64,
    parts: Map<String, Value>,
}

impl Resolved {
    pub(super) fn in_channel(world: &World, channel_id: u64) -> Self {
        Resolved {
            guild_id: wire::guild_of(world, channel_id).unwrap_or(0),
            parts: Map::new(),
        }
    }

    /// The guild whose members, channels and roles can be named. In a DM it is the first guild, although Discord's
    /// client offers none there.
    fn named_guild(&self, world: &World) -> u64 {
        if self.guild_id == 0 {
            world.home_id
        } else {
            self.guild_id
        }
    }

    fn put(&mut self, part: &str, id: u64, value: Value) {
        self.parts.entry(part).or_insert_with(|| json!({}))[id.to_string()] = value;
    }

    /// A user by username, `@username` or id.
    pub(super) fn add_user(&mut self, world: &World, wanted: &str) -> Result<u64> {
        let name = wanted.trim_start_matches('@');
        let mut users = world.users.values();
        let user = users.find(|user| user.name == name || user.id.to_string() == name);
        let id = user
            .ok_or_else(|| ControlError::not_found(format!("nobody is called {wanted:?}")))?
            .id;
        self.put("users", id, wire::user(world, id));
        if let Some(member) = world.member(self.named_guild(world), id) {
            let mut value = wire::member(world, member);
            if let Some(map) = value.as_object_mut() {
                map.remove("user");
                map.remove("deaf");
                map.remove("mute");
            }
            value["permissions"] =
                json!(crate::sandbox::permissions::in_guild(world, self.named_guild(world), id).to_string());
            self.put("members", id, value);
        }
        Ok(id)
    }

    pub(super) fn add_channel(&mut self, world: &World, user_id: u64, wanted: &str) -> Result<u64> {
        let name = wanted.trim_start_matches('#');
        let mut channels = world.channels_of(self.named_guild(world));
        let channel = channels.find(|channel| channel.name == name || channel.id.to_string() == name);
        let channel = channel.ok_or_else(|| ControlError::not_found(format!("no channel is called {wanted:?}")))?;
        let mut value = wire::channel(world, channel);
        value["permissions"] = json!(wire::permissions_in(world, user_id, channel.id));
        self.put("channels", channel.id, value);
        Ok(channel.id)
    }

    pub(super) fn add_role(&mut self, world: &World, wanted: &str) -> Result<u64> {
        let name = wanted.trim_start_matches('@');
        let role = world
            .roles_of(self.named_guild(world))
            .find(|role| role.name == name || role.id.to_string() == name);
        let role = role.ok_or_else(|| ControlError::not_found(format!("no role is called {wanted:?}")))?;
        self.put("roles", role.id, wire::role(role));
        Ok(role.id)
    }

    pub(super) fn add_attachment(&mut self, world: &World, id: u64) {
        if let Some(attachment) = world.attachments.get(&id) {
            self.put("attachments", id, wire::attachment(world, attachment));
        }
    }

    /// Adds the person, role or channel with this name.
    pub(super) fn add_any(&mut self, world: &World, wanted: &str) -> Result<u64> {
        if let Ok(id) = self.add_user(world, wanted) {
            return Ok(id);
        }
        self.add_role(world, wanted)
            .or_else(|_| self.add_channel(world, world.home().owner_id, wanted))
    }

    pub(super) fn into_value(self) -> Value {
        Value::Object(self.parts)
    }
}
