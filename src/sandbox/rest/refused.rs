//! Answers to requests that are refused before they are carried out: rate limits and injected faults.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use crate::sandbox::limits::{Standing, Verdict};
use crate::sandbox::traffic::Fault;

/// The 429 for a request over a limit; `None` if it may pass.
pub(super) fn limited(verdict: &Verdict) -> Option<Response> {
    let (wait, is_global) = match verdict {
        Verdict::Pass(_) => return None,
        Verdict::Full(standing) => (standing.reset_after, false),
        Verdict::Global(wait) => (*wait, true),
    };
    // Discord sends three decimals. Round up, because otherwise a client would retry slightly too early.
    let seconds = (wait.as_secs_f64() * 1_000.0).ceil() / 1_000.0;
    let body = json!({ "message": "You are being rate limited.", "retry_after": seconds, "global": is_global });
    let mut response = answer(StatusCode::TOO_MANY_REQUESTS, &body);
    put(&mut response, "retry-after", &seconds.ceil().to_string());
    put(
        &mut response,
        "x-ratelimit-scope",
        if is_global { "global" } else { "user" },
    );
    match verdict {
        Verdict::Full(standing) => stand(&mut response, standing),
        _ => put(&mut response, "x-ratelimit-global", "true"),
    }
    Some(response)
}

/// Adds headers with the state of the request's bucket.
pub(super) fn stand(response: &mut Response, standing: &Standing) {
    put(response, "x-ratelimit-limit", &standing.limit.to_string());
    put(response, "x-ratelimit-remaining", &standing.remaining.to_string());
    put(response, "x-ratelimit-reset", &format!("{:.3}", standing.reset));
    let after = format!("{:.3}", standing.reset_after.as_secs_f64());
    put(response, "x-ratelimit-reset-after", &after);
    put(response, "x-ratelimit-bucket", standing.bucket);
}

/// The answer to a request that meets an injected fault.
pub(super) fn faulted(fault: &Fault) -> Response {
    let status = StatusCode::from_u16(fault.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if status != StatusCode::TOO_MANY_REQUESTS {
        let message = status.canonical_reason().unwrap_or("Error");
        return answer(status, &json!({ "message": message, "code": fault.code.unwrap_or(0) }));
    }
    let seconds = fault.retry_after.unwrap_or(1.0);
    let mut body = json!({ "message": "You are being rate limited.", "retry_after": seconds, "global": false });
    if let Some(code) = fault.code {
        body["code"] = json!(code);
    }
    let mut response = answer(status, &body);
    let fields = [
        ("retry-after", seconds.ceil().to_string()),
        ("x-ratelimit-limit", "5".into()),
        ("x-ratelimit-remaining", "0".into()),
        ("x-ratelimit-reset-after", seconds.to_string()),
        ("x-ratelimit-bucket", "sandbox".into()),
        ("x-ratelimit-scope", "user".into()),
    ];
    for (name, value) in fields {
        put(&mut response, name, &value);
    }
    response
}

fn answer(status: StatusCode, body: &Value) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

fn put(response: &mut Response, name: &'static str, value: &str) {
    let value = HeaderValue::from_str(value).expect("numbers and plain words are header values");
    response.headers_mut().insert(name, value);
}
