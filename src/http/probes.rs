//! Endpoints for monitoring: liveness, readiness, metrics. They need no key and show nothing about people. What they
//! need is looked up at most once a second, however often they are called.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Map, Value, json};

use super::error::{ApiError, Code};
use super::metrics::{Counts, Form, PlayerCounts};
use super::state::Api;
use crate::clock::Moment;
use crate::db::{DbError, Reader, Trouble, known_schema_version};
use crate::domain::flows::players::{self, Category, TransactionState};
use crate::domain::games::apps::{events, webhooks};

/// The state of everything that the desk needs to work.
#[derive(Debug, Clone, Copy)]
pub(super) struct Readiness {
    /// The trouble with each part, if any.
    database: Option<Trouble>,
    writes: Option<Trouble>,
    captures: Option<Trouble>,
    migrations: bool,
    discord: bool,
}

impl Readiness {
    fn is_ready(&self) -> bool {
        let troubles = [self.database, self.writes, self.captures];
        troubles.iter().all(Option::is_none) && self.migrations && self.discord
    }

    fn checks(&self) -> Value {
        let word = |fine: bool| if fine { "ok" } else { "down" };
        json!({
            "database": word(self.database.is_none()),
            "writes": word(self.writes.is_none()),
            "captures": word(self.captures.is_none()),
            "migrations": word(self.migrations),
            "discord": word(self.discord),
        })
    }

    /// The reasons of the checks that are down, if they say more than that. They contain no addresses, because anybody
    /// may ask.
    fn reasons(&self) -> Value {
        let mut reasons = Map::new();
        let of = [
            ("database", self.database),
            ("writes", self.writes),
            ("captures", self.captures),
        ];
        for (check, trouble) in of {
            if let Some(trouble) = trouble {
                reasons.insert(check.to_owned(), Value::from(reason(trouble)));
            }
        }
        Value::Object(reasons)
    }
}

fn reason(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Unreachable => "no answer",
        Trouble::ReadOnly => "read-only",
        Trouble::Full => "the disk is full",
        Trouble::FileGone => "the database file was removed or replaced: restart on the right one",
        Trouble::Broken => "broken; the log says why",
    }
}

pub(super) fn routes(api: Api) -> Router {
    Router::new()
        .route("/livez", get(async || "ok"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(render))
        .with_state(api)
}

/// Whether the process can do its work, not only whether it is alive.
async fn readyz(State(api): State<Api>) -> Response {
    let found = api.readiness.get(look(&api)).await;
    let ready = found.is_ready();
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let mut body = json!({
        "status": if ready { "ready" } else { "not_ready" },
        "checks": found.checks(),
    });
    if !ready {
        body["reasons"] = found.reasons();
    }
    (status, Json(body)).into_response()
}

async fn look(api: &Api) -> Readiness {
    let schema = api.desk.db.schema_version().await;
    if let Err(fault) = &schema {
        tracing::warn!(error = %fault, "not ready: the database does not answer, or takes no writes");
    }
    let (database, migrations) = match schema {
        Ok(version) => (None, version == known_schema_version()),
        // If the database does not answer, nothing is known about the schema. Only the database is reported.
        Err(fault) => (Some(fault.trouble()), true),
    };
    let state = api.desk.health.state();
    Readiness {
        database,
        // If the database does not answer, that is reported instead of an earlier failed write.
        writes: state.writes.or(database),
        captures: state.captures,
        migrations,
        discord: api.discord.is_up().await,
    }
}

async fn render(State(api): State<Api>, headers: HeaderMap) -> Result<Response, ApiError> {
    let counted = async {
        let counts = count(&api).await;
        counts
            .inspect_err(|fault| tracing::error!(error = %fault, "cannot read the values of the metrics"))
            .ok()
    };
    let counts = api.counts.get(counted).await;
    let form = Form::asked_for(&headers);
    let text = api
        .metrics
        .render(&counts.ok_or_else(|| ApiError::new(Code::Internal))?, form);
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
        players: count_players(&mut reader, api.desk.clock.now()).await?,
    })
}

async fn count_players(reader: &mut Reader, now: Moment) -> Result<PlayerCounts, DbError> {
    let open = players::count_open_requests(reader).await?;
    let counted = players::count_by_state(reader).await?;
    let of = |((category, state), count): ((Category, TransactionState), i64)| (category.code(), state.code(), count);
    let alarms = players::count_open_alarms(reader).await?;
    Ok(PlayerCounts {
        transactions: counted.into_iter().map(of).collect(),
        requests_open: open.pending + open.in_process,
        oldest_age_seconds: open.oldest_age_ms(now).unwrap_or_default() / 1_000,
        alarms: alarms.into_iter().map(|(kind, count)| (kind.code(), count)).collect(),
    })
}
