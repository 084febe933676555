//! Reads a JSON body field by field, so that errors name the field and numbers are read exactly as written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::RangeInclusive;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, Type};

use super::error::{ApiError, Code};
use crate::domain::kernel::letters::is_readable;
use crate::ids::DiscordUserId;

/// The largest body, in bytes.
pub(super) const BODY_BYTES_MAX: usize = 64 * 1024;

/// The fields of a JSON object. Unknown fields are ignored. A field that occurs twice is refused, even an unknown one,
/// because nobody knows which value was meant.
pub(super) struct Fields(BTreeMap<String, Box<RawValue>>);

/// A JSON object as it was written.
#[derive(Default)]
struct Written {
    fields: BTreeMap<String, Box<RawValue>>,
    /// The first field that occurred twice.
    twice: Option<String>,
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Written, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Written;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Written, A::Error> {
                let mut written = Written::default();
                while let Some((field, value)) = map.next_entry::<String, Box<RawValue>>()? {
                    if written.fields.insert(field.clone(), value).is_some() {
                        written.twice.get_or_insert(field);
                    }
                }
                Ok(written)
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// Finds the first key that occurs twice in an object inside a value, at any depth; returns it as `more.key`.
fn twice_within(fields: &BTreeMap<String, Box<RawValue>>) -> Result<Option<String>, ApiError> {
    let holds_others = |raw: &str| raw.starts_with(['{', '[']);
    for (field, value) in fields.iter().filter(|(_, value)| holds_others(value.get())) {
        let looked: Looked = serde_json::from_str(value.get()).map_err(|_| ApiError::new(Code::InvalidJson))?;
        if let Some(key) = looked.0 {
            return Ok(Some(format!("{field}.{key}")));
        }
    }
    Ok(None)
}

/// Reads any value, and keeps only the first key that occurs twice in one of its objects.
struct Looked(Option<String>);

impl<'de> Deserialize<'de> for Looked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Looked, D::Error> {
        struct Anything;
        impl<'de> Visitor<'de> for Anything {
            type Value = Looked;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_bool<E>(self, _: bool) -> Result<Looked, E> {
                Ok(Looked(None))
            }

            fn visit_i64<E>(self, _: i64) -> Result<Looked, E> {
                Ok(Looked(None))
            }

            fn visit_u64<E>(self, _: u64) -> Result<Looked, E> {
                Ok(Looked(None))
            }

            fn visit_f64<E>(self, _: f64) -> Result<Looked, E> {
                Ok(Looked(None))
            }

            fn visit_str<E>(self, _: &str) -> Result<Looked, E> {
                Ok(Looked(None))
            }

            fn visit_unit<E>(self) -> Result<Looked, E> {
                Ok(Looked(None))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Looked, A::Error> {
                let mut twice = None;
                while let Some(Looked(inside)) = list.next_element()? {
                    twice = twice.or(inside);
                }
                Ok(Looked(twice))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Looked, A::Error> {
                let (mut seen, mut twice) = (BTreeSet::new(), None);
                while let Some((key, Looked(inside))) = map.next_entry::<String, Looked>()? {
                    let inside = inside.map(|inside| format!("{key}.{inside}"));
                    let again = seen.contains(&key).then(|| key.clone());
                    twice = twice.or(again).or(inside);
                    seen.insert(key);
                }
                Ok(Looked(twice))
            }
        }
        deserializer.deserialize_any(Anything)
    }
}

/// Whether the body is declared as JSON, or has no declaration. A body of another type was not meant for this API.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(declared) = headers.get(CONTENT_TYPE) else {
        return true;
    };
    let declared = declared
        .to_str()
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default();
    let declared = declared.trim().to_ascii_lowercase();
    declared == "application/json" || (declared.starts_with("application/") && declared.ends_with("+json"))
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Fields, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::new(Code::NotJson));
        }
        let bytes = Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|_too_large_or_broken_off| ApiError::new(Code::BodyTooLarge))?;
        Fields::read(&bytes)
    }
}

