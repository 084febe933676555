//! The options of a slash command, each parsed as its registered type.

use serde_json::{Map, Value, json};

use super::error::{ControlError, Result};
use super::press::Resolved;
use super::say::GivenFile;
use crate::sandbox::validate::command::option_kind;
use crate::sandbox::world::World;

/// The longest string option, in characters.
const STRING_CHARS_MAX: usize = 6_000;

/// Which options were given, by whom and where.
#[derive(Debug)]
pub(super) struct Given<'a> {
    pub user_id: u64,
    pub channel_id: u64,
    pub options: &'a Map<String, Value>,
}

/// The options as Discord sends them, in the order of registration.
pub(super) fn read(
    world: &mut World,
    registered: &[Value],
    given: &Given<'_>,
    resolved: &mut Resolved,
) -> Result<Vec<Value>> {
    let known: Vec<&str> = registered.iter().filter_map(|option| option["name"].as_str()).collect();
    if let Some(unknown) = given.options.keys().find(|name| !known.contains(&name.as_str())) {
        let message = format!("the command has no option {unknown:?}; there are: {}", known.join(", "));
        return Err(ControlError::refused(message));
    }
    let mut options = Vec::new();
    for option in registered {
        let name = option["name"].as_str().unwrap_or_default();
        match given.options.get(name).filter(|value| !value.is_null()) {
            Some(value) => {
                let kind = option["type"].as_u64().unwrap_or_default();
                let value = value_of(world, option, kind, value, given, resolved)?;
                options.push(json!({ "type": kind, "name": name, "value": value }));
            }
            None if option["required"] == true => {
                return Err(ControlError::refused(format!("the option {name:?} is required")));
            }
            None => {}
        }
    }
    Ok(options)
}

/// The options as Discord sends them while one of them is typed: as unparsed text, and none required.
pub(super) fn so_far(registered: &[Value], given: &Map<String, Value>, focused: &str) -> Result<Vec<Value>> {
    let asked = registered.iter().find(|option| option["name"] == *focused);
    if asked.is_none_or(|option| option["autocomplete"] != true) {
        let message = format!("the command completes no option {focused:?}");
        return Err(ControlError::refused(message));
    }
    let typed = registered.iter().filter_map(|option| {
        let name = option["name"].as_str()?;
        let value = given.get(name).filter(|value| value.is_string() || name == focused)?;
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let mut sent = json!({ "type": option["type"], "name": name, "value": text });
        if name == focused {
            sent["focused"] = json!(true);
        }
        Some(sent)
    });
    Ok(typed.collect())
}

fn value_of(
    world: &mut World,
    option: &Value,
    kind: u64,
    value: &Value,
    given: &Given<'_>,
    resolved: &mut Resolved,
) -> Result<Value> {
    let name = option["name"].as_str().unwrap_or_default();
    let wrong = |what: &str| ControlError::refused(format!("the option {name:?} is {what}, not {value}"));
    let text = || value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let value = match kind {
        option_kind::STRING => {
            let text = text();
            let most = option["max_length"]
                .as_u64()
                .map_or(STRING_CHARS_MAX, |most| most as usize);
            let least = option["min_length"].as_u64().unwrap_or(0) as usize;
            let length = text.chars().count();
            if length < least || most < length {
                return Err(wrong(&format!("a text of {least} to {most} characters")));
            }
            json!(text)
        }
        option_kind::INTEGER => {
            let number = value
                .as_i64()
                .or_else(|| text().trim().parse().ok())
                .ok_or_else(|| wrong("an integer"))?;
            check_range(option, number as f64).map_err(|range| wrong(&range))?;
            json!(number)
        }
        option_kind::NUMBER => {
            let number = value
                .as_f64()
                .or_else(|| text().trim().parse().ok())
                .ok_or_else(|| wrong("a number"))?;
            check_range(option, number).map_err(|range| wrong(&range))?;
            json!(number)
        }
        option_kind::BOOLEAN => json!(
            value
                .as_bool()
                .or_else(|| text().parse().ok())
                .ok_or_else(|| wrong("true or false"))?
        ),
        option_kind::USER => json!(resolved.add_user(world, &text())?.to_string()),
        option_kind::CHANNEL => json!(resolved.add_channel(world, given.user_id, &text())?.to_string()),
        option_kind::ROLE => json!(resolved.add_role(world, &text())?.to_string()),
        option_kind::MENTIONABLE => json!(resolved.add_any(world, &text())?.to_string()),
        option_kind::ATTACHMENT => {
            let file: GivenFile = serde_json::from_value(value.clone()).map_err(|_| wrong("{\"name\", \"base64\"}"))?;
            let id = file.keep(world, given.channel_id)?;
            resolved.add_attachment(world, id);
            json!(id.to_string())
        }
        _ => return Err(wrong("of a type the sandbox does not know")),
    };
    check_choice(option, value)
}

fn check_range(option: &Value, number: f64) -> std::result::Result<(), String> {
    let least = option["min_value"].as_f64().unwrap_or(f64::MIN);
    let most = option["max_value"].as_f64().unwrap_or(f64::MAX);
    if number < least || most < number {
        return Err(format!("between {least} and {most}"));
    }
    Ok(())
}

/// If choices are registered, the value must be one of them, given by value or by name.
fn check_choice(option: &Value, value: Value) -> Result<Value> {
    let Some(choices) = option["choices"].as_array().filter(|choices| !choices.is_empty()) else {
        return Ok(value);
    };
    let chosen = choices
        .iter()
        .find(|choice| choice["value"] == value || choice["name"] == value);
    let Some(chosen) = chosen else {
        let names: Vec<&str> = choices.iter().filter_map(|choice| choice["name"].as_str()).collect();
        let message = format!(
            "{value} is not a choice of {}; there are: {}",
            option["name"],
            names.join(", ")
        );
        return Err(ControlError::refused(message));
    };
    Ok(chosen["value"].clone())
}
