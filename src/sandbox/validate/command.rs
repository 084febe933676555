//! Application commands: names, descriptions, options.

use serde_json::Value;

use crate::sandbox::rest::Problems;

const NAME_MAX: usize = 32;
const DESCRIPTION_MAX: usize = 100;
const OPTIONS_MAX: usize = 25;
/// The maximum number of commands in one scope.
pub(in crate::sandbox) const COMMANDS_MAX: usize = 100;
const CHOICE_MAX: usize = 100;

/// Command option types of Discord.
pub(in crate::sandbox) mod option_kind {
    pub(in crate::sandbox) const SUBCOMMAND: u64 = 1;
    pub(in crate::sandbox) const GROUP: u64 = 2;
    pub(in crate::sandbox) const STRING: u64 = 3;
    pub(in crate::sandbox) const INTEGER: u64 = 4;
    pub(in crate::sandbox) const BOOLEAN: u64 = 5;
    pub(in crate::sandbox) const USER: u64 = 6;
    pub(in crate::sandbox) const CHANNEL: u64 = 7;
    pub(in crate::sandbox) const ROLE: u64 = 8;
    pub(in crate::sandbox) const MENTIONABLE: u64 = 9;
    pub(in crate::sandbox) const NUMBER: u64 = 10;
    pub(in crate::sandbox) const ATTACHMENT: u64 = 11;
}

/// Checks one command. `path` is `""`, or its index in a list.
pub(in crate::sandbox) fn check(path: &str, body: &Value, problems: &mut Problems) {
    check_scopes(path, body, problems);
    let is_chat_input = body["type"].as_u64().unwrap_or(1) == 1;
    if !is_chat_input {
        // The name of a context menu command may have spaces and capitals, and it has no description.
        problems.text(
            &format!("{path}.name"),
            body["name"].as_str().unwrap_or_default(),
            1,
            NAME_MAX,
        );
        return;
    }
    check_name(path, body, problems);
    check_options(path, body, 0, problems);
}

/// Checks where a command is offered (0 in guilds, 1 in the bot's DM, 2 in other DMs) and to whom (0 guilds, 1 users
/// who installed the app).
fn check_scopes(path: &str, body: &Value, problems: &mut Problems) {
    for (field, most) in [("contexts", 2), ("integration_types", 1)] {
        let place = format!("{path}.{field}");
        let list = match &body[field] {
            Value::Null => continue,
            Value::Array(list) => list,
            _ => {
                problems.add(&place, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType.");
                continue;
            }
        };
        if list.is_empty() {
            problems.add(&place, "BASE_TYPE_BAD_LENGTH", "Must be at least 1 in length.");
        }
        if (1..list.len()).any(|index| list[..index].contains(&list[index])) {
            problems.add(&place, "SET_TYPE_ALREADY_CONTAINS_VALUE", "Values must be unique.");
        }
        for (index, one) in list.iter().enumerate() {
            if one.as_u64().is_none_or(|one| most < one) {
                let message = format!("Value must be one of (0 to {most}).");
                problems.add(&format!("{place}.{index}"), "BASE_TYPE_CHOICES", message);
            }
        }
    }
}

fn check_name(path: &str, body: &Value, problems: &mut Problems) {
    let name = body["name"].as_str().unwrap_or_default();
    problems.text(&format!("{path}.name"), name, 1, NAME_MAX);
    let letter_fits = |letter: char| letter == '-' || letter == '_' || letter.is_alphanumeric();
    if !name.chars().all(letter_fits) || name.to_lowercase() != name {
        let place = format!("{path}.name");
        problems.add(&place, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }
    let description = body["description"].as_str().unwrap_or_default();
    problems.text(&format!("{path}.description"), description, 1, DESCRIPTION_MAX);
}

fn check_options(path: &str, body: &Value, depth: usize, problems: &mut Problems) {
    let options = body["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    let place = format!("{path}.options");
    if OPTIONS_MAX < options.len() {
        problems.add(&place, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
    }
    let nested = options.iter().filter(|option| is_nested(option)).count();
    if nested != 0 && nested != options.len() {
        problems.add(
            &place,
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and plain options cannot be mixed",
        );
    }
    let mut names: Vec<&str> = Vec::new();
    let mut optional_seen = false;
    for (index, option) in options.iter().enumerate() {
        let place = format!("{place}.{index}");
        check_name(&place, option, problems);
        let name = option["name"].as_str().unwrap_or_default();
        if names.contains(&name) {
            problems.add(
                &place,
                "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
                "Option names must be unique",
            );
        }
        names.push(name);
        if is_nested(option) {
            let too_deep = depth == 2 || (depth == 1 && option["type"].as_u64() == Some(option_kind::GROUP));
            if too_deep {
                problems.add(&place, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deep");
            } else {
                check_options(&place, option, depth + 1, problems);
            }
            continue;
        }
        let required = option["required"] == true;
        if required && optional_seen {
            let message = "Required options must be placed before non-required options";
            problems.add(&place, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
        }
        optional_seen |= !required;
        check_plain(&place, option, problems);
    }
}

fn check_plain(place: &str, option: &Value, problems: &mut Problems) {
    let kind = option["type"].as_u64().unwrap_or_default();
    if !(option_kind::STRING..=option_kind::ATTACHMENT).contains(&kind) {
        problems.add(
            &format!("{place}.type"),
            "BASE_TYPE_CHOICES",
            "This option type is not known.",
        );
    }
    if option["autocomplete"] == true {
        let completes = matches!(kind, option_kind::STRING | option_kind::INTEGER | option_kind::NUMBER);
        let has_choices = option["choices"].as_array().is_some_and(|choices| !choices.is_empty());
        if !completes || has_choices {
            let message = "Autocomplete is for options of text and numbers without choices";
            problems.add(place, "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID", message);
        }
    }
    check_choices(place, option, problems);
}

/// Checks `choices`: those of an option, and those that the bot offers while an option is typed.
pub(in crate::sandbox) fn check_choices(place: &str, holder: &Value, problems: &mut Problems) {
    let choices = holder["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    if OPTIONS_MAX < choices.len() {
        problems.add(
            &format!("{place}.choices"),
            "BASE_TYPE_MAX_LENGTH",
            "Must be 25 or fewer in length.",
        );
    }
    for (index, choice) in choices.iter().enumerate() {
        let place = format!("{place}.choices.{index}");
        let name = choice["name"].as_str().unwrap_or_default();
        problems.text(&format!("{place}.name"), name, 1, CHOICE_MAX);
        if let Some(value) = choice["value"].as_str() {
            problems.text(&format!("{place}.value"), value, 1, CHOICE_MAX);
        }
    }
}

/// Whether an option is a subcommand or a group of subcommands.
pub(in crate::sandbox) fn is_nested(option: &Value) -> bool {
    matches!(
        option["type"].as_u64(),
        Some(option_kind::SUBCOMMAND | option_kind::GROUP)
    )
}
