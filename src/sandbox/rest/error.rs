//! Refusals in Discord's format: `{"code", "message", "errors"?}`.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

/// A refusal of the REST interface.
#[derive(Debug, Clone)]
pub(in crate::sandbox) struct ApiError {
    pub status: StatusCode,
    pub body: Value,
}

/// The result of a call: a value or a refusal.
pub(in crate::sandbox) type Result<T> = std::result::Result<T, ApiError>;

impl ApiError {
    pub(in crate::sandbox) fn new(status: StatusCode, code: u32, message: &str) -> Self {
        ApiError {
            status,
            body: json!({ "message": message, "code": code }),
        }
    }

    pub(in crate::sandbox) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 0, "401: Unauthorized")
    }

    pub(in crate::sandbox) fn no_route() -> Self {
        Self::new(StatusCode::NOT_FOUND, 0, "404: Not Found")
    }

    pub(in crate::sandbox) fn unknown_channel() -> Self {
        Self::new(StatusCode::NOT_FOUND, 10003, "Unknown Channel")
    }

    pub(in crate::sandbox) fn unknown_guild() -> Self {
        Self::new(StatusCode::NOT_FOUND, 10004, "Unknown Guild")
    }

    pub(in crate::sandbox) fn unknown_member() -> Self {
        Self::new(StatusCode::NOT_FOUND, 10007, "Unknown Member")
    }

    pub(in crate::sandbox) fn unknown_message() -> Self {
        Self::new(StatusCode::NOT_FOUND, 10008, "Unknown Message")
    }

    pub(in crate::sandbox) fn unknown_overwrite() -> Self {
        Self::new(StatusCode::NOT_FOUND, 10009, "Unknown Overwrite")
    }

    pub(in crate::sandbox) fn unknown_role() -> Self {
        Self::new(StatusCode::NOT_FOUND, 10011, "Unknown Role")
    }

    pub(in crate::sandbox) fn unknown_user() -> Self {
        Self::new(StatusCode::NOT_FOUND, 10013, "Unknown User")
    }

    pub(in crate::sandbox) fn unknown_webhook() -> Self {
        Self::new(StatusCode::NOT_FOUND, 10015, "Unknown Webhook")
    }

    pub(in crate::sandbox) fn unknown_interaction() -> Self {
        Self::new(StatusCode::NOT_FOUND, 10062, "Unknown interaction")
    }

    pub(in crate::sandbox) fn unknown_command() -> Self {
        Self::new(StatusCode::NOT_FOUND, 10063, "Unknown application command")
    }

    pub(in crate::sandbox) fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, 40005, "Request entity too large")
    }

    pub(in crate::sandbox) fn already_acknowledged() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            40060,
            "Interaction has already been acknowledged.",
        )
    }

    pub(in crate::sandbox) fn missing_access() -> Self {
        Self::new(StatusCode::FORBIDDEN, 50001, "Missing Access")
    }

    pub(in crate::sandbox) fn not_the_author() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            50005,
            "Cannot edit a message authored by another user",
        )
    }

    pub(in crate::sandbox) fn empty_message() -> Self {
        Self::new(StatusCode::BAD_REQUEST, 50006, "Cannot send an empty message")
    }

    pub(in crate::sandbox) fn closed_dm() -> Self {
        Self::new(StatusCode::FORBIDDEN, 50007, "Cannot send messages to this user")
    }

    /// A person and the bot share no guild.
    pub(in crate::sandbox) fn no_mutual_guild() -> Self {
        let message = "Cannot send messages to this user due to having no mutual guilds";
        Self::new(StatusCode::FORBIDDEN, 50278, message)
    }

    /// The guild has an outage.
    pub(in crate::sandbox) fn unavailable() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, 0, "503: Service Unavailable")
    }

    pub(in crate::sandbox) fn wrong_channel_kind() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            50024,
            "Cannot execute action on this channel type",
        )
    }

    pub(in crate::sandbox) fn missing_permissions() -> Self {
        Self::new(StatusCode::FORBIDDEN, 50013, "Missing Permissions")
    }

    pub(in crate::sandbox) fn expired_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 50027, "Invalid Webhook Token")
    }

    pub(in crate::sandbox) fn bad_json() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            50109,
            "The request body contains invalid JSON.",
        )
    }
}

/// All problems with one body, each at its field (`embeds.0.title`).
#[derive(Debug, Default)]
pub(in crate::sandbox) struct Problems {
    tree: Value,
}

impl Problems {
    pub(in crate::sandbox) fn add(&mut self, path: &str, code: &str, message: impl Into<String>) {
        let mut place = &mut self.tree;
        for key in path.split('.').filter(|key| !key.is_empty()) {
            place = as_map(place).entry(key).or_insert(Value::Null);
        }
        let list = as_map(place).entry("_errors").or_insert_with(|| json!([]));
        if let Value::Array(list) = list {
            list.push(json!({ "code": code, "message": message.into() }));
        }
    }

    pub(in crate::sandbox) fn required(&mut self, path: &str) {
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required");
    }

    /// The length of texts is counted in characters.
    pub(in crate::sandbox) fn text(&mut self, path: &str, text: &str, min: usize, max: usize) {
        let length = text.chars().count();
        if length < min && min == 1 {
            self.required(path);
        } else if length < min || max < length {
            self.add(
                path,
                "BASE_TYPE_BAD_LENGTH",
                format!("Must be between {min} and {max} in length."),
            );
        }
    }

    pub(in crate::sandbox) fn into_result(self) -> Result<()> {
        if self.tree.is_null() {
            return Ok(());
        }
        let body = json!({ "message": "Invalid Form Body", "code": 50035, "errors": self.tree });
        Err(ApiError {
            status: StatusCode::BAD_REQUEST,
            body,
        })
    }

    /// A refusal with a single problem.
    pub(in crate::sandbox) fn one(path: &str, code: &str, message: &str) -> ApiError {
        let mut problems = Problems::default();
        problems.add(path, code, message);
        problems.into_result().expect_err("a problem was just added")
    }
}

fn as_map(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = json!({});
    }
    value.as_object_mut().expect("it was made an object in the line above")
}
