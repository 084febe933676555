//! Injected faults, and the requests that the bot made.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::{ControlError, Result};
use crate::sandbox::gateway::sessions::Order;
use crate::sandbox::gateway::{invalid_session_order, reconnect_order};
use crate::sandbox::hub::Hub;
use crate::sandbox::traffic::{Fault, Request};

#[derive(Debug, Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: u64,
}

/// Set exactly one of these; if several are set, the first one here counts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub(super) struct GatewayOrder {
    /// Cut the socket; the session can still be resumed.
    #[serde(default)]
    drop: bool,
    /// Send the last message or interaction of a person again.
    #[serde(default)]
    repeat_last_event: bool,
    /// Ask the bot to reconnect and resume (op 7).
    #[serde(default)]
    reconnect: bool,
    /// End the session (op 9): the bot must identify anew.
    #[serde(default)]
    invalidate: bool,
}

pub(super) async fn add(State(hub): State<Arc<Hub>>, Json(fault): Json<Fault>) -> Result<(StatusCode, Json<Value>)> {
    let is_answer = (400..=599).contains(&fault.status) != fault.unseen && (!fault.unseen || fault.status == 200);
    if !is_answer || fault.times == 0 {
        return Err(ControlError::refused(
            "a fault has a status from 400 to 599, or 200 with \"unseen\", and strikes at least once",
        ));
    }
    let shown = json!(fault);
    hub.traffic().add_fault(fault);
    Ok((StatusCode::CREATED, Json(shown)))
}

pub(super) async fn clear(State(hub): State<Arc<Hub>>) -> StatusCode {
    hub.traffic().clear_faults();
    StatusCode::NO_CONTENT
}

pub(super) async fn requests(State(hub): State<Arc<Hub>>, Query(page): Query<After>) -> Json<Vec<Request>> {
    Json(hub.traffic().after(page.after))
}

/// How often a bot identified or resumed.
pub(super) async fn connections(State(hub): State<Arc<Hub>>) -> Json<Value> {
    let connections = hub.world().sessions.connections();
    Json(json!({ "connections": connections }))
}

pub(super) async fn gateway(State(hub): State<Arc<Hub>>, Json(order): Json<GatewayOrder>) -> Result<Json<Value>> {
    let mut world = hub.world();
    let sessions = &mut world.sessions;
    let reached = match order {
        GatewayOrder { drop: true, .. } => sessions.order_all(|| Order::Drop),
        GatewayOrder {
            repeat_last_event: true,
            ..
        } => usize::from(sessions.repeat_last()),
        GatewayOrder { reconnect: true, .. } => sessions.order_all(reconnect_order),
        GatewayOrder { invalidate: true, .. } => {
            let reached = sessions.order_all(invalid_session_order);
            sessions.forget_all();
            reached
        }
        _ => {
            return Err(ControlError::refused(
                "give drop, repeat_last_event, reconnect or invalidate as true",
            ));
        }
    };
    if reached == 0 {
        return Err(ControlError::conflict("no bot is connected, or nothing to repeat"));
    }
    Ok(Json(json!({ "done": true })))
}
