//! A request that makes or edits a message, including what Discord says about its rate limits.
//!
//! serenity applies the limits itself, except with another server in Discord's place (its limiter would call Discord).
//! Its errors do not say how long a 429 lasts. So the courier makes these two requests itself.

use std::time::Duration;

use poise::serenity_prelude as serenity;
use reqwest::header::HeaderMap;
use reqwest::{Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serenity::{
    Builder, ChannelId, CreateAttachment, CreateMessage, EditMessage, ErrorResponse, HttpError, LightMethod, Message,
    MessageId, Multipart, MultipartUpload, Request, Route,
};

use crate::discord::surface::Surface;

/// How long to wait after a 429 that does not say how long it lasts.
const RETRY_AFTER_UNSAID: Duration = Duration::from_secs(1);

/// Why a request failed.
#[derive(Debug)]
pub(super) enum CallError {
    /// Too many requests; this one did nothing.
    Limited {
        retry_after: Duration,
        /// The limit applies to all requests, not only to this channel.
        global: bool,
    },
    /// The channel is in another guild, because the desk has moved.
    Elsewhere,
    Discord(serenity::Error),
}

impl From<serde_json::Error> for CallError {
    fn from(error: serde_json::Error) -> Self {
        CallError::Discord(error.into())
    }
}

/// Discord's answer.
pub(super) struct Called<T> {
    pub(super) answer: T,
    /// If the channel's requests are used up: how long until the next one is allowed.
    pub(super) rest: Option<Duration>,
}

pub(super) async fn create(
    surface: &Surface,
    channel: ChannelId,
    message: &CreateMessage,
    files: Vec<CreateAttachment>,
) -> Result<Called<Message>, CallError> {
    if surface.is_elsewhere(channel) {
        return Err(CallError::Elsewhere);
    }
    let sent = send(surface, channel, message, files).await;
    count(surface, sent.as_ref().err());
    sent
}

/// Counts a request and, if it failed, why.
fn count(surface: &Surface, failure: Option<&CallError>) {
    surface.meters.note_request();
    match failure {
        Some(CallError::Limited { .. }) => surface.meters.note_failure(Some(429)),
        Some(CallError::Discord(serenity::Error::Http(HttpError::UnsuccessfulRequest(refused)))) => {
            // Without a code (a proxy's answer) the status says what happened.
            let status = isize::try_from(refused.status_code.as_u16()).ok();
            let code = Some(refused.error.code).filter(|code| 0 < *code);
            surface.meters.note_failure(code.or(status));
        }
        Some(CallError::Discord(_)) => surface.meters.note_failure(None),
        Some(CallError::Elsewhere) | None => {}
    }
}

async fn send(
    surface: &Surface,
    channel: ChannelId,
    message: &CreateMessage,
    files: Vec<CreateAttachment>,
) -> Result<Called<Message>, CallError> {
    if 1 < files.len() {
        return create_with_several(surface, channel, message).await;
    }
    let route = Route::ChannelMessages { channel_id: channel };
    let request = Request::new(route, LightMethod::Post);
    let request = match files.is_empty() {
        true => request.body(Some(json(message)?)),
        false => {
            let payload = String::from_utf8(json(message)?).expect("JSON is UTF-8");
            request.multipart(Some(Multipart {
                upload: MultipartUpload::Attachments(files),
                fields: Vec::new(),
                payload_json: Some(payload),
            }))
        }
    };
    call(surface, request).await
}

/// serenity numbers several files only in its own way of sending a message. That way reports nothing about limits,
/// except that one was hit.
async fn create_with_several(
    surface: &Surface,
    channel: ChannelId,
    message: &CreateMessage,
) -> Result<Called<Message>, CallError> {
    match message.clone().execute(&surface.http, (channel, None)).await {
        Ok(answer) => Ok(Called { answer, rest: None }),
        Err(serenity::Error::Http(HttpError::UnsuccessfulRequest(refused)))
            if refused.status_code == StatusCode::TOO_MANY_REQUESTS =>
        {
            Err(CallError::Limited {
                retry_after: RETRY_AFTER_UNSAID,
                global: false,
            })
        }
        Err(error) => Err(CallError::Discord(error)),
    }
}

pub(super) async fn edit(
    surface: &Surface,
    channel: ChannelId,
    message: MessageId,
    edit: &EditMessage,
) -> Result<Called<Message>, CallError> {
    if surface.is_elsewhere(channel) {
        return Err(CallError::Elsewhere);
    }
    let route = Route::ChannelMessage {
        channel_id: channel,
        message_id: message,
    };
    let request = Request::new(route, LightMethod::Patch).body(Some(json(edit)?));
    let edited = call(surface, request).await;
    count(surface, edited.as_ref().err());
    edited
}

fn json(body: &impl serde::Serialize) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(body)
}

