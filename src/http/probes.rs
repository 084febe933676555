//! Endpoints for monitoring: liveness, readiness, metrics. They need no key and show nothing about people. What they
//! need is looked up at most once a second, however often they are called.

use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Map, Value, json};

use super::metrics::{Counts, DeskRead, Form, Page, PlayerCounts};
use super::state::Api;
use crate::clock::Moment;
use crate::db::{DbError, Reader, Trouble, known_schema_version};
use crate::domain::flows::players::{self, Category, TransactionState};
use crate::domain::games::apps::{events, webhooks};
use crate::domain::kernel::desk::Desk;
use crate::reports::gauges;

/// How long the page waits for the database, twice at most: Prometheus gives a scrape up after ten seconds, and would then
/// know nothing.
const READ_MAX: Duration = Duration::from_secs(3);
/// At most so many ended orders are counted at once; the rest is counted with the next reading.
const ENDINGS_MAX: i64 = 5_000;

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
        .with_state(api)
}

/// The metrics at the API's address, which may be open to the world: without the desk's own figures.
pub(super) fn metrics_beside(api: Api) -> Router {
    Router::new()
        .route("/metrics", get(metrics_without_figures))
        .with_state(api)
}

/// The metrics at an address of their own, with the desk's figures.
pub(super) fn metrics_alone(api: Api) -> Router {
    Router::new()
        .route("/metrics", get(metrics_with_figures))
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

async fn metrics_without_figures(State(api): State<Api>, headers: HeaderMap) -> Response {
    let page = look_for_page(&api).await;
    written(&api, &page, &headers)
}

async fn metrics_with_figures(State(api): State<Api>, headers: HeaderMap) -> Response {
    let mut page = look_for_page(&api).await;
    if page.counts.is_some() {
        page.desk = api.figures.get(known(read_figures(&api))).await;
    }
    written(&api, &page, &headers)
}

fn written(api: &Api, page: &Page, headers: &HeaderMap) -> Response {
    let form = Form::asked_for(headers);
    let text = api.metrics.render(page, form);
    let content_type = (header::CONTENT_TYPE, HeaderValue::from_static(form.content_type()));
    let vary = (header::VARY, HeaderValue::from_static("accept"));
    ([content_type, vary], text).into_response()
}

async fn look_for_page(api: &Api) -> Page {
    Page {
        counts: api.counts.get(known(count(api))).await,
        discord_up: api.discord.is_up().await,
        gateway_up: api.discord.is_connected().await,
        desk: None,
    }
}

/// What was read, if the database answers in time. A page without it still says how the process does.
async fn known<T>(read: impl Future<Output = Result<T, DbError>>) -> Option<T> {
    match tokio::time::timeout(READ_MAX, read).await {
        Ok(Ok(found)) => Some(found),
        Ok(Err(fault)) => {
            tracing::error!(error = %fault, "cannot read the values of the metrics");
            None
        }
        Err(_late) => {
            tracing::error!("the database does not answer in time with the values of the metrics");
            None
        }
    }
}

async fn count(api: &Api) -> Result<Counts, DbError> {
    let mut reader = api.desk.db.reader().await?;
    Ok(Counts {
        open_events: events::count_open(&mut reader).await?,
        webhooks_waiting: webhooks::count_waiting(&mut reader).await?,
        players: count_players(&mut reader, api.desk.clock.now()).await?,
    })
}

/// Reads the desk's own figures, and counts the orders that ended since the last time.
async fn read_figures(api: &Api) -> Result<DeskRead, DbError> {
    let mut reader = api.desk.db.reader().await?;
    let gauges = gauges::read_for_desk(&mut reader).await?;
    let after = api.metrics.endings_after();
    let endings = gauges::endings_for_desk(&mut reader, after, ENDINGS_MAX).await?;
    api.metrics.note_endings(&endings);
    Ok(DeskRead {
        gauges,
        around: api.surroundings.look(),
        at: api.desk.clock.now(),
    })
}

/// The newest row of the backlog of orders, after which this process counts endings.
pub(super) async fn newest_backlog(desk: &Desk) -> i64 {
    let newest = async { gauges::newest_for_desk(&mut desk.db.reader().await?).await };
    newest.await.unwrap_or_else(|fault: DbError| {
        tracing::warn!(error = %fault, "the metrics count all orders that ever ended: the newest one cannot be read");
        0
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