impl Fields {
    fn read(bytes: &[u8]) -> Result<Fields, ApiError> {
        let written: Written = serde_json::from_slice(bytes).map_err(|_| ApiError::new(Code::InvalidJson))?;
        let twice = match written.twice {
            Some(field) => Some(field),
            None => twice_within(&written.fields)?,
        };
        match twice {
            None => Ok(Fields(written.fields)),
            Some(field) => Err(ApiError::invalid_field(&quoted(&field), "given once")),
        }
    }

    /// A field as it was written; `None` when it is missing or null.
    pub(super) fn written(&self, field: &str) -> Option<&str> {
        self.0.get(field).map(|raw| raw.get()).filter(|raw| *raw != "null")
    }

    fn raw(&self, field: &str, expected: &str) -> Result<&str, ApiError> {
        let raw = self.0.get(field).map(|raw| raw.get());
        raw.ok_or_else(|| ApiError::invalid_field(field, expected))
    }

    /// A whole number, written as a JSON number.
    pub(super) fn whole(&self, field: &str, range: RangeInclusive<i64>) -> Result<i64, ApiError> {
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        let number = whole(self.raw(field, &expected)?).filter(|number| range.contains(number));
        number.ok_or_else(|| ApiError::invalid_field(field, &expected))
    }

    /// A Discord id, as a JSON number or text. Ids are above 2^53 and never rounded (Q-17).
    pub(super) fn user(&self, field: &str) -> Result<DiscordUserId, ApiError> {
        let expected = "a Discord user id: a whole number, or the same as text";
        let raw = self.raw(field, expected)?;
        let digits = serde_json::from_str::<String>(raw).unwrap_or_else(|_| raw.to_owned());
        parse_user(&digits).ok_or_else(|| ApiError::invalid_field(field, expected))
    }

    /// A text of 1 to `chars_max` characters that is readable and has no control characters.
    pub(super) fn text(&self, field: &str, chars_max: usize) -> Result<String, ApiError> {
        let expected = format!("a text of 1 to {chars_max} characters on one line, with something to read in it");
        let text: Option<String> = serde_json::from_str(self.raw(field, &expected)?).ok();
        let fits = |text: &String| {
            is_readable(text) && text.chars().count() <= chars_max && !text.chars().any(char::is_control)
        };
        text.filter(fits)
            .ok_or_else(|| ApiError::invalid_field(field, &expected))
    }

    /// A text that may be missing or null.
    pub(super) fn optional<T>(
        &self,
        field: &str,
        expected: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, ApiError> {
        match self.0.get(field).map(|raw| raw.get()) {
            None | Some("null") => Ok(None),
            Some(_) => self.word(field, expected, read).map(Some),
        }
    }

    /// A text that `read` accepts, for example one of several words.
    pub(super) fn word<T>(&self, field: &str, expected: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, ApiError> {
        let word: Option<String> = serde_json::from_str(self.raw(field, expected)?).ok();
        word.and_then(|word| read(&word))
            .ok_or_else(|| ApiError::invalid_field(field, expected))
    }
}

/// The variable part of a path. If it is not valid text, the answer is `not_found`.
pub(super) struct Segment(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Segment {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Segment, ApiError> {
        let read = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = read.map_err(|_unreadable| ApiError::new(Code::NotFound))?;
        Ok(Segment(text))
    }
}

/// The number of an event, a transaction or an achievement in a path. `None` for anything else, so that it is answered
/// as not found.
pub(super) fn number(text: &str) -> Option<i64> {
    let is_digits = text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|number| is_digits && 0 < *number)
}

/// A Discord id, as a number or as text.
pub(super) fn user_id_schema() -> Schema {
    let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1));
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some("^[1-9][0-9]{0,18}$"));
    let either = OneOfBuilder::new()
        .item(number)
        .item(text)
        .description(Some("A Discord id, as a number (never rounded) or as text"))
        .examples([serde_json::json!(169_015_299_834_642_432_i64)]);
    Schema::OneOf(either.build())
}

