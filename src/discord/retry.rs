//! Retries calls to Discord. serenity does not wait after a 429 when another server stands in Discord's place (its rate
//! limiter is off then), and Discord itself sometimes fails for a moment.

use std::time::Duration;

use poise::serenity_prelude as serenity;
use serenity::{HttpError, StatusCode};

/// How often a call is made at most. With the waits it stays below the three seconds of an interaction.
const TRIES_MAX: u32 = 5;
/// The wait after the first failure; it doubles with each further one.
const WAIT_FIRST: Duration = Duration::from_millis(120);

/// Discord's error codes on which the code depends.
pub(super) mod code {
    pub(crate) const UNKNOWN_CHANNEL: isize = 10003;
    pub(crate) const UNKNOWN_MEMBER: isize = 10007;
    pub(crate) const UNKNOWN_MESSAGE: isize = 10008;
    pub(crate) const UNKNOWN_USER: isize = 10013;
    pub(crate) const TOO_LARGE: isize = 40005;
    pub(crate) const ALREADY_ANSWERED: isize = 40060;
    pub(crate) const MISSING_ACCESS: isize = 50001;
    pub(crate) const EMPTY_MESSAGE: isize = 50006;
    /// [`super::code_of`] also returns this for [`NO_MUTUAL_GUILD`].
    pub(crate) const CLOSED_DM: isize = 50007;
    /// The person shares no guild with the bot any more. It is treated like a closed DM.
    pub(super) const NO_MUTUAL_GUILD: isize = 50278;
    pub(crate) const MISSING_PERMISSION: isize = 50013;
    /// A direct message to somebody who shares no guild with the bot.
    pub(crate) const NO_SHARED_GUILD: isize = 50278;
    pub(crate) const INVALID_BODY: isize = 50035;
    pub(crate) const INVALID_JSON: isize = 50109;
}

/// Makes a call until it succeeds, fails for good, or has been tried often enough.
pub(super) async fn retried<T, F>(mut call: impl FnMut() -> F) -> serenity::Result<T>
where
    F: Future<Output = serenity::Result<T>>,
{
    let mut wait = WAIT_FIRST;
    for _ in 1..TRIES_MAX {
        match call().await {
            Err(error) if is_transient(&error) => {
                tokio::time::sleep(wait).await;
                wait *= 2;
            }
            outcome => return outcome,
        }
    }
    call().await
}

/// Whether the same call may succeed later.
pub(super) fn is_transient(error: &serenity::Error) -> bool {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            response.status_code == StatusCode::TOO_MANY_REQUESTS || response.status_code.is_server_error()
        }
        serenity::Error::Http(HttpError::Request(_)) | serenity::Error::Io(_) => true,
        _ => false,
    }
}

/// Discord's error code of a refused call ([`code`]).
pub(super) fn code_of(error: &serenity::Error) -> Option<isize> {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => match response.error.code {
            code::NO_MUTUAL_GUILD => Some(code::CLOSED_DM),
            code => Some(code),
        },
        _ => None,
    }
}

/// Describes an error for the log: status, code and the paths of the fields. Never the URL, which may contain a token.
pub(super) fn describe(error: &serenity::Error) -> String {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            if response.status_code == StatusCode::TOO_MANY_REQUESTS {
                return "HTTP 429: too many requests".to_owned();
            }
            let fields: Vec<&str> = response.error.errors.iter().map(|field| field.path.as_str()).collect();
            let (status, code) = (response.status_code.as_u16(), response.error.code);
            format!("HTTP {status}, code {code}: {} {fields:?}", response.error.message)
        }
        serenity::Error::Http(HttpError::Request(request)) => {
            let kind = if request.is_connect() {
                "no connection"
            } else if request.is_timeout() {
                "timed out"
            } else {
                "request failed"
            };
            format!("{kind}: Discord could not be asked")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use poise::serenity_prelude as serenity;

    use super::retried;

    fn broken_line() -> serenity::Error {
        serenity::Error::Io(std::io::Error::other("broken line"))
    }

    #[tokio::test]
    async fn a_call_is_made_again_until_it_succeeds() {
        let calls = AtomicU32::new(0);
        let outcome = retried(|| async {
            match calls.fetch_add(1, Ordering::SeqCst) {
                0 | 1 => Err(broken_line()),
                _ => Ok(7),
            }
        });
        assert_eq!(outcome.await.unwrap(), 7);
        assert_eq!(calls.load(Ordering::SeqCst), 3);
    }

    #[tokio::test]
    async fn a_call_is_given_up_at_once_when_trying_again_is_useless() {
        let calls = AtomicU32::new(0);
        let outcome: serenity::Result<()> = retried(|| async {
            calls.fetch_add(1, Ordering::SeqCst);
            Err(serenity::Error::Other("no"))
        })
        .await;
        assert!(outcome.is_err());
        assert_eq!(calls.load(Ordering::SeqCst), 1);
    }
}
