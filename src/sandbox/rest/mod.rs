//! Discord's REST interface v10: authenticates, applies rate limits and faults, records, and routes each request.

mod call;
mod channels;
mod commands;
mod error;
mod files;
mod guild;
mod interactions;
mod members;
mod mentions;
mod messages;
mod need;
mod overwrites;
mod reactions;
mod refused;
mod roles;
mod threads;
mod webhooks;

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

pub(super) use self::call::{Answer, Call, id_of};
pub(super) use self::error::{ApiError, Problems, Result};
pub(super) use self::files::{NewFile, keep as keep_file};
pub(super) use self::mentions::mentions_in;
pub(super) use self::messages::{forward, post};
pub(super) use self::threads::{body as thread_body, must_be_open};
use super::gateway;
use super::hub::Hub;
use super::limits::Verdict;
use super::traffic::Request as Recorded;
use super::wire;
use super::world::World;

/// Handles any request under `/api`.
pub(super) async fn serve(State(hub): State<Arc<Hub>>, request: Request) -> Response {
    let asked = request.method().clone();
    let method = asked.to_string();
    let path = request
        .uri()
        .path_and_query()
        .map_or_else(String::new, ToString::to_string);
    let _in_flight = InFlight::begin(&hub);
    let route = route_path(request.uri().path()).to_owned();
    let authorized = is_open(&route) || has_token(&hub, &request);
    let actor = hub.world().bot_id();
    let call = Call::read(request, &route, actor).await;
    let (body, files) = match &call {
        Ok(call) => (
            call.body.clone(),
            call.files.iter().map(|file| file.filename.clone()).collect(),
        ),
        Err(_) => (Value::Null, Vec::new()),
    };
    let verdict = hub.limits().count(&asked, &route, Instant::now());
    let limited = refused::limited(&verdict);
    let fault = limited
        .is_none()
        .then(|| hub.traffic().take_fault(&method, &path))
        .flatten();
    let unseen = fault.as_ref().is_some_and(|fault| fault.unseen);
    let carried_out = || {
        respond(call.and_then(|mut call| {
            if unseen {
                // Do not apply the edit: answer with the unchanged message.
                call.method = Method::GET;
            }
            if authorized {
                answer(&hub, &call)
            } else {
                Err(ApiError::unauthorized())
            }
        }))
    };
    let mut response = match (limited, fault) {
        (Some(limited), _) => limited,
        (None, Some(fault)) if fault.unseen => carried_out(),
        (None, Some(fault)) => {
            if fault.after {
                carried_out();
            }
            refused::faulted(&fault)
        }
        (None, None) => carried_out(),
    };
    if let Verdict::Pass(Some(standing)) = &verdict {
        refused::stand(&mut response, standing);
    }
    let status = response.status().as_u16();
    hub.traffic().record(Recorded {
        n: 0,
        method,
        path,
        body,
        status,
        files,
    });
    response
}

/// Counts a request as in flight, even if its client disconnects before the answer.
struct InFlight<'a>(&'a Hub);

impl<'a> InFlight<'a> {
    fn begin(hub: &'a Hub) -> Self {
        hub.traffic().begin();
        InFlight(hub)
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.traffic().end();
    }
}

/// The path without `/api` and without the version.
fn route_path(path: &str) -> &str {
    let path = path.strip_prefix("/api").unwrap_or(path);
    let rest = path.strip_prefix("/v10").unwrap_or(path);
    if rest.is_empty() { "/" } else { rest }
}

/// Routes that carry a token in the path (responses to interactions) and `/gateway` need no authorization.
fn is_open(route: &str) -> bool {
    route == "/gateway" || route.starts_with("/webhooks/") || route.starts_with("/interactions/")
}

fn has_token(hub: &Hub, request: &Request) -> bool {
    let given = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    given.and_then(|given| given.strip_prefix("Bot ")) == Some(hub.token.as_str())
}

fn answer(hub: &Hub, call: &Call) -> Result<Answer> {
    let mut world = hub.world();
    let answer = route(&mut world, call);
    if world.broken {
        return Err(ApiError::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            0,
            "500: Internal Server Error",
        ));
    }
    answer
}