/// A field's name for a refusal. It is cut, because the name of an unknown field may be of any length.
pub(super) fn quoted(field: &str) -> String {
    const NAME_CHARS_MAX: usize = 60;
    field.chars().take(NAME_CHARS_MAX).collect()
}

/// A whole number written in digits only: `1.0` and `1e3` are refused.
fn whole(raw: &str) -> Option<i64> {
    let digits = raw.strip_prefix('-').unwrap_or(raw);
    digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| raw.parse().ok())
        .flatten()
}

/// Reads a Discord id from its digits.
pub(super) fn parse_user(digits: &str) -> Option<DiscordUserId> {
    let is_digits = digits.bytes().all(|b| b.is_ascii_digit());
    let id: i64 = digits.parse().ok().filter(|_| is_digits)?;
    (0 < id).then(|| DiscordUserId::new(id))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;
    use axum::http::header::CONTENT_TYPE;

    use super::{Fields, is_json};

    fn fields(text: &str) -> Fields {
        Fields::read(text.as_bytes()).expect("an object")
    }

    #[test]
    fn an_id_above_two_to_the_53_is_never_rounded() {
        // 18 digits, and the 19 digits of accounts made since 2022.
        for id in [169_015_299_834_642_433_i64, 1_234_567_890_123_456_789] {
            for written in [format!("{id}"), format!("\"{id}\"")] {
                let read = fields(&format!("{{\"user_id\": {written}}}")).user("user_id").unwrap();
                assert_eq!(read.get(), id);
            }
        }
        for wrong in [
            "1.5",
            "1e18",
            "-1",
            "0",
            "null",
            "\"x\"",
            "9223372036854775808",
            "[1]",
            "\"\"",
            "\" 1\"",
        ] {
            assert!(
                fields(&format!("{{\"user_id\": {wrong}}}")).user("user_id").is_err(),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_whole_number_has_no_point_and_no_exponent() {
        let read = |written: &str| fields(&format!("{{\"amount\": {written}}}")).whole("amount", 1..=100);
        assert_eq!(read("15").unwrap(), 15);
        for wrong in ["15.0", "1e1", "\"15\"", "0", "-1", "101", "null", "true"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_text_has_something_to_read_in_it() {
        let read = |written: &str| fields(&format!("{{\"name\": \"{written}\"}}")).text("name", 3);
        assert_eq!(read("\u{200B}a").unwrap(), "\u{200B}a");
        for wrong in ["", " ", "\u{200B}", " \u{2060}\u{3164}", "\\u200b", "a\\n", "abcd"] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_field_that_is_given_twice_is_named_and_refused() {
        for (body, named) in [
            (r#"{"amount": 1, "amount": 1}"#, "amount"),
            (r#"{"amount": 1, "type": "x", "\u0061mount": 2}"#, "amount"),
            (r#"{"more": {}, "more": null}"#, "more"),
            (r#"{"more": {"a": 1, "a": 2}}"#, "more.a"),
            (r#"{"more": [1, {"b": [{"a": 1, "\u0061": 1}]}]}"#, "more.b.a"),
        ] {
            let refused = Fields::read(body.as_bytes()).err().expect("refused");
            assert!(
                format!("{refused:?}").contains(&format!("`{named}` must be given once")),
                "{refused:?}"
            );
        }
        assert!(Fields::read(br#"{"a": {"b": 1, "c": {"b": 1.5e3}}, "b": [2, "x", null, true, -1]}"#).is_ok());
    }

    #[test]
    fn only_what_is_declared_as_json_or_not_at_all_is_read() {
        let declared = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, value.parse().expect("a header"));
            is_json(&headers)
        };
        assert!(is_json(&HeaderMap::new()));
        for json in [
            "application/json",
            "Application/JSON; charset=utf-8",
            "application/problem+json",
        ] {
            assert!(declared(json), "{json}");
        }
        for other in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "text/json",
            "",
            "json",
        ] {
            assert!(!declared(other), "{other}");
        }
    }

    #[test]
    fn a_body_is_one_object() {
        for wrong in ["", "[]", "1", "{\"a\":", "{} {}"] {
            assert!(Fields::read(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
