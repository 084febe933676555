//! Tells whether the bot has handled everything that people did.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::sandbox::hub::Hub;

const TIMEOUT_MS_DEFAULT: u64 = 30_000;
/// How long nothing must have happened when the probe cannot tell, in milliseconds.
const SILENCE_MS: u128 = 400;
/// The pause between two checks.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

#[derive(Debug, Deserialize)]
pub(super) struct Patience {
    timeout_ms: Option<u64>,
}

pub(super) async fn idle(State(hub): State<Arc<Hub>>, Query(patience): Query<Patience>) -> (StatusCode, Json<Value>) {
    let limit = Duration::from_millis(patience.timeout_ms.unwrap_or(TIMEOUT_MS_DEFAULT));
    let start = Instant::now();
    // The count of requests at the last check that found the bot idle. Two such checks with the same count are needed.
    let mut quiet_at: Option<u64> = None;
    loop {
        let count = hub.traffic().count();
        match busy(&hub).await {
            None if quiet_at == Some(count) => return (StatusCode::OK, Json(json!({ "idle": true }))),
            None => quiet_at = Some(count),
            Some(reason) => {
                quiet_at = None;
                if limit <= start.elapsed() {
                    return (
                        StatusCode::SERVICE_UNAVAILABLE,
                        Json(json!({ "idle": false, "reason": reason })),
                    );
                }
            }
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Why the bot is not idle; `None` if it is.
async fn busy(hub: &Hub) -> Option<String> {
    let Some(probe) = hub.probe() else {
        return busy_as_seen(hub);
    };
    let waiting: Vec<u64> = hub.world().sessions.unhandled().iter().copied().collect();
    let (done, open): (Vec<u64>, Vec<u64>) = waiting.into_iter().partition(|id| probe.has_handled(*id));
    hub.world().sessions.mark_handled(&done);
    if let Some(first) = open.first() {
        return Some(format!(
            "{} events are not handled yet, the first is {first}",
            open.len()
        ));
    }
    if 0 < hub.traffic().in_flight() {
        return Some("a request of the bot is under way".into());
    }
    // A probe knows events only by their ids. It counts a repeated event as handled at once, and joins and leaves have
    // no id.
    if hub.world().sessions.ms_since_untold() < SILENCE_MS {
        return Some("an event without an id of its own was read just now, or not yet".into());
    }
    if probe.is_at_work() {
        return Some("an event is being handled".into());
    }
    if !probe.outbox_is_empty().await {
        return Some("something waits to be told to people".into());
    }
    None
}

/// Without a probe: a bot is connected and has made no request for a while. This is less reliable.
fn busy_as_seen(hub: &Hub) -> Option<String> {
    if !hub.world().sessions.is_connected() {
        return Some("no bot is connected".into());
    }
    let traffic = hub.traffic();
    if 0 < traffic.in_flight() {
        return Some("a request of the bot is under way".into());
    }
    (traffic.ms_since_last() < SILENCE_MS).then(|| "the bot asked something just now".into())
}
