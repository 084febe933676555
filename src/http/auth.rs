//! Who calls, and whether they may go on.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::{ApiError, Code};
use super::state::Api;
use crate::db::retrying;
use crate::domain::apps::keys::{Caller, Token, identify_caller};

/// The app that proved itself for this call.
pub(super) struct Calling(pub(super) Caller);

impl<S: Send + Sync> FromRequestParts<S> for Calling {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Calling, ApiError> {
        let caller = parts.extensions.get::<Caller>().cloned();
        caller.map(Calling).ok_or_else(|| ApiError::new(Code::Unauthorized))
    }
}

/// Lets through whoever shows a valid key and has not called too often.
pub(super) async fn authenticated(State(api): State<Api>, mut request: Request, next: Next) -> Response {
    let caller = match identify(&api, shown_token(request.headers())).await {
        Ok(caller) => caller,
        Err(error) => return error.into_response(),
    };
    let allowance = api.limiter.ask(caller.key);
    let mut response = match allowance.wait_seconds() {
        Some(seconds) => ApiError::rate_limited(seconds).into_response(),
        None => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
    };
    allowance.write_to(response.headers_mut());
    response
}

/// The key of the `Authorization` header, when there is one that looks like a key.
fn shown_token(headers: &HeaderMap) -> Option<Token> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = Token::parse(token.trim())?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

async fn identify(api: &Api, token: Option<Token>) -> Result<Caller, ApiError> {
    let unauthorized = || ApiError::new(Code::Unauthorized);
    let token = token.ok_or_else(unauthorized)?;
    let found = retrying(|| identify_caller(&api.desk, &token)).await;
    found
        .map_err(|fault| ApiError::fault("keys.identify", &fault))?
        .ok_or_else(unauthorized)
}
