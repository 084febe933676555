//! What machines ask: is it alive, can it work, how is it doing. No key is needed and nothing about people is told. What it takes is
//! looked up once a second at most, however many ask.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use super::error::{ApiError, Code};
use super::metrics::{Counts, Form};
use super::state::Api;
use crate::db::{DbError, known_schema_version};
use crate::domain::apps::{events, webhooks};

/// What the desk needs to work.
#[derive(Debug, Clone, Copy)]
pub(super) struct Readiness {
    database: bool,
    migrations: bool,
    discord: bool,
}

pub(super) fn routes(api: Api) -> Router {
    Router::new()
        .route("/livez", get(async || "ok"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(render))
        .with_state(api)
}

/// The process answers; whether it can do its work too.
async fn readyz(State(api): State<Api>) -> Response {
    let found = api.readiness.get(look(&api)).await;
    let ready = found.database && found.migrations && found.discord;
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let word = |fine: bool| if fine { "ok" } else { "down" };
    let body = json!({
        "status": if ready { "ready" } else { "not_ready" },
        "checks": { "database": word(found.database), "migrations": word(found.migrations), "discord": word(found.discord) },
    });
    (status, Json(body)).into_response()
}

async fn look(api: &Api) -> Readiness {
    let schema = api.desk.db.schema_version().await;
    if let Err(fault) = &schema {
        tracing::warn!(error = %fault, "not ready: the database does not answer");
    }
    let (database, migrations) = match schema {
        Ok(version) => (true, version == known_schema_version()),
        Err(_) => (false, false),
    };
    Readiness {
        database,
        migrations,
        discord: api.discord.is_up().await,
    }
}

async fn render(State(api): State<Api>, headers: HeaderMap) -> Result<Response, ApiError> {
    let counted = async {
        let counts = count(&api).await;
        counts
            .inspect_err(|fault| tracing::error!(error = %fault, "metrics cannot be counted"))
            .ok()
    };
    let counts = api.counts.get(counted).await;
    let form = Form::asked_for(&headers);
    let text = api
        .metrics
        .render(counts.ok_or_else(|| ApiError::new(Code::Internal))?, form);
    let content_type = (header::CONTENT_TYPE, HeaderValue::from_static(form.content_type()));
    let vary = (header::VARY, HeaderValue::from_static("accept"));
    Ok(([content_type, vary], text).into_response())
}

async fn count(api: &Api) -> Result<Counts, DbError> {
    let mut reader = api.desk.db.reader().await?;
    Ok(Counts {
        open_events: events::count_open(&mut reader).await?,
        webhooks_waiting: webhooks::count_waiting(&mut reader).await?,
        discord_up: api.discord.is_up().await,
    })
}
