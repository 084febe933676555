//! The codes of the API for games: each with its status and its text.

use axum::http::StatusCode;

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
    /// The database cannot be reached, or takes no writes for now.
    Unavailable,
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
            Code::Unavailable => "unavailable",
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
            Code::Unavailable | Code::OutcomeUnknown | Code::Timeout => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The text for a code when there is nothing more specific to say.
    pub(super) fn words(self) -> &'static str {
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
            Code::Unavailable => {
                "The database does not answer just now. Nothing was saved; repeat it as soon as Retry-After says, with the same Idempotency-Key."
            }
            Code::OutcomeUnknown => {
                "It is not known yet whether this was saved. Repeat it with the same Idempotency-Key: it is then done once. Without a key, look first."
            }
            Code::Timeout => "It took too long and was given up. Ask again with the same Idempotency-Key.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    const MANUAL: &str = include_str!("../../docs/API.md");

    const ALL: [Code; 29] = [
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
        Code::Unavailable,
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
