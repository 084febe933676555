//! The body of a message: fields, lengths, mentions.

use serde_json::Value;

use super::{components, embed};
use crate::sandbox::model::message_flag;
use crate::sandbox::rest::{Problems, Result, id_of};

/// The longest text of a bot's message, in characters.
pub(in crate::sandbox) const CONTENT_CHARS_MAX: usize = 2_000;
const NONCE_CHARS_MAX: usize = 25;

pub(in crate::sandbox) const CREATE_FIELDS: &[&str] = &[
    "content",
    "nonce",
    "tts",
    "embeds",
    "allowed_mentions",
    "message_reference",
    "components",
    "sticker_ids",
    "attachments",
    "flags",
    "enforce_nonce",
    "poll",
];
pub(in crate::sandbox) const EDIT_FIELDS: &[&str] = &[
    "content",
    "embeds",
    "allowed_mentions",
    "components",
    "attachments",
    "flags",
    "poll",
    "tts",
];

/// A checked body. A missing field is `None`; a null field is empty.
#[derive(Debug)]
pub(in crate::sandbox) struct Draft {
    pub content: Option<String>,
    pub embeds: Option<Vec<Value>>,
    pub components: Option<Vec<Value>>,
    pub flags: Option<u64>,
    pub pings: Pings,
}

/// Whom the message may mention.
#[derive(Debug, Default)]
pub(in crate::sandbox) struct Pings {
    parse: Option<Vec<String>>,
    users: Vec<u64>,
    roles: Vec<u64>,
    pub replied_user: bool,
}

impl Pings {
    fn parses(&self, kind: &str) -> bool {
        self.parse
            .as_ref()
            .is_none_or(|kinds| kinds.iter().any(|one| one == kind))
    }

    pub(in crate::sandbox) fn user(&self, id: u64) -> bool {
        self.parses("users") || self.users.contains(&id)
    }

    pub(in crate::sandbox) fn role(&self, id: u64) -> bool {
        self.parses("roles") || self.roles.contains(&id)
    }

    pub(in crate::sandbox) fn everyone(&self) -> bool {
        self.parses("everyone")
    }
}

impl Draft {
    /// Parses a body that may contain only these fields.
    pub(in crate::sandbox) fn read(body: &Value, known: &[&str]) -> Result<Draft> {
        let mut problems = Problems::default();
        let empty = serde_json::Map::new();
        let map = body.as_object().unwrap_or(&empty);
        for name in map.keys().filter(|name| !known.contains(&name.as_str())) {
            problems.add(name, "UNKNOWN_FIELD", "This field is not known for a message.");
        }
        let content = map.get("content").map(|given| text(given, &mut problems));
        let embeds = map.get("embeds").map(|given| list("embeds", given, &mut problems));
        let rows = map
            .get("components")
            .map(|given| list("components", given, &mut problems));
        let flags = map.get("flags").and_then(Value::as_u64);
        if flags.is_some_and(|flags| flags & message_flag::COMPONENTS_V2 != 0) {
            problems.add(
                "flags",
                "MESSAGE_FLAGS_UNSUPPORTED",
                "The sandbox does not know components v2.",
            );
        }
        embed::check_all(embeds.as_deref().unwrap_or_default(), &mut problems);
        components::check_rows(rows.as_deref().unwrap_or_default(), &mut problems);
        let pings = pings(&body["allowed_mentions"], &mut problems);
        problems.into_result()?;
        if let Some(nonce) = map.get("nonce") {
            check_nonce(nonce)?;
        }
        let embeds = embeds.map(|list| list.into_iter().map(embed::tidy).collect());
        Ok(Draft {
            content,
            embeds,
            components: rows,
            flags,
            pings,
        })
    }
}

/// Checks that a nonce is an integer or a text of at most 25 characters.
pub(in crate::sandbox) fn check_nonce(nonce: &Value) -> Result<()> {
    let fits = nonce.is_null()
        || nonce.is_i64()
        || nonce.is_u64()
        || nonce
            .as_str()
            .is_some_and(|text| text.chars().count() <= NONCE_CHARS_MAX);
    if fits {
        return Ok(());
    }
    Err(Problems::one(
        "nonce",
        "NONCE_TYPE_INVALID_TYPE",
        "Nonce must be a string of at most 25 characters.",
    ))
}

fn text(given: &Value, problems: &mut Problems) -> String {
    match given {
        Value::Null => String::new(),
        Value::String(text) => {
            if CONTENT_CHARS_MAX < text.chars().count() {
                problems.add("content", "BASE_TYPE_MAX_LENGTH", "Must be 2000 or fewer in length.");
            }
            // Discord trims the text before it stores it.
            text.trim().to_owned()
        }
        other => {
            problems.add(
                "content",
                "STRING_TYPE_CONVERT",
                format!("Could not interpret \"{other}\" as string."),
            );
            String::new()
        }
    }
}

fn list(field: &str, given: &Value, problems: &mut Problems) -> Vec<Value> {
    match given {
        Value::Null => Vec::new(),
        Value::Array(list) => list.clone(),
        _ => {
            problems.add(field, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType.");
            Vec::new()
        }
    }
}

fn pings(given: &Value, problems: &mut Problems) -> Pings {
    if given.is_null() {
        return Pings {
            replied_user: true,
            ..Pings::default()
        };
    }
    let ids = |key: &str| -> Vec<u64> {
        given[key]
            .as_array()
            .map(|list| list.iter().filter_map(id_of).collect())
            .unwrap_or_default()
    };
    let parse: Option<Vec<String>> = given["parse"]
        .as_array()
        .map(|list| list.iter().filter_map(Value::as_str).map(str::to_owned).collect());
    let parse = parse.unwrap_or_default();
    let pings = Pings {
        users: ids("users"),
        roles: ids("roles"),
        replied_user: given["replied_user"] == true,
        parse: Some(parse.clone()),
    };
    for (kind, listed) in [("users", &pings.users), ("roles", &pings.roles)] {
        if !listed.is_empty() && parse.iter().any(|one| one == kind) {
            let message = format!("parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive.");
            problems.add("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message);
        }
    }
    for kind in parse
        .iter()
        .filter(|kind| !matches!(kind.as_str(), "users" | "roles" | "everyone"))
    {
        problems.add(
            "allowed_mentions.parse",
            "BASE_TYPE_CHOICES",
            format!("\"{kind}\" is not a kind of mention."),
        );
    }
    pings
}
