//! Who calls the API for players: reads the token, looks its holder up, and says whether its role may make this call.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, MatchedPath, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::code::Code;
use super::refusal::Refusal;
use super::roles;
use super::tokens_error::token_refused;
use crate::clock::Moment;
use crate::db::retrying;
use crate::domain::games::apps::keys::find_app_holder;
use crate::domain::people::tokens::{
    self, Holder, Keys, NotForRole, Principal, Shown, Subject, TokenError, Verified, find_holder_known_as,
    find_member_holder,
};
use crate::http::auth::{self, NoCaller, ValidKey};
use crate::http::headers::given_twice;
use crate::http::limit::Allowance;
use crate::http::state::Api;

/// Who calls, with their role.
pub(in crate::http) struct Calling(pub(in crate::http) Principal);

impl<S: Send + Sync> FromRequestParts<S> for Calling {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Calling, Refusal> {
        let principal = parts.extensions.get::<Principal>().cloned();
        principal.map(Calling).ok_or_else(|| Refusal::new(Code::TokenFalta))
    }
}

/// When the token of this call expires.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) struct ExpiresAt(pub(in crate::http) Moment);

/// Lets calls under `/api` through that carry a token of a role that may make them, and calls for a token that carry an
/// app's key. Both must stay within the rate limit.
pub(in crate::http) async fn guarded(
    State(api): State<Api>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let from = peer.ip();
    if let Some(header) = given_twice(request.headers()) {
        let error = Refusal::field(&header, "un solo encabezado: está dos veces");
        return stranger(&api.strangers.charge(from), error);
    }
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("", MatchedPath::as_str);
    let admitted = if route.starts_with("/api/") {
        by_token(&api, from, route, &mut request).await
    } else {
        by_key(&api, from, &mut request).await
    };
    let (allowance, refused) = match admitted {
        Ok(admitted) => admitted,
        Err(answer) => return answer,
    };
    let mut response = match (allowance.wait_seconds(), refused) {
        (Some(seconds), _) => Refusal::rate_limited(seconds).into_response(),
        (None, Some(no)) => Refusal::from(no).noted("tokens.authorize").into_response(),
        (None, None) => next.run(request).await,
    };
    allowance.write_to(response.headers_mut());
    response.extensions_mut().insert(ValidKey);
    response
}

/// A caller who is known: what is left of their limit, and why their role may not make the call.
type Admitted = (Allowance, Option<NotForRole>);

async fn by_token(api: &Api, from: IpAddr, route: &str, request: &mut Request) -> Result<Admitted, Response> {
    let (token, principal) = match identify(api, from, request.headers()).await {
        Ok(found) => found,
        Err(NoHolder::Stranger(allowance, error)) => return Err(stranger(&allowance, error)),
        Err(NoHolder::Fault(error)) => return Err(error.into_response()),
    };
    let allowance = api.holders.ask(principal.scope());
    let refused = require_role(&principal, request.method(), route);
    request.extensions_mut().insert(ExpiresAt(token.expires_at));
    request.extensions_mut().insert(principal);
    Ok((allowance, refused))
}

fn require_role(principal: &Principal, method: &Method, route: &str) -> Option<NotForRole> {
    principal.require(roles::allowed(method, route)).err()
}

async fn by_key(api: &Api, from: IpAddr, request: &mut Request) -> Result<Admitted, Response> {
    match auth::identify(api, from, request.headers()).await {
        Ok(caller) => {
            let allowance = api.limiter.ask(caller.key);
            request.extensions_mut().insert(caller);
            Ok((allowance, None))
        }
        Err(NoCaller::NoKey(allowance)) => Err(stranger(&allowance, Refusal::new(Code::ClaveInvalida))),
        Err(NoCaller::Fault(fault)) => Err(Refusal::fault("keys.identify", &fault).into_response()),
    }
}

/// The answer to a call of somebody unknown.
fn stranger(allowance: &Allowance, error: Refusal) -> Response {
    let mut response = match allowance.wait_seconds() {
        Some(seconds) => Refusal::rate_limited(seconds).into_response(),
        None => error.noted("tokens.identify").into_response(),
    };
    allowance.write_to(response.headers_mut());
    response
}

/// Why the holder of a token was not found.
enum NoHolder {
    Stranger(Allowance, Refusal),
    Fault(Refusal),
}

/// Finds the holder of a token. Only a token with a valid signature costs a read of the books; the others are counted
/// for their address.
async fn identify(api: &Api, from: IpAddr, headers: &HeaderMap) -> Result<(Verified, Principal), NoHolder> {
    let refuse = |error: TokenError| match error {
        TokenError::Db(_) => NoHolder::Fault(token_refused(&error)),
        TokenError::Unreadable
        | TokenError::Expired(_)
        | TokenError::NotYet
        | TokenError::OtherAudience
        | TokenError::UnknownIssuer
        | TokenError::UnknownHolder
        | TokenError::Ended(_) => NoHolder::Stranger(api.strangers.charge(from), token_refused(&error)),
    };
    let Some(text) = shown_token(headers) else {
        let missing = Refusal::new(Code::TokenFalta);
        return Err(NoHolder::Stranger(api.strangers.charge(from), missing));
    };
    let shown = tokens::read(text, &api.desk.policy.tokens).map_err(refuse)?;
    read_keys(api, from, &shown).await?;
    let now = api.desk.clock.now();
    let token = tokens::verify(&shown, &api.keyring, &api.desk.policy.tokens, now).map_err(refuse)?;
    let principal = find_holder(api, &token).await.map_err(refuse)?;
    Ok((token, principal))
}

async fn find_holder(api: &Api, token: &Verified) -> Result<Principal, TokenError> {
    let desk = &api.desk;
    match &token.subject {
        Subject::App(app) => retrying(|| find_app_holder(desk, *app, token)).await,
        Subject::Member(member) => retrying(|| find_member_holder(desk, *member, token)).await,
        Subject::KnownAs { kind, value } => retrying(|| find_holder_known_as(desk, *kind, value, token)).await,
        Subject::Outside { issuer, subject } => Ok(Principal {
            role: token.role,
            holder: Holder::Outside {
                issuer: issuer.clone(),
                subject: subject.clone(),
            },
        }),
    }
}

/// Reads the keys again when those in memory are old, or when the token names another one; the latter only as often as
/// the address may call.
async fn read_keys(api: &Api, from: IpAddr, shown: &Shown) -> Result<(), NoHolder> {
    match api.keyring.has_key_of(shown, api.desk.clock.now()) {
        Keys::Enough => return Ok(()),
        Keys::Old => {}
        Keys::OtherKey => {
            let allowance = api.strangers.charge(from);
            if allowance.wait.is_some() {
                let error = Refusal::new(Code::TokenInvalido);
                return Err(NoHolder::Stranger(allowance, error));
            }
        }
    }
    let read = retrying(|| api.keyring.read(&api.desk)).await;
    read.map_err(|fault| NoHolder::Fault(Refusal::fault("tokens.keys", &fault)))
}

/// The token of the `Authorization` header; `None` when there is none.
fn shown_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}
