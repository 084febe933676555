//! Why an action of a person failed.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::sandbox::rest::ApiError;

/// The reason why an action of a person failed: a status and one clear sentence.
#[derive(Debug)]
pub(super) struct ControlError {
    status: StatusCode,
    error: String,
}

pub(super) type Result<T> = std::result::Result<T, ControlError>;

impl ControlError {
    pub(super) fn not_found(error: impl Into<String>) -> Self {
        ControlError {
            status: StatusCode::NOT_FOUND,
            error: error.into(),
        }
    }

    pub(super) fn refused(error: impl Into<String>) -> Self {
        ControlError {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            error: error.into(),
        }
    }

    pub(super) fn conflict(error: impl Into<String>) -> Self {
        ControlError {
            status: StatusCode::CONFLICT,
            error: error.into(),
        }
    }

    pub(super) fn forbidden(error: impl Into<String>) -> Self {
        ControlError {
            status: StatusCode::FORBIDDEN,
            error: error.into(),
        }
    }
}

impl From<ApiError> for ControlError {
    fn from(error: ApiError) -> Self {
        let message = error.body["message"].as_str().unwrap_or("refused").to_owned();
        ControlError {
            status: error.status,
            error: message,
        }
    }
}

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "error": self.error }))).into_response()
    }
}
