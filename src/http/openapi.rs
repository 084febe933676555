//! The OpenAPI description, generated from the handlers.

use std::collections::BTreeMap;

use axum::Router;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;

use super::error::ErrorBody;
use super::state::Api;
use super::under_api::refusal::RefusalBody;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Cambista: the API for games and bots, and for players",
        description = "Coins and events of a Discord server. Every error has the same shape; docs/API.md lists the codes.",
    ),
    components(schemas(ErrorBody, RefusalBody)),
    modifiers(&Bearer),
)]
struct Description;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let key = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        let mut token = Http::new(HttpAuthScheme::Bearer);
        token.bearer_format = Some("JWT".to_owned());
        if let Some(components) = openapi.components.as_mut() {
            components.add_security_scheme("key", key);
            components.add_security_scheme("token", SecurityScheme::Http(token));
        }
    }
}

/// The routes of both APIs, and one description of them.
pub(super) struct Described {
    pub(super) games: Router<Api>,
    pub(super) players: Router<Api>,
    /// JSON.
    pub(super) text: String,
}

pub(super) fn describe(games: OpenApiRouter<Api>, players: OpenApiRouter<Api>) -> Described {
    let (games, mut description) = OpenApiRouter::with_openapi(Description::openapi())
        .merge(games)
        .split_for_parts();
    let (players, of_players) = players.split_for_parts();
    description.merge(of_players);
    let text = description
        .to_pretty_json()
        .expect("a description is plain data with text keys");
    Described { games, players, text }
}

/// Errors that every call may return.
pub(super) struct Always;
/// Errors of a call about an event, a transaction or a user that may not exist.
pub(super) struct NotThere;
/// Errors of a call about something that may belong to another app.
pub(super) struct NotYours;
/// Errors of a call that comes too late, asks for more than there is, or reuses the `Idempotency-Key` of another
/// request.
pub(super) struct Conflicts;
/// Errors of a call with a body or query that may be invalid.
pub(super) struct Unreadable;

const UNREADABLE: &str = "What is wrong is named in the details";

fn errors<const N: usize>(of: [(&str, &str); N]) -> BTreeMap<String, RefOr<Response>> {
    errors_with("ErrorBody", of)
}

/// Answers with the schema of this name.
pub(super) fn errors_with<const N: usize>(schema: &str, of: [(&str, &str); N]) -> BTreeMap<String, RefOr<Response>> {
    let answer = |words: &str| {
        let content = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name(schema)))
            .build();
        ResponseBuilder::new()
            .description(words)
            .content("application/json", content)
            .build()
    };
    let answers = of
        .iter()
        .map(|(status, words)| ((*status).to_owned(), RefOr::T(answer(words))));
    answers.collect()
}

impl IntoResponses for Always {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        errors([
            ("401", "No valid key"),
            // Every call can return this, because a header may occur twice.
            ("422", UNREADABLE),
            ("429", "Too many calls"),
            ("500", "Something is broken here"),
            (
                "503",
                "It took too long, or nobody knows yet whether it was saved: repeat it with the same Idempotency-Key",
            ),
        ])
    }
}

impl IntoResponses for NotThere {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        errors([("404", "There is no such thing")])
    }
}

impl IntoResponses for NotYours {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        errors([("403", "It is another app's")])
    }
}

impl IntoResponses for Conflicts {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        errors([("409", "Too late, too much, or the Idempotency-Key of another request")])
    }
}

impl IntoResponses for Unreadable {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        errors([
            ("413", "The body is too large"),
            ("415", "The body is declared as something else than JSON"),
            ("422", UNREADABLE),
        ])
    }
}
