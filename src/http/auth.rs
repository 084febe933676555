//! Authentication: which app calls, and whether its rate limit lets the call through.

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

/// The app that this call's key belongs to.
pub(super) struct Calling(pub(super) Caller);

impl<S: Send + Sync> FromRequestParts<S> for Calling {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Calling, ApiError> {
        let caller = parts.extensions.get::<Caller>().cloned();
        caller.map(Calling).ok_or_else(|| ApiError::new(Code::Unauthorized))
    }
}

/// Lets calls through that carry a valid key and stay within the rate limit.
pub(super) async fn authenticated(
    State(api): State<Api>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(header) = given_twice(request.headers()) {
        return refused_twice(&api, peer.ip(), &header);
    }
    let caller = match identify(&api, peer.ip(), request.headers()).await {
        Ok(caller) => caller,
        Err(refused) => return turned_away(&refused),
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

/// Marks the answer to a call with a valid key: connections without one are closed first when there are too many.
#[derive(Debug, Clone, Copy)]
pub(super) struct ValidKey;

/// Refuses a call whose header occurs twice. Nobody knows which value was meant, so neither is used, not even of the
/// key.
fn refused_twice(api: &Api, from: IpAddr, header: &str) -> Response {
    let allowance = api.strangers.charge(from);
    let mut response = match allowance.wait_seconds() {
        Some(seconds) => ApiError::rate_limited(seconds).into_response(),
        None => ApiError::invalid_field(header, "given once").into_response(),
    };
    allowance.write_to(response.headers_mut());
    response
}

/// The key of the `Authorization` header, if it has the form of a key.
fn shown_token(headers: &HeaderMap) -> Option<Token> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = Token::parse(token.trim())?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

/// Why the app that calls was not found.
pub(super) enum NoCaller {
    /// There is no valid key. Whether its address may still call is in it.
    NoKey(Allowance),
    Fault(DbError),
}

/// Finds the app that calls. Calls without a valid key are counted for their address; after too many of them, unknown
/// keys from that address are not looked up any more.
pub(super) async fn identify(api: &Api, from: IpAddr, headers: &HeaderMap) -> Result<Caller, NoCaller> {
    let Some(token) = shown_token(headers) else {
        return Err(NoCaller::NoKey(api.strangers.charge(from)));
    };
    let mut charged = None;
    if !api.strangers.knows(&token) {
        let allowance = api.strangers.charge(from);
        let learns = api.strangers.learns(&api.desk, &token);
        if allowance.wait.is_some() && !learns.await.map_err(NoCaller::Fault)? {
            return Err(NoCaller::NoKey(allowance));
        }
        charged = Some(allowance);
    }
    let found = retrying(|| identify_caller(&api.desk, &token)).await;
    match found.map_err(NoCaller::Fault)? {
        Some(caller) => {
            api.strangers.remember(&token);
            Ok(caller)
        }
        None => {
            api.strangers.forget(&token);
            let allowance = charged.unwrap_or_else(|| api.strangers.charge(from));
            Err(NoCaller::NoKey(allowance))
        }
    }
}

/// The answer to a call without a valid key.
fn turned_away(refused: &NoCaller) -> Response {
    let allowance = match refused {
        NoCaller::NoKey(allowance) => allowance,
        NoCaller::Fault(fault) => return ApiError::nothing_saved("keys.identify", fault).into_response(),
    };
    let mut response = match allowance.wait_seconds() {
        Some(seconds) => ApiError::rate_limited(seconds).into_response(),
        None => ApiError::new(Code::Unauthorized).into_response(),
    };
    allowance.write_to(response.headers_mut());
    response
}
