//! Every error of the API: its code, its status and its text.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::games::apps::achievements::AchievementError;
use crate::domain::games::apps::events::{EventError, EventState};
use crate::domain::games::apps::webhooks::WebhookError;

/// After how many seconds to repeat a call whose outcome is unknown. A database that restarts is usually back by then.
const ASK_AGAIN_AFTER_SECONDS: u16 = 5;

/// The kind of an error, for programs. A code never changes its meaning (docs/API.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    Unauthorized,
    OtherApp,
    NotFound,
    EventNotFound,
    TransactionNotFound,
    UserNotFound,
    AchievementNotFound,
    WebhookNotFound,
    DeliveryNotFound,
    MethodNotAllowed,
    EventClosed,
    EventExpired,
    EventFull,
    TooManyEvents,
    InsufficientFunds,
    LimitExceeded,
    AchievementExists,
    TooManyAchievements,
    DeliveryNotGivenUp,
    BodyTooLarge,
    NotJson,
    InvalidJson,
    InvalidField,
    IdempotencyKeyReused,
    RateLimited,
    Internal,
    OutcomeUnknown,
    Timeout,
}

impl Code {
    pub(super) fn text(self) -> &'static str {
        match self {
            Code::Unauthorized => "unauthorized",
            Code::OtherApp => "other_app",
            Code::NotFound => "not_found",
            Code::EventNotFound => "event_not_found",
            Code::TransactionNotFound => "transaction_not_found",
            Code::UserNotFound => "user_not_found",
            Code::AchievementNotFound => "achievement_not_found",
            Code::WebhookNotFound => "webhook_not_found",
            Code::DeliveryNotFound => "delivery_not_found",
            Code::AchievementExists => "achievement_exists",
            Code::TooManyAchievements => "too_many_achievements",
            Code::DeliveryNotGivenUp => "delivery_not_given_up",
            Code::MethodNotAllowed => "method_not_allowed",
            Code::EventClosed => "event_closed",
            Code::EventExpired => "event_expired",
            Code::EventFull => "event_full",
            Code::TooManyEvents => "too_many_events",
            Code::InsufficientFunds => "insufficient_funds",
            Code::LimitExceeded => "limit_exceeded",
            Code::BodyTooLarge => "body_too_large",
            Code::NotJson => "unsupported_media_type",
            Code::InvalidJson => "invalid_json",
            Code::InvalidField => "invalid_field",
            Code::IdempotencyKeyReused => "idempotency_key_reused",
            Code::RateLimited => "rate_limited",
            Code::Internal => "internal",
            Code::OutcomeUnknown => "outcome_unknown",
            Code::Timeout => "timeout",
        }
    }

    pub(super) fn status(self) -> StatusCode {
        match self {
            Code::Unauthorized => StatusCode::UNAUTHORIZED,
            Code::OtherApp => StatusCode::FORBIDDEN,
            Code::NotFound
            | Code::EventNotFound
            | Code::TransactionNotFound
            | Code::UserNotFound
            | Code::AchievementNotFound
            | Code::WebhookNotFound
            | Code::DeliveryNotFound => StatusCode::NOT_FOUND,
            Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Code::EventClosed
            | Code::EventExpired
            | Code::EventFull
            | Code::TooManyEvents
            | Code::InsufficientFunds
            | Code::LimitExceeded
            | Code::AchievementExists
            | Code::TooManyAchievements
            | Code::DeliveryNotGivenUp
            | Code::IdempotencyKeyReused => StatusCode::CONFLICT,
            Code::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Code::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::InvalidJson | Code::InvalidField => StatusCode::UNPROCESSABLE_ENTITY,
            Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Code::OutcomeUnknown | Code::Timeout => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The text for a code when there is nothing more specific to say.
    fn words(self) -> &'static str {
        match self {
            Code::Unauthorized => {
                "Send a valid key: `Authorization: Bearer cmb_…`. A superuser makes one with `/app crear`."
            }
            Code::OtherApp => "That belongs to another app.",
            Code::NotFound => "There is nothing at this address. The calls are listed at /docs.",
            Code::EventNotFound => "There is no such event. Open one with POST /finance/event.",
            Code::TransactionNotFound => "There is no such transaction.",
            Code::UserNotFound => "Nobody has seen this user yet; a first transaction makes them known.",
            Code::AchievementNotFound => "There is no such achievement.",
            Code::WebhookNotFound => "This app has no webhook. Register one with POST /webhook.",
            Code::DeliveryNotFound => "There is no such delivery.",
            Code::AchievementExists => "This app has an achievement of that name already.",
            Code::DeliveryNotGivenUp => {
                "Only a delivery that was given up can be asked for again; this one waits or has arrived."
            }
            Code::TooManyAchievements => "This app has as many achievements as it may.",
            Code::MethodNotAllowed => "This address takes another method. The calls are listed at /docs.",
            Code::EventClosed => "The event is closed and everything in it is final. Open another one.",
            Code::EventExpired => {
                "The event went more than 60 seconds without a ping, so it has expired and everything in it was given back. Open another one."
            }
            Code::EventFull => "The event takes no more transactions. Close it and open another one.",
            Code::TooManyEvents => "This app has as many open events as it may. Close some, or let them expire.",
            Code::InsufficientFunds => "The user does not have that many coins.",
            Code::LimitExceeded => "The amounts are too large for the books.",
            Code::BodyTooLarge => "The body is larger than 64 KiB.",
            Code::NotJson => "Send the body as JSON: `Content-Type: application/json`.",
            Code::InvalidJson => "The body must be one JSON object.",
            Code::InvalidField => "A field is missing or wrong.",
            Code::IdempotencyKeyReused => {
                "This Idempotency-Key was used for another request. Use a new key for each request."
            }
            Code::RateLimited => "Too many calls. Wait as long as Retry-After says.",
            Code::Internal => "Something is broken on our side. Nothing was saved; try again in a minute.",
            Code::OutcomeUnknown => {
                "It is not known yet whether this was saved. Repeat it with the same Idempotency-Key: it is then done once. Without a key, look first."
            }
            Code::Timeout => "It took too long and was given up. Ask again with the same Idempotency-Key.",
        }
    }
}

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
        if !matches!(self.code, Code::Internal | Code::OutcomeUnknown) {
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
        ApiError::new(Code::Internal)
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
        if self.code == Code::OutcomeUnknown {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(ASK_AGAIN_AFTER_SECONDS));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    const MANUAL: &str = include_str!("../../docs/API.md");

    const ALL: [Code; 28] = [
        Code::Unauthorized,
        Code::OtherApp,
        Code::NotFound,
        Code::EventNotFound,
        Code::TransactionNotFound,
        Code::UserNotFound,
        Code::AchievementNotFound,
        Code::WebhookNotFound,
        Code::DeliveryNotFound,
        Code::MethodNotAllowed,
        Code::EventClosed,
        Code::EventExpired,
        Code::EventFull,
        Code::TooManyEvents,
        Code::InsufficientFunds,
        Code::LimitExceeded,
        Code::AchievementExists,
        Code::TooManyAchievements,
        Code::DeliveryNotGivenUp,
        Code::BodyTooLarge,
        Code::NotJson,
        Code::InvalidJson,
        Code::InvalidField,
        Code::IdempotencyKeyReused,
        Code::RateLimited,
        Code::Internal,
        Code::OutcomeUnknown,
        Code::Timeout,
    ];

    #[test]
    fn the_manual_lists_every_code_with_its_status_and_no_other() {
        let row = |code: Code| format!("| {} | `{}` | ", code.status().as_u16(), code.text());
        for code in ALL {
            assert!(MANUAL.contains(&row(code)), "{}", row(code));
        }
        let listed = MANUAL
            .lines()
            .filter(|line| line.starts_with("| 4") || line.starts_with("| 5"))
            .count();
        assert_eq!(listed, ALL.len());
        assert_eq!(ALL.len() - 1, Code::Timeout as usize, "all of them are here");
    }
}
