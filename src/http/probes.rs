//! What machines ask: is it alive, can it work, how is it doing. No key is needed and nothing about people is told.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use super::error::ApiError;
use super::metrics::{self, Counts};
use super::state::Api;
use crate::db::{DbError, known_schema_version};
use crate::domain::apps::{events, webhooks};

pub(super) fn routes(api: Api) -> Router {
    Router::new()
        .route("/livez", get(async || "ok"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(render))
        .with_state(api)
}

/// The process answers; whether it can do its work too.
async fn readyz(State(api): State<Api>) -> Response {
    let schema = api.desk.db.schema_version().await;
    if let Err(fault) = &schema {
        tracing::warn!(error = %fault, "not ready: the database does not answer");
    }
    let (database, migrations) = match schema {
        Ok(version) => (true, version == known_schema_version()),
        Err(_) => (false, false),
    };
    let discord = api.discord.is_up().await;
    let ready = database && migrations && discord;
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let word = |fine: bool| if fine { "ok" } else { "down" };
    let body = json!({
        "status": if ready { "ready" } else { "not_ready" },
        "checks": { "database": word(database), "migrations": word(migrations), "discord": word(discord) },
    });
    (status, Json(body)).into_response()
}

async fn render(State(api): State<Api>) -> Result<Response, ApiError> {
    let counts = count(&api).await.map_err(|fault| ApiError::fault("metrics", &fault))?;
    let text = api.metrics.render(counts, api.discord.is_up().await);
    let content_type = (header::CONTENT_TYPE, HeaderValue::from_static(metrics::CONTENT_TYPE));
    Ok(([content_type], text).into_response())
}

async fn count(api: &Api) -> Result<Counts, DbError> {
    let mut reader = api.desk.db.reader().await?;
    Ok(Counts {
        open_events: events::count_open(&mut reader).await?,
        webhooks_waiting: webhooks::count_waiting(&mut reader).await?,
    })
}
