//! Embeds: the limits of each part and of all together.

use serde_json::{Value, json};

use crate::sandbox::rest::Problems;

const EMBEDS_MAX: usize = 10;
const TITLE_MAX: usize = 256;
const DESCRIPTION_MAX: usize = 4_096;
const FIELDS_MAX: usize = 25;
const FIELD_NAME_MAX: usize = 256;
const FIELD_VALUE_MAX: usize = 1_024;
const FOOTER_MAX: usize = 2_048;
const AUTHOR_MAX: usize = 256;
/// The maximum length of all texts in all embeds of a message together, in characters.
const TOTAL_MAX: usize = 6_000;
const COLOR_MAX: u64 = 0x00FF_FFFF;

pub(in crate::sandbox) fn check_all(embeds: &[Value], problems: &mut Problems) {
    if EMBEDS_MAX < embeds.len() {
        problems.add("embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.");
    }
    let total: usize = embeds.iter().map(length).sum();
    if TOTAL_MAX < total {
        problems.add(
            "embeds",
            "MAX_EMBED_SIZE_EXCEEDED",
            "Embed size exceeds maximum size of 6000",
        );
    }
    for (index, embed) in embeds.iter().enumerate() {
        check(&format!("embeds.{index}"), embed, problems);
    }
}

fn check(path: &str, embed: &Value, problems: &mut Problems) {
    if !embed.is_object() {
        problems.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        return;
    }
    longest(path, "title", &embed["title"], TITLE_MAX, problems);
    longest(path, "description", &embed["description"], DESCRIPTION_MAX, problems);
    longest(path, "footer.text", &embed["footer"]["text"], FOOTER_MAX, problems);
    longest(path, "author.name", &embed["author"]["name"], AUTHOR_MAX, problems);
    for (part, key) in [("footer", "text"), ("author", "name")] {
        if embed[part].is_object() && is_empty_text(&embed[part][key]) {
            problems.required(&format!("{path}.{part}.{key}"));
        }
    }
    if embed["color"].as_u64().is_some_and(|color| COLOR_MAX < color) {
        problems.add(
            &format!("{path}.color"),
            "NUMBER_TYPE_MAX",
            "int value should be less than or equal to 16777215.",
        );
    }
    let fields = embed["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
    if FIELDS_MAX < fields.len() {
        problems.add(
            &format!("{path}.fields"),
            "BASE_TYPE_MAX_LENGTH",
            "Must be 25 or fewer in length.",
        );
    }
    for (index, field) in fields.iter().enumerate() {
        for (key, max) in [("name", FIELD_NAME_MAX), ("value", FIELD_VALUE_MAX)] {
            let place = format!("{path}.fields.{index}");
            if is_empty_text(&field[key]) {
                problems.required(&format!("{place}.{key}"));
            }
            longest(&place, key, &field[key], max, problems);
        }
    }
    check_links(path, embed, problems);
}

fn check_links(path: &str, embed: &Value, problems: &mut Problems) {
    let places = [
        ("url", &embed["url"]),
        ("image.url", &embed["image"]["url"]),
        ("thumbnail.url", &embed["thumbnail"]["url"]),
        ("footer.icon_url", &embed["footer"]["icon_url"]),
        ("author.icon_url", &embed["author"]["icon_url"]),
        ("author.url", &embed["author"]["url"]),
    ];
    for (key, link) in places {
        let Some(link) = link.as_str().filter(|link| !link.is_empty()) else {
            continue;
        };
        let known = ["http://", "https://", "attachment://"]
            .iter()
            .any(|scheme| link.starts_with(scheme));
        if !known {
            let message = format!("Scheme \"{link}\" is not supported. Scheme must be one of ('http', 'https').");
            problems.add(&format!("{path}.{key}"), "URL_TYPE_INVALID_SCHEME", message);
        }
    }
}

fn longest(path: &str, key: &str, text: &Value, max: usize, problems: &mut Problems) {
    if max < chars(text) {
        problems.add(
            &format!("{path}.{key}"),
            "BASE_TYPE_MAX_LENGTH",
            format!("Must be {max} or fewer in length."),
        );
    }
}

fn is_empty_text(text: &Value) -> bool {
    text.as_str().is_none_or(|text| text.trim().is_empty())
}

fn chars(text: &Value) -> usize {
    text.as_str().map_or(0, |text| text.chars().count())
}

fn length(embed: &Value) -> usize {
    let fields = embed["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
    let fields: usize = fields
        .iter()
        .map(|field| chars(&field["name"]) + chars(&field["value"]))
        .sum();
    fields
        + chars(&embed["title"])
        + chars(&embed["description"])
        + chars(&embed["footer"]["text"])
        + chars(&embed["author"]["name"])
}

/// Whether nothing of an embed would be visible.
pub(in crate::sandbox) fn is_blank(embed: &Value) -> bool {
    let parts = [
        "title",
        "description",
        "image",
        "thumbnail",
        "author",
        "footer",
        "fields",
    ];
    parts.iter().all(|part| match &embed[part] {
        Value::String(text) => text.trim().is_empty(),
        Value::Array(fields) => fields.is_empty(),
        Value::Object(_) => false,
        _ => true,
    })
}

/// An embed as Discord returns it: with its type, and without null fields.
pub(in crate::sandbox) fn tidy(mut embed: Value) -> Value {
    if let Some(map) = embed.as_object_mut() {
        map.retain(|_, value| !value.is_null());
        map.insert("type".into(), json!("rich"));
    }
    for field in embed["fields"].as_array_mut().into_iter().flatten() {
        if !field["inline"].is_boolean() {
            field["inline"] = json!(false);
        }
    }
    if embed["fields"].is_null()
        && let Some(map) = embed.as_object_mut()
    {
        map.remove("fields");
    }
    embed
}
