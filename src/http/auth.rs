//! Who calls, and whether they may go on.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::{ApiError, Code};
use super::headers::given_twice;
use super::limit::Allowance;
use super::state::Api;
use crate::db::{DbError, retrying};
use crate::domain::games::apps::keys::{Caller, Token, identify_caller};

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
pub(super) async fn authenticated(
    State(api): State<Api>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(header) = given_twice(request.headers()) {
        return refused_twice(&api, peer.ip(), &header);
    }
    let shown = shown_token(request.headers());
    let caller = match identify(&api, peer.ip(), shown).await {
        Ok(caller) => caller,
        Err(refused) => return refused,
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
    response.extensions_mut().insert(ValidKey);
    response
}

/// Marks the answer to a call with a valid key: its connection is worth more than a stranger's.
#[derive(Debug, Clone, Copy)]
pub(super) struct ValidKey;

/// Which of two values was meant, nobody knows: neither is used, not even the key.
fn refused_twice(api: &Api, from: IpAddr, header: &str) -> Response {
    let allowance = api.strangers.charge(from);
    let mut response = match allowance.wait_seconds() {
        Some(seconds) => ApiError::rate_limited(seconds).into_response(),
        None => ApiError::invalid_field(header, "given once").into_response(),
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

/// The app that calls. Whoever does not prove to be one is counted where they call from, and is not looked up any more
/// when there have been too many of them.
async fn identify(api: &Api, from: IpAddr, shown: Option<Token>) -> Result<Caller, Response> {
    let Some(token) = shown else {
        return Err(turned_away(&api.strangers.charge(from)));
    };
    let fault = |fault: DbError| ApiError::nothing_saved("keys.identify", &fault).into_response();
    let mut charged = None;
    if !api.strangers.knows(&token) {
        let allowance = api.strangers.charge(from);
        if allowance.wait.is_some() && !api.strangers.learns(&api.desk, &token).await.map_err(fault)? {
            return Err(turned_away(&allowance));
        }
        charged = Some(allowance);
    }
    let found = retrying(|| identify_caller(&api.desk, &token)).await;
    match found.map_err(fault)? {
        Some(caller) => {
            api.strangers.remember(&token);
            Ok(caller)
        }
        None => {
            api.strangers.forget(&token);
            Err(turned_away(&charged.unwrap_or_else(|| api.strangers.charge(from))))
        }
    }
}

/// What a stranger is answered.
fn turned_away(allowance: &Allowance) -> Response {
    let mut response = match allowance.wait_seconds() {
        Some(seconds) => ApiError::rate_limited(seconds).into_response(),
        None => ApiError::new(Code::Unauthorized).into_response(),
    };
    allowance.write_to(response.headers_mut());
    response
}
