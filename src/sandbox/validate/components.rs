//! Rows of buttons and selects in a message.

use serde_json::Value;

use crate::sandbox::rest::Problems;

/// Component types of Discord.
pub(in crate::sandbox) mod kind {
    pub(in crate::sandbox) const ROW: u64 = 1;
    pub(in crate::sandbox) const BUTTON: u64 = 2;
    pub(in crate::sandbox) const TEXT_SELECT: u64 = 3;
    pub(in crate::sandbox) const TEXT_INPUT: u64 = 4;
    pub(in crate::sandbox) const USER_SELECT: u64 = 5;
    pub(in crate::sandbox) const CHANNEL_SELECT: u64 = 8;
}

const ROWS_MAX: usize = 5;
const BUTTONS_MAX: usize = 5;
const BUTTON_LABEL_MAX: usize = 80;
pub(super) const CUSTOM_ID_MAX: usize = 100;
const OPTIONS_MAX: usize = 25;
const OPTION_TEXT_MAX: usize = 100;
const PLACEHOLDER_MAX: usize = 150;
/// The style of a button that opens a page and sends nothing to the bot.
const LINK_STYLE: u64 = 5;

pub(in crate::sandbox) fn check_rows(rows: &[Value], problems: &mut Problems) {
    if ROWS_MAX < rows.len() {
        problems.add(
            "components",
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 5 in length.",
        );
    }
    let mut seen = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let path = format!("components.{index}");
        if row["type"].as_u64() != Some(kind::ROW) {
            problems.add(
                &format!("{path}.type"),
                "UNION_TYPE_CHOICES",
                "Value of field \"type\" must be one of (1,).",
            );
            continue;
        }
        check_row(
            &path,
            row["components"].as_array().map(Vec::as_slice).unwrap_or_default(),
            &mut seen,
            problems,
        );
    }
}

fn check_row(path: &str, items: &[Value], seen: &mut Vec<String>, problems: &mut Problems) {
    let path = format!("{path}.components");
    let selects = items
        .iter()
        .filter(|item| item["type"].as_u64() != Some(kind::BUTTON))
        .count();
    let width_fits = if selects == 0 {
        items.len() <= BUTTONS_MAX
    } else {
        items.len() == 1
    };
    if items.is_empty() {
        problems.add(&path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
    } else if !width_fits {
        problems.add(
            &path,
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            "The specified component exceeds the maximum width",
        );
    }
    for (index, item) in items.iter().enumerate() {
        let path = format!("{path}.{index}");
        match item["type"].as_u64() {
            Some(kind::BUTTON) => check_button(&path, item, seen, problems),
            Some(kind::TEXT_SELECT | kind::USER_SELECT..=kind::CHANNEL_SELECT) => {
                check_select(&path, item, seen, problems);
            }
            _ => problems.add(
                &format!("{path}.type"),
                "UNION_TYPE_CHOICES",
                "Value of field \"type\" must be one of (2, 3, 5, 6, 7, 8).",
            ),
        }
    }
}

fn check_button(path: &str, button: &Value, seen: &mut Vec<String>, problems: &mut Problems) {
    let style = button["style"].as_u64().unwrap_or_default();
    if !(1..=LINK_STYLE).contains(&style) {
        let place = format!("{path}.style");
        problems.add(&place, "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).");
    }
    let label = button["label"].as_str().unwrap_or_default();
    if BUTTON_LABEL_MAX < label.chars().count() {
        problems.add(
            &format!("{path}.label"),
            "BASE_TYPE_MAX_LENGTH",
            "Must be 80 or fewer in length.",
        );
    }
    if label.is_empty() && button["emoji"].is_null() {
        problems.add(
            path,
            "BUTTON_COMPONENT_MISSING_LABEL",
            "A button must have a label or an emoji",
        );
    }
    if style == LINK_STYLE {
        if button["url"].as_str().is_none_or(str::is_empty) {
            problems.add(path, "BUTTON_COMPONENT_URL_REQUIRED", "A url is required");
        }
        if !button["custom_id"].is_null() {
            problems.add(
                path,
                "BUTTON_COMPONENT_CUSTOM_ID_FORBIDDEN",
                "A link button cannot have a custom id",
            );
        }
        return;
    }
    check_custom_id(path, &button["custom_id"], seen, problems);
}

/// A custom id must be present, short enough, and unique.
pub(super) fn check_custom_id(path: &str, custom_id: &Value, seen: &mut Vec<String>, problems: &mut Problems) {
    let place = format!("{path}.custom_id");
    let Some(custom_id) = custom_id.as_str().filter(|id| !id.is_empty()) else {
        problems.add(&place, "COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required");
        return;
    };
    if CUSTOM_ID_MAX < custom_id.chars().count() {
        problems.add(&place, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.");
    }
    if seen.iter().any(|other| other == custom_id) {
        problems.add(
            &place,
            "COMPONENT_CUSTOM_ID_DUPLICATED",
            "Component custom id cannot be duplicated",
        );
    }
    seen.push(custom_id.to_owned());
}

fn check_select(path: &str, select: &Value, seen: &mut Vec<String>, problems: &mut Problems) {
    check_custom_id(path, &select["custom_id"], seen, problems);
    problems.text(
        &format!("{path}.placeholder"),
        select["placeholder"].as_str().unwrap_or_default(),
        0,
        PLACEHOLDER_MAX,
    );
    let min = select["min_values"].as_u64().unwrap_or(1);
    let max = select["max_values"].as_u64().unwrap_or(1);
    if OPTIONS_MAX < min as usize || max == 0 || OPTIONS_MAX < max as usize || max < min {
        problems.add(
            path,
            "SELECT_COMPONENT_MAX_VALUES_INVALID",
            "min_values and max_values do not fit together",
        );
    }
    if select["type"].as_u64() == Some(kind::TEXT_SELECT) {
        check_options(path, select, max, problems);
    }
}

fn check_options(path: &str, select: &Value, max_values: u64, problems: &mut Problems) {
    let options = select["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    if options.is_empty() || OPTIONS_MAX < options.len() {
        problems.add(
            &format!("{path}.options"),
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 25 in length.",
        );
    }
    if (options.len() as u64) < max_values && !options.is_empty() {
        problems.add(
            &format!("{path}.max_values"),
            "SELECT_COMPONENT_MAX_VALUES_INVALID",
            "More than there are options",
        );
    }
    if (options.len() as u64) < select["min_values"].as_u64().unwrap_or(1) && !options.is_empty() {
        problems.add(
            &format!("{path}.min_values"),
            "SELECT_COMPONENT_MIN_VALUES_INVALID",
            "More than there are options",
        );
    }
    let mut values: Vec<&str> = Vec::new();
    for (index, option) in options.iter().enumerate() {
        let place = format!("{path}.options.{index}");
        let value = option["value"].as_str().unwrap_or_default();
        problems.text(
            &format!("{place}.label"),
            option["label"].as_str().unwrap_or_default(),
            1,
            OPTION_TEXT_MAX,
        );
        problems.text(&format!("{place}.value"), value, 1, OPTION_TEXT_MAX);
        let description = option["description"].as_str().unwrap_or_default();
        problems.text(&format!("{place}.description"), description, 0, OPTION_TEXT_MAX);
        if values.contains(&value) {
            let field = format!("{place}.value");
            problems.add(
                &field,
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            );
        }
        values.push(value);
    }
}
