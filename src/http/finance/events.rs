//! Events: opening, pinging, closing and reading them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::retrying;
use crate::domain::games::apps::events::{self, Event, EventError, EventState, EventTotals};
use crate::domain::games::apps::keys::Caller;
use crate::http::auth::Calling;
use crate::http::body::{Segment, number};
use crate::http::error::{ApiError, Code, event_refused};
use crate::http::idempotency::{Repeatable, RepeatableAsked};
use crate::http::openapi::{Always, Conflicts, NotThere, NotYours, Unreadable};
use crate::http::show;
use crate::http::state::Api;
use crate::ids::AppEventId;

/// An open event.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EventAlive {
    #[schema(example = 12)]
    event_id: i64,
    /// The event expires at this time unless it is pinged or closed before.
    #[schema(example = "2026-11-20T12:01:00.000Z")]
    expires_at: String,
}

/// The answer to a close.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EventClosed {
    #[schema(example = 12)]
    event_id: i64,
    #[schema(example = "closed")]
    state: &'static str,
    /// How many transactions became final.
    #[schema(example = 3)]
    transactions: i64,
    #[schema(example = "2026-11-20T12:00:30.000Z")]
    ended_at: String,
}

/// An event in its current state.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EventShown {
    #[schema(example = 12)]
    event_id: i64,
    /// `open`, `closed` (everything is final) or `expired` (everything was given back).
    #[schema(example = "expired")]
    state: &'static str,
    /// Why it expired: `no_ping_for_60_seconds`.
    #[schema(example = "no_ping_for_60_seconds")]
    reason: Option<&'static str>,
    #[schema(example = "2026-11-20T12:00:00.000Z")]
    created_at: String,
    #[schema(example = "2026-11-20T12:00:00.000Z")]
    last_ping_at: String,
    /// Only while the event is open.
    #[schema(example = json!(null))]
    expires_at: Option<String>,
    #[schema(example = "2026-11-20T12:01:03.000Z")]
    ended_at: Option<String>,
    /// How many transactions it has.
    #[schema(example = 3)]
    transactions: i64,
    /// The sum of its credits.
    #[schema(example = 45)]
    credited: i64,
    /// The sum of its debits.
    #[schema(example = 15)]
    debited: i64,
}

fn event_id(text: &str) -> Result<AppEventId, ApiError> {
    let id = number(text).map(AppEventId::new);
    id.ok_or_else(|| ApiError::new(Code::EventNotFound))
}

/// Opens an event. Coins move only inside an event.
#[utoipa::path(
    post, path = "/finance/event", tag = "finance", security(("key" = [])),
    params(RepeatableAsked),
    responses((status = 201, description = "It is open", body = EventAlive), Always, Conflicts, Unreadable)
)]
pub(super) async fn open(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
) -> Result<(StatusCode, Json<EventAlive>), ApiError> {
    let opened = retrying(|| events::open_event(&api.desk, &caller, &request)).await;
    let opened = opened.map_err(event_refused("events.open"))?;
    let shown = EventAlive {
        event_id: opened.event.get(),
        expires_at: show::moment(opened.alive_until),
    };
    Ok((StatusCode::CREATED, Json(shown)))
}

/// Keeps an event open for another 60 seconds.
#[utoipa::path(
    post, path = "/finance/event/{event_id}/ping", tag = "finance", security(("key" = [])),
    params(
        ("event_id" = i64, Path, description = "As the opening answered it"),
        RepeatableAsked
    ),
    responses((status = 200, description = "It lives on", body = EventAlive), Always, NotYours, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn ping(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
    Segment(id): Segment,
) -> Result<Json<EventAlive>, ApiError> {
    let event = event_id(&id)?;
    let pinged = retrying(|| events::ping_event(&api.desk, &caller, &request, event)).await;
    let pinged = pinged.map_err(event_refused("events.ping"))?;
    Ok(Json(EventAlive {
        event_id: pinged.event.get(),
        expires_at: show::moment(pinged.alive_until),
    }))
}

/// Makes everything in an event final, in one unit.
#[utoipa::path(
    post, path = "/finance/event/{event_id}/close", tag = "finance", security(("key" = [])),
    params(
        ("event_id" = i64, Path, description = "As the opening answered it"),
        RepeatableAsked
    ),
    responses((status = 200, description = "Everything in it is final", body = EventClosed), Always, NotYours, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn close(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
    Segment(id): Segment,
) -> Result<Json<EventClosed>, ApiError> {
    let event = event_id(&id)?;
    let closed = retrying(|| events::close_event(&api.desk, &caller, &request, event)).await;
    let closed = closed.map_err(event_refused("events.close"))?;
    Ok(Json(EventClosed {
        event_id: closed.event.get(),
        state: EventState::Closed.code(),
        transactions: closed.transactions,
        ended_at: show::moment(closed.closed_at),
    }))
}

/// Shows an event.
#[utoipa::path(
    get, path = "/finance/event/{event_id}", tag = "finance", security(("key" = [])),
    params(("event_id" = i64, Path, description = "As the opening answered it")),
    responses((status = 200, description = "As it stands", body = EventShown), Always, NotYours, NotThere)
)]
pub(super) async fn show(
    State(api): State<Api>,
    Calling(caller): Calling,
    Segment(id): Segment,
) -> Result<Json<EventShown>, ApiError> {
    let found = find(&api, &caller, event_id(&id)?).await;
    let (event, totals, alive_until) = found.map_err(event_refused("events.show"))?;
    Ok(Json(shown(&event, totals, alive_until)))
}

async fn find(api: &Api, caller: &Caller, id: AppEventId) -> Result<(Event, EventTotals, String), EventError> {
    // A snapshot, so that the sums belong to the state that is shown.
    let mut reader = api.desk.db.snapshot().await?;
    let event = events::show_event(&mut reader, caller, id).await?;
    let totals = events::total_event(&mut reader, id).await?;
    let alive_until = events::worked_deadline(&mut reader, &event, api.desk.clock.now()).await?;
    Ok((event, totals, show::moment(alive_until)))
}

fn shown(event: &Event, totals: EventTotals, alive_until: String) -> EventShown {
    let (reason, expires_at) = match event.state {
        EventState::Open => (None, Some(alive_until)),
        EventState::Closed => (None, None),
        EventState::Expired => (Some("no_ping_for_60_seconds"), None),
    };
    EventShown {
        event_id: event.id.get(),
        state: event.state.code(),
        reason,
        created_at: show::moment(event.created_at),
        last_ping_at: show::moment(event.pinged_at),
        expires_at,
        ended_at: event.ended_at.map(show::moment),
        transactions: event.transactions,
        credited: totals.credited.minor(),
        debited: totals.debited.minor(),
    }
}