async fn call<T: DeserializeOwned>(surface: &Surface, request: Request<'_>) -> Result<Called<T>, CallError> {
    let response = respond(surface, request).await?;
    let rest = rest(response.headers());
    let body = response
        .bytes()
        .await
        .map_err(|error| CallError::Discord(error.into()))?;
    let answer = serde_json::from_slice(&body)?;
    Ok(Called { answer, rest })
}

async fn respond(surface: &Surface, request: Request<'_>) -> Result<Response, CallError> {
    let http = &surface.http;
    if http.ratelimiter.is_some() {
        return http.request(request).await.map_err(CallError::Discord);
    }
    let method = request.method_ref().reqwest_method();
    let built = request.build(&surface.downloads, http.token(), http.proxy.as_deref());
    let sent = built.map_err(CallError::Discord)?.send().await;
    let response = sent.map_err(|error| CallError::Discord(error.into()))?;
    if response.status() == StatusCode::TOO_MANY_REQUESTS {
        return Err(limited(response).await);
    }
    if response.status().is_success() {
        return Ok(response);
    }
    let refused = ErrorResponse::from_response(response, method).await;
    Err(CallError::Discord(HttpError::UnsuccessfulRequest(refused).into()))
}

/// The body of a 429.
#[derive(Default, Deserialize)]
struct Limit {
    retry_after: Option<f64>,
    #[serde(default)]
    global: bool,
}

async fn limited(response: Response) -> CallError {
    let header = seconds(response.headers(), "retry-after");
    let is_global = response.headers().contains_key("x-ratelimit-global");
    let limit: Limit = response.json().await.unwrap_or_default();
    let said = limit.retry_after.and_then(duration).or(header);
    CallError::Limited {
        retry_after: said.unwrap_or(RETRY_AFTER_UNSAID),
        global: limit.global || is_global,
    }
}

/// How long the next request must wait; `None` while requests are left.
fn rest(headers: &HeaderMap) -> Option<Duration> {
    let remaining = headers.get("x-ratelimit-remaining")?.to_str().ok()?;
    if remaining.trim() != "0" {
        return None;
    }
    seconds(headers, "x-ratelimit-reset-after")
}

fn seconds(headers: &HeaderMap, name: &str) -> Option<Duration> {
    let text = headers.get(name)?.to_str().ok()?;
    duration(text.trim().parse().ok()?)
}

fn duration(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

    use super::rest;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn a_channel_rests_when_its_requests_are_used_up() {
        let used = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset-after", "1.5")];
        assert_eq!(rest(&headers(&used)), Some(Duration::from_millis(1_500)));
        let left = [("x-ratelimit-remaining", "3"), ("x-ratelimit-reset-after", "1.5")];
        assert_eq!(rest(&headers(&left)), None);
        assert_eq!(rest(&headers(&[])), None);
        assert_eq!(
            rest(&headers(&[
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset-after", "-1")
            ])),
            None
        );
    }
}
