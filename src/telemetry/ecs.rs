//! Which fields a line of JSON has, and of which type: those of the Elastic Common Schema by its names, everything of the
//! desk's own under `cambista.`, where it cannot meet a field of the schema (`message.id` would make an object of `message`).

use serde_json::Value;

/// The version of the Elastic Common Schema the names are taken from.
pub(super) const VERSION: &str = "8.11.0";
/// Under which name the desk's own fields are.
pub const OWN: &str = "cambista";

const NS_PER_MS: i64 = 1_000_000;
const NS_PER_US: i64 = 1_000;

/// The type of a field in Elasticsearch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    Date,
    Keyword,
    /// `match_only_text`.
    Text,
    Long,
}

impl FieldType {
    /// As a mapping of Elasticsearch names it.
    pub fn name(self) -> &'static str {
        match self {
            FieldType::Date => "date",
            FieldType::Keyword => "keyword",
            FieldType::Text => "match_only_text",
            FieldType::Long => "long",
        }
    }
}

/// The fields of the schema that a line may have.
pub const FIELDS: [(&str, FieldType); 16] = [
    ("@timestamp", FieldType::Date),
    ("ecs.version", FieldType::Keyword),
    ("error.message", FieldType::Text),
    ("event.dataset", FieldType::Keyword),
    ("event.duration", FieldType::Long),
    ("file.path", FieldType::Keyword),
    ("http.request.id", FieldType::Keyword),
    ("http.request.method", FieldType::Keyword),
    ("http.response.status_code", FieldType::Long),
    ("log.level", FieldType::Keyword),
    ("log.logger", FieldType::Keyword),
    ("message", FieldType::Text),
    ("process.pid", FieldType::Long),
    ("service.name", FieldType::Keyword),
    ("service.version", FieldType::Keyword),
    ("trace.id", FieldType::Keyword),
];

/// The name and the value under which a field of an event is written.
pub(super) fn written(name: &str, value: Value) -> (String, Value) {
    let known = |name: &str, value: Value| (name.to_owned(), value);
    match name {
        // In the schema `error` is an object, so an error's text is its `error.message`.
        "error" | "fault" | "cause" => known("error.message", value),
        "duration_ms" => known("event.duration", times(value, NS_PER_MS)),
        "duration_us" => known("event.duration", times(value, NS_PER_US)),
        "request.id" => known("http.request.id", value),
        "method" => known("http.request.method", value),
        "status" => known("http.response.status_code", value),
        "path" | "copy" | "backup" => known("file.path", value),
        "message" | "trace.id" => known(name, value),
        own if own.ends_with(".id") || own.ends_with(".discord") => (format!("{OWN}.{own}"), as_text(value)),
        own => (format!("{OWN}.{own}"), value),
    }
}

/// Durations are nanoseconds in the schema.
fn times(value: Value, factor: i64) -> Value {
    match value.as_i64() {
        Some(whole) => Value::from(whole.saturating_mul(factor)),
        None => value,
    }
}

/// Ids are no numbers to reckon with, and Discord's are beyond what JavaScript counts exactly.
fn as_text(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::String(number.to_string()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{FIELDS, written};

    #[test]
    fn a_field_has_the_name_and_unit_of_the_schema_or_is_the_desks_own() {
        for (name, value, expected, as_written) in [
            ("error", json!("disk full"), "error.message", json!("disk full")),
            ("duration_ms", json!(12), "event.duration", json!(12_000_000)),
            ("duration_us", json!(12), "event.duration", json!(12_000)),
            ("status", json!(201), "http.response.status_code", json!(201)),
            ("orders", json!(3), "cambista.orders", json!(3)),
            (
                "message.id",
                json!(1_234_567_890_123_456_789_i64),
                "cambista.message.id",
                json!("1234567890123456789"),
            ),
            ("event.id", json!(7), "cambista.event.id", json!("7")),
            ("trace.id", json!("ab"), "trace.id", json!("ab")),
        ] {
            assert_eq!(written(name, value), (expected.to_owned(), as_written), "{name}");
        }
    }

    #[test]
    fn what_is_not_the_desks_own_is_in_the_list() {
        for name in [
            "error",
            "duration_ms",
            "request.id",
            "method",
            "status",
            "path",
            "message",
            "trace.id",
        ] {
            let (name, _) = written(name, Value::Null);
            assert!(FIELDS.iter().any(|(known, _)| *known == name), "{name}");
        }
    }
}
