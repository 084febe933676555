//! Why something could not be told, and what follows from that.

use std::time::Duration;

use poise::serenity_prelude as serenity;
use serenity::{HttpError, StatusCode};

use super::call::CallError;
use crate::db::DbError;
use crate::discord::retry::{code, describe};
use crate::domain::kernel::outbox::Closing;

/// Why a notice of a newer cambista was set aside. A cambista that can read it finds it by this text.
pub(super) const UNREADABLE: &str = "a notice of a newer cambista";

/// How long to wait after a 429 to a request that serenity made: its error does not say.
const RETRY_AFTER_UNSAID: Duration = Duration::from_secs(1);

/// Why something could not be told.
#[derive(Debug, thiserror::Error)]
pub(super) enum TellError {
    /// Nobody can be told there until somebody changes that.
    #[error("closed ({0}): {1}")]
    Closed(Closing, String),
    /// Discord asks for fewer requests.
    #[error("too many requests; again in {retry_after:?}, {}", if *.global { "anywhere" } else { "there" })]
    Limited { retry_after: Duration, global: bool },
    /// Discord does not answer, or has a fault.
    #[error("Discord could not be reached: {0}")]
    Unreachable(String),
    /// Discord will never accept this message.
    #[error("Discord refuses it for good: {0}")]
    Never(String),
    /// The message is larger than the server allows, which only its file can be.
    #[error("the file is too large for this server")]
    FileTooLarge,
    #[error(transparent)]
    Db(#[from] DbError),
    /// The desk's own use-case refused it; it may succeed later.
    #[error("the desk refused: {0}")]
    Refused(String),
}

impl From<CallError> for TellError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Limited { retry_after, global } => TellError::Limited { retry_after, global },
            CallError::Elsewhere => {
                TellError::Closed(Closing::Gone, "it is in another guild than the desk's".to_owned())
            }
            CallError::Discord(error) => error.into(),
        }
    }
}

impl From<serenity::Error> for TellError {
    fn from(error: serenity::Error) -> Self {
        let words = describe(&error);
        match &error {
            serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
                refused(response.status_code, response.error.code, words)
            }
            serenity::Error::Http(HttpError::Request(_)) | serenity::Error::Io(_) => TellError::Unreachable(words),
            serenity::Error::Model(_) => TellError::Never(words),
            _ => TellError::Unreachable(words),
        }
    }
}

/// What a refusal by Discord means. After an unknown one, the message goes another way and is tried again here.
fn refused(status: StatusCode, of: isize, words: String) -> TellError {
    if status == StatusCode::TOO_MANY_REQUESTS {
        return TellError::Limited {
            retry_after: RETRY_AFTER_UNSAID,
            global: false,
        };
    }
    // A refused token must be corrected by the operator; the messages wait until then.
    if status.is_server_error() || status == StatusCode::UNAUTHORIZED {
        return TellError::Unreachable(words);
    }
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        return TellError::FileTooLarge;
    }
    match of {
        code::TOO_LARGE => TellError::FileTooLarge,
        code::INVALID_BODY | code::EMPTY_MESSAGE | code::INVALID_JSON => TellError::Never(words),
        code::UNKNOWN_CHANNEL => TellError::Closed(Closing::Gone, words),
        code::MISSING_ACCESS => TellError::Closed(Closing::NoAccess, words),
        code::MISSING_PERMISSION => TellError::Closed(Closing::NoPermission, words),
        code::CLOSED_DM | code::UNKNOWN_USER | code::NO_SHARED_GUILD => TellError::Closed(Closing::DirectClosed, words),
        _ => TellError::Closed(Closing::Refused, words),
    }
}

#[cfg(test)]
mod tests {
    use poise::serenity_prelude::StatusCode;

    use super::{TellError, refused};
    use crate::domain::kernel::outbox::Closing;

    fn of(status: u16, code: isize) -> TellError {
        refused(StatusCode::from_u16(status).unwrap(), code, String::new())
    }

    #[test]
    fn only_a_body_that_discord_refuses_is_never_told() {
        assert!(matches!(of(400, 50035), TellError::Never(_)));
        assert!(matches!(of(503, 0), TellError::Unreachable(_)));
        assert!(matches!(of(401, 0), TellError::Unreachable(_)));
        assert!(matches!(of(403, 50013), TellError::Closed(Closing::NoPermission, _)));
        assert!(matches!(of(403, 50001), TellError::Closed(Closing::NoAccess, _)));
        assert!(matches!(of(404, 10003), TellError::Closed(Closing::Gone, _)));
        assert!(matches!(of(403, 50007), TellError::Closed(Closing::DirectClosed, _)));
        assert!(matches!(of(403, 50278), TellError::Closed(Closing::DirectClosed, _)));
        assert!(matches!(of(403, 200_000), TellError::Closed(Closing::Refused, _)));
        assert!(matches!(of(400, 40005), TellError::FileTooLarge));
        assert!(matches!(of(429, 0), TellError::Limited { .. }));
    }
}
