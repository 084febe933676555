//! Requests with an unknown outcome: a commit was not answered, and the database could not be asked in time.
//!
//! The person is told not to repeat the request, and the desk later tells them the outcome. This promise is first
//! written to a file in the data directory, since the database is away, so that it survives a restart.

mod asker;
mod notes;
mod open;
mod promise;
mod tell;

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::surface::Surface;
use super::typing::line::Line;
use super::view;
use crate::domain::kernel::recall;
pub(super) use asker::{Asker, Doubt};
pub(super) use open::Unsettled;
use promise::Promise;

/// How often the database is asked again.
const ASK_EVERY: Duration = Duration::from_secs(2);
/// How long a person waits for the database before they are told that the outcome is unknown.
const ASK_NOW_MAX: Duration = Duration::from_secs(1);
/// How long each later attempt waits: longer than PostgreSQL waits for a lock.
const ASK_LATER_MAX: Duration = Duration::from_secs(15);
/// The answer to a request in doubt: the outcome if the database answers now, else that they will be told later.
pub(super) async fn answer(surface: &Surface, asker: Asker, doubt: Doubt) -> String {
    let promise = Promise {
        request: doubt.request.unwrap_or_else(|| Line::request(asker.event, asker.nth)),
        asker,
        at_ms: surface.desk.clock.now().ms(),
    };
    let asked = recall::find_out(&surface.desk.db, &promise.request);
    if let Ok(Ok(became)) = tokio::time::timeout(ASK_NOW_MAX, asked).await {
        return promise.words(&became);
    }
    // Write the promise before making it, because the person relies on it.
    surface.unsettled.notes.write(&promise);
    surface.unsettled.open().push(promise);
    surface.unsettled.added.notify_one();
    view::faults::not_known_yet(asker.done())
}

/// Tells people the outcomes of their requests, while the bot runs.
pub(super) async fn settle_forever(surface: &Surface, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let open = surface.unsettled.open().clone();
        for promise in &open {
            if settle(surface, promise).await {
                surface.unsettled.open().retain(|other| other != promise);
                surface.unsettled.notes.remove(promise);
            }
        }
        let idle = surface.unsettled.open().is_empty();
        tokio::select! {
            () = stop.cancelled() => {}
            () = surface.unsettled.added.notified() => {}
            () = tokio::time::sleep(ASK_EVERY), if !idle => {}
        }
    }
}

/// Tells one outcome. Returns whether the promise is settled.
async fn settle(surface: &Surface, promise: &Promise) -> bool {
    let asked = recall::find_out(&surface.desk.db, &promise.request);
    let became = match tokio::time::timeout(ASK_LATER_MAX, asked).await {
        Ok(Ok(became)) => became,
        Ok(Err(fault)) => {
            tracing::warn!(error = %fault, "the outcome of a request is not known yet");
            return false;
        }
        Err(_late) => return false,
    };
    tell::tell(surface, promise.asker, promise.words(&became)).await
}
