//! Every error of the API for games, and how it is answered.

use axum::Json;
use axum::http::header::{HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

pub(super) use super::code::Code;
use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::games::apps::achievements::AchievementError;
use crate::domain::games::apps::events::{EventError, EventState};
use crate::domain::games::apps::webhooks::WebhookError;

/// After how many seconds to repeat a call whose outcome is unknown, or that found no database. A database that restarts is
/// usually back by then.
const ASK_AGAIN_AFTER_SECONDS: u16 = 5;

/// An error, ready to be answered.
#[derive(Debug)]
pub(super) struct ApiError {
    code: Code,
    message: Option<String>,
    details: Option<Value>,
}

impl ApiError {
    pub(super) fn new(code: Code) -> ApiError {
        ApiError {
            code,
            message: None,
            details: None,
        }
    }

    pub(super) fn with_details(mut self, details: Value) -> ApiError {
        self.details = Some(details);
        self
    }

    pub(super) fn invalid_field(field: &str, expected: &str) -> ApiError {
        ApiError {
            code: Code::InvalidField,
            message: Some(format!("`{field}` must be {expected}.")),
            details: Some(json!({ "field": field, "expected": expected })),
        }
    }

    pub(super) fn rate_limited(seconds: u64) -> ApiError {
        ApiError::new(Code::RateLimited).with_details(json!({ "retry_after_seconds": seconds }))
    }

    pub(super) fn code(&self) -> Code {
        self.code
    }

    /// The field that its details name.
    pub(super) fn field(&self) -> Option<&str> {
        self.details.as_ref()?.get("field")?.as_str()
    }

    /// Logs a refusal. Faults are not logged here, because they were logged where they occurred.
    fn noted(self, use_case: &'static str) -> ApiError {
        if !matches!(self.code, Code::Internal | Code::Unavailable | Code::OutcomeUnknown) {
            tracing::info!(use_case, refusal = self.code.text(), "the desk said no");
        }
        self
    }

    /// The answer to a fault, which is logged here once.
    pub(super) fn fault(use_case: &'static str, fault: &DbError) -> ApiError {
        if fault.is_outcome_unknown() {
            tracing::error!(use_case, error = %fault, "a use-case failed; it is not known whether it was saved");
            return ApiError::new(Code::OutcomeUnknown);
        }
        ApiError::nothing_saved(use_case, fault)
    }

    /// The answer to a fault that occurred before the use-case started: whatever failed, nothing was saved.
    pub(super) fn nothing_saved(use_case: &'static str, fault: &DbError) -> ApiError {
        tracing::error!(use_case, error = %fault, "a use-case failed; nothing was saved");
        ApiError::new(if fault.is_away() {
            Code::Unavailable
        } else {
            Code::Internal
        })
    }
}

/// The answer to an error of the ledger. Sums that are too large are a refusal. Any other error is a bug, and is logged
/// here once.
fn books_refused(use_case: &'static str, no: &LedgerError) -> ApiError {
    if matches!(no, LedgerError::Money(_)) {
        return ApiError::new(Code::LimitExceeded);
    }
    tracing::error!(use_case, error = %no, "the ledger refused a posting that a use-case had decided");
    ApiError::new(Code::Internal)
}

/// The answer to a refusal or fault of a use-case of events.
pub(super) fn event_refused(use_case: &'static str) -> impl FnOnce(EventError) -> ApiError {
    move |error| {
        let answer = match &error {
            EventError::UnknownEvent(_) => ApiError::new(Code::EventNotFound),
            EventError::UnknownTransaction(_) => ApiError::new(Code::TransactionNotFound),
            EventError::OtherApp(_) => ApiError::new(Code::OtherApp),
            EventError::Ended { event, state } => {
                let code = match state {
                    EventState::Expired => Code::EventExpired,
                    EventState::Open | EventState::Closed => Code::EventClosed,
                };
                ApiError::new(code).with_details(json!({ "event_id": event, "state": state }))
            }
            EventError::InsufficientFunds { asked, available } => ApiError::new(Code::InsufficientFunds)
                .with_details(json!({ "amount": asked.minor(), "available": available.minor() })),
            EventError::Full { event, max } => {
                ApiError::new(Code::EventFull).with_details(json!({ "event_id": event, "transactions_max": max }))
            }
            EventError::TooManyOpen { max } => {
                ApiError::new(Code::TooManyEvents).with_details(json!({ "events_open_max": max }))
            }
            EventError::OtherInput(_) => ApiError::new(Code::IdempotencyKeyReused),
            EventError::Books(no) => books_refused(use_case, no),
            EventError::Db(fault) => ApiError::fault(use_case, fault),
        };
        answer.noted(use_case)
    }
}

/// The answer to a refusal or fault of a use-case of achievements.
pub(super) fn achievement_refused(use_case: &'static str) -> impl FnOnce(AchievementError) -> ApiError {
    move |error| {
        let answer = match &error {
            AchievementError::Unknown(_) => ApiError::new(Code::AchievementNotFound),
            AchievementError::OtherApp(_) => ApiError::new(Code::OtherApp),
            AchievementError::NameTaken(id) => {
                ApiError::new(Code::AchievementExists).with_details(json!({ "achievement_id": id }))
            }
            AchievementError::TooMany { max } => {
                ApiError::new(Code::TooManyAchievements).with_details(json!({ "achievements_max": max }))
            }
            AchievementError::OtherInput(_) => ApiError::new(Code::IdempotencyKeyReused),
            AchievementError::Books(no) => books_refused(use_case, no),
            AchievementError::Db(fault) => ApiError::fault(use_case, fault),
        };
        answer.noted(use_case)
    }
}

/// The answer to a refusal or fault of a use-case of webhooks.
pub(super) fn webhook_refused(use_case: &'static str) -> impl FnOnce(WebhookError) -> ApiError {
    move |error| {
        let answer = match &error {
            WebhookError::KeyRevoked => ApiError::new(Code::Unauthorized),
            WebhookError::NotRegistered => ApiError::new(Code::WebhookNotFound),
            WebhookError::UnknownDelivery(_) => ApiError::new(Code::DeliveryNotFound),
            WebhookError::OtherApp(_) => ApiError::new(Code::OtherApp),
            WebhookError::NotGivenUp(id) => {
                ApiError::new(Code::DeliveryNotGivenUp).with_details(json!({ "delivery_id": id }))
            }
            WebhookError::OtherInput(_) => ApiError::new(Code::IdempotencyKeyReused),
            WebhookError::Db(fault) => ApiError::fault(use_case, fault),
        };
        answer.noted(use_case)
    }
}

/// The body of every error.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ErrorBody {
    error: ErrorShown,
}

#[derive(Debug, Serialize, ToSchema)]
struct ErrorShown {
    /// Stable, for programs. docs/API.md lists all codes.
    #[schema(example = "event_expired")]
    code: &'static str,
    /// For people; it may change.
    message: String,
    /// Facts that depend on the code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    details: Option<Value>,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = ErrorBody {
            error: ErrorShown {
                code: self.code.text(),
                message: self.message.unwrap_or_else(|| self.code.words().to_owned()),
                details: self.details,
            },
        };
        let mut response = (self.code.status(), Json(body)).into_response();
        if self.code == Code::Unauthorized {
            let headers = response.headers_mut();
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if matches!(self.code, Code::OutcomeUnknown | Code::Unavailable) {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(ASK_AGAIN_AFTER_SECONDS));
        }
        response
    }
}
