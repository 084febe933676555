//! Modals: a title and up to five text inputs.

use serde_json::Value;

use super::components::{CUSTOM_ID_MAX, check_custom_id, kind};
use crate::sandbox::rest::Problems;

const TITLE_MAX: usize = 45;
const INPUTS_MAX: usize = 5;
const LABEL_MAX: usize = 45;
const PLACEHOLDER_MAX: usize = 100;
/// The longest text in an input, in characters.
pub(in crate::sandbox) const VALUE_MAX: usize = 4_000;

pub(in crate::sandbox) fn check(data: &Value, problems: &mut Problems) {
    problems.text("data.title", data["title"].as_str().unwrap_or_default(), 1, TITLE_MAX);
    problems.text(
        "data.custom_id",
        data["custom_id"].as_str().unwrap_or_default(),
        1,
        CUSTOM_ID_MAX,
    );
    let rows = data["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    if rows.is_empty() || INPUTS_MAX < rows.len() {
        problems.add(
            "data.components",
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 5 in length.",
        );
    }
    let mut seen = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let path = format!("data.components.{index}");
        let items = row["components"].as_array().map(Vec::as_slice).unwrap_or_default();
        if row["type"].as_u64() != Some(kind::ROW) || items.len() != 1 {
            problems.add(
                &path,
                "BASE_TYPE_BAD_LENGTH",
                "Must be an action row with one text input.",
            );
            continue;
        }
        check_input(&format!("{path}.components.0"), &items[0], &mut seen, problems);
    }
}

fn check_input(path: &str, input: &Value, seen: &mut Vec<String>, problems: &mut Problems) {
    if input["type"].as_u64() != Some(kind::TEXT_INPUT) {
        problems.add(
            &format!("{path}.type"),
            "UNION_TYPE_CHOICES",
            "Value of field \"type\" must be one of (4,).",
        );
        return;
    }
    check_custom_id(path, &input["custom_id"], seen, problems);
    problems.text(
        &format!("{path}.label"),
        input["label"].as_str().unwrap_or_default(),
        1,
        LABEL_MAX,
    );
    problems.text(
        &format!("{path}.placeholder"),
        input["placeholder"].as_str().unwrap_or_default(),
        0,
        PLACEHOLDER_MAX,
    );
    problems.text(
        &format!("{path}.value"),
        input["value"].as_str().unwrap_or_default(),
        0,
        input["max_length"].as_u64().map_or(VALUE_MAX, |most| most as usize),
    );
    if !matches!(input["style"].as_u64(), Some(1 | 2)) {
        problems.add(
            &format!("{path}.style"),
            "BASE_TYPE_CHOICES",
            "Value must be one of (1, 2).",
        );
    }
    let min = input["min_length"].as_u64().unwrap_or(0);
    let max = input["max_length"].as_u64().unwrap_or(VALUE_MAX as u64);
    if max == 0 || (VALUE_MAX as u64) < max || max < min {
        problems.add(path, "NUMBER_TYPE_MAX", "min_length and max_length do not fit together");
    }
}
