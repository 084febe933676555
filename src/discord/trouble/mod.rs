//! Tells the alerts channel when the desk cannot save, and when it can again, once each. Not through the outbox,
//! because that needs the database.

mod told;

use std::time::Duration;

use poise::serenity_prelude as serenity;
use serenity::CreateMessage;
use tokio_util::sync::CancellationToken;

use crate::db::Trouble;
use crate::discord::mentions::{calling, nobody};
use crate::discord::proofs::files;
use crate::discord::retry::{describe, retried};
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::domain::people::places::Place;
use told::News;
pub(super) use told::Told;

/// How often the desk checks.
const LOOK_EVERY: Duration = Duration::from_secs(10);
/// Checks regularly while the bot runs.
pub(in crate::discord) async fn watch_forever(surface: &Surface, stop: CancellationToken) {
    let mut changes = surface.desk.health.listen();
    while !stop.is_cancelled() {
        look(surface).await;
        tokio::select! {
            () = stop.cancelled() => {}
            _ = changes.changed() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Records that a capture could not be stored, so that probes report it and the alerts channel is told at once.
pub(in crate::discord) fn capture_not_kept(surface: &Surface, bytes: usize, error: &std::io::Error) -> Trouble {
    let trouble = files::trouble_of(error);
    surface.told.note_not_kept(bytes);
    surface.desk.health.note_captures(Some(trouble));
    trouble
}

/// Checks once and tells what changed. If telling fails, the next check repeats it, if it still holds.
pub(in crate::discord) async fn look(surface: &Surface) {
    let told = &surface.told;
    let stored = files::probe(&surface.config.desk.data_dir, told.bytes_to_probe()).await;
    if let Err(error) = &stored {
        tracing::error!(%error, "cannot store captures");
    }
    surface
        .desk
        .health
        .note_captures(stored.as_ref().err().map(files::trouble_of));
    if stored.is_ok() {
        told.note_kept();
    }
    let state = surface.desk.health.state();
    let mut knows = told.knows.lock().await;
    if let Some(news) = knows.writes.look(state.writes) {
        let words = match news {
            News::Begins(trouble) => view::alarms::writes_fail(trouble),
            News::Ends => view::alarms::writes_work(),
        };
        if alarm(surface, words).await {
            knows.writes.note(news);
        }
    }
    if let Some(news) = knows.captures.look(state.captures) {
        let words = match news {
            News::Begins(trouble) => view::alarms::captures_fail(trouble),
            News::Ends => view::alarms::captures_work(),
        };
        if alarm(surface, words).await {
            knows.captures.note(news);
        }
    }
}

/// Writes to the alerts channel, ringing superusers; without that channel, to the owner. Returns whether it was sent.
/// The channel is known without reading the books.
async fn alarm(surface: &Surface, words: String) -> bool {
    let said = async {
        let channel = match (surface.place(Place::Alerts), surface.owner()) {
            (Some(channel), _) => channel,
            (None, Some(owner)) => retried(|| owner.create_dm_channel(&surface.http)).await?.id,
            (None, None) => return Ok(false),
        };
        let rung = surface.superusers();
        let message = CreateMessage::new()
            .content(calling(&rung, &words))
            .allowed_mentions(nobody().users(rung));
        retried(|| channel.send_message(&surface.http, message.clone())).await?;
        Ok::<bool, serenity::Error>(true)
    };
    match said.await {
        Ok(was_heard) => was_heard,
        Err(error) => {
            tracing::error!(error = describe(&error), "cannot write to the alerts channel");
            false
        }
    }
}