fn respond(answer: Result<Answer>) -> Response {
    match answer {
        Ok(Answer::Json(status, value)) => (status, axum::Json(value)).into_response(),
        Ok(Answer::Empty) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => (error.status, axum::Json(error.body)).into_response(),
    }
}

pub(super) fn route(world: &mut World, call: &Call) -> Result<Answer> {
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    match segments.as_slice() {
        ["gateway"] => Ok(Answer::ok(
            json!({ "url": format!("{}/gateway", gateway::ws_url(world)) }),
        )),
        ["gateway", "bot"] => Ok(Answer::ok(json!({
            "url": format!("{}/gateway", gateway::ws_url(world)), "shards": 1,
            "session_start_limit": { "total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1 },
        }))),
        ["users", rest @ ..] => users(world, call, rest),
        ["oauth2", "applications", "@me"] | ["applications", "@me"] => Ok(Answer::ok(application(world))),
        ["applications", app, rest @ ..] => commands::route(world, call, app, rest),
        ["channels", id, rest @ ..] => channels::route(world, call, id, rest),
        ["guilds", id, rest @ ..] => guild::route(world, call, id, rest),
        ["interactions", id, token, "callback"] if call.method == Method::POST => {
            interactions::callback(world, call, id, token)
        }
        ["webhooks", app, token, rest @ ..] => webhooks::route(world, call, app, token, rest),
        _ => Err(ApiError::no_route()),
    }
}

fn users(world: &mut World, call: &Call, rest: &[&str]) -> Result<Answer> {
    let bot_id = world.bot_id();
    match (&call.method, rest) {
        (&Method::GET, ["@me"]) => {
            let mut user = wire::user(world, bot_id);
            wire::merge(
                &mut user,
                json!({ "verified": true, "mfa_enabled": false, "locale": "es-419", "email": null }),
            );
            Ok(Answer::ok(user))
        }
        (&Method::GET, ["@me", "guilds"]) => {
            let guilds = world.bot_guilds().into_iter().map(|guild| {
                let permissions = super::permissions::in_guild(world, guild.id, bot_id);
                json!({
                    "id": guild.id.to_string(), "name": guild.name, "icon": null, "banner": null,
                    "owner": false, "features": [], "permissions": permissions.to_string(),
                })
            });
            Ok(Answer::ok(guilds.collect()))
        }
        (&Method::DELETE, ["@me", "guilds", id]) => guild::leave(world, call, id),
        (&Method::POST, ["@me", "channels"]) => open_dm(world, call),
        (&Method::GET, [id]) => {
            let id = call::path_id(id, "user_id")?;
            if !world.users.contains_key(&id) {
                return Err(ApiError::unknown_user());
            }
            Ok(Answer::ok(wire::user(world, id)))
        }
        _ => Err(ApiError::no_route()),
    }
}

/// On Discord, opening a DM always works; only sending into it may be refused.
fn open_dm(world: &mut World, call: &Call) -> Result<Answer> {
    let recipient = id_of(&call.body["recipient_id"]);
    let recipient =
        recipient.ok_or_else(|| Problems::one("recipient_id", "BASE_TYPE_REQUIRED", "This field is required"))?;
    let found = world.users.get(&recipient).ok_or_else(ApiError::unknown_user)?;
    if found.bot {
        return Err(ApiError::closed_dm());
    }
    let id = world.open_dm(recipient);
    Ok(Answer::ok(wire::channel(world, &world.channels[&id])))
}

fn application(world: &World) -> Value {
    let id = world.bot_id().to_string();
    json!({
        "id": id, "name": "Cambista", "icon": null, "description": "", "rpc_origins": [], "bot_public": false,
        "bot_require_code_grant": false, "owner": wire::user(world, world.home().owner_id), "team": null,
        "verify_key": "0".repeat(64), "flags": gateway::APPLICATION_FLAGS, "tags": [], "summary": "", "hook": true,
        "bot": wire::user(world, world.bot_id()), "integration_types_config": {},
    })
}
