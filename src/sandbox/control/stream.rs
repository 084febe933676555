//! Server-sent events that tell an open page what has changed.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{self, Stream};
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;

use crate::sandbox::hub::Hub;

/// Frequent enough for a page to notice that the sandbox has stopped.
const KEEP_ALIVE: Duration = Duration::from_secs(10);

pub(super) async fn stream(State(hub): State<Arc<Hub>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let news = hub.world().news.subscribe();
    let stop = hub.stop.clone();
    let events = stream::unfold((news, stop), |(mut news, stop)| async move {
        let note = tokio::select! {
            () = stop.cancelled() => return None,
            note = news.recv() => note,
        };
        let text = match note {
            Ok(note) => note.to_string(),
            // This page was too slow and missed notes, so it must reload everything.
            Err(RecvError::Lagged(_)) => json!({ "kind": "everything" }).to_string(),
            Err(RecvError::Closed) => return None,
        };
        Some((Ok(Event::default().data(text)), (news, stop)))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}
