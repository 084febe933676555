//! Says in the alerts channel when the desk cannot save, and when it can again: once each, and not through the outbox, which is a
//! part of what does not work.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use poise::serenity_prelude as serenity;
use serenity::CreateMessage;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use super::answer::{calling, nobody};
use super::proofs::files;
use super::retry::{describe, retried};
use super::surface::Surface;
use super::view;
use crate::db::Trouble;
use crate::domain::people::places::Place;

/// How often the desk looks.
const LOOK_EVERY: Duration = Duration::from_secs(10);
/// What a look writes into the folder of captures: on most disks one block more than an inode holds by itself.
const PROBE_BYTES: usize = 16 * 1024;
/// How many looks in a row must find a need met before its end is told: trouble that comes and goes is told once.
const STEADY_LOOKS: u32 = 3;

/// What the alerts channel knows.
#[derive(Default)]
pub(super) struct Told {
    knows: Mutex<Knows>,
    /// The size of a capture that could not be kept; 0: none since a look that found space. A small file may fit where it did not.
    capture_bytes: AtomicUsize,
}

impl Told {
    /// What a look writes, in bytes.
    fn bytes_to_probe(&self) -> usize {
        self.capture_bytes.load(Ordering::SeqCst).max(PROBE_BYTES)
    }
}

#[derive(Default)]
struct Knows {
    writes: Known,
    captures: Known,
}

/// What it knows of one need.
#[derive(Debug, Default)]
struct Known {
    trouble: Option<Trouble>,
    /// Looks since then that found it met.
    met: u32,
}

/// What is to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    Begins(Trouble),
    Ends,
}

impl Known {
    /// What a look brings to tell.
    fn look(&mut self, found: Option<Trouble>) -> Option<News> {
        match (self.trouble, found) {
            (None, None) => None,
            (None, Some(trouble)) => Some(News::Begins(trouble)),
            (Some(_), Some(_)) => {
                self.met = 0;
                None
            }
            (Some(_), None) => {
                self.met += 1;
                (STEADY_LOOKS <= self.met).then_some(News::Ends)
            }
        }
    }

    fn note(&mut self, told: News) {
        self.met = 0;
        self.trouble = match told {
            News::Begins(trouble) => Some(trouble),
            News::Ends => None,
        };
    }
}

/// Looks for as long as the bot runs.
pub(super) async fn watch_forever(surface: &Surface, stop: CancellationToken) {
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

/// A capture could not be kept: whoever asks knows it from now on, and the alerts channel is told at once.
pub(super) fn capture_not_kept(surface: &Surface, bytes: usize, error: &std::io::Error) -> Trouble {
    let trouble = files::trouble_of(error);
    surface.told.capture_bytes.fetch_max(bytes, Ordering::SeqCst);
    surface.desk.health.note_captures(Some(trouble));
    trouble
}

/// Looks once, and tells what is new. What could not be told is told by the next look, if it is still true.
pub(super) async fn look(surface: &Surface) {
    let told = &surface.told;
    let stored = files::probe(&surface.config.desk.data_dir, told.bytes_to_probe()).await;
    if let Err(error) = &stored {
        tracing::error!(%error, "captures cannot be stored");
    }
    surface
        .desk
        .health
        .note_captures(stored.as_ref().err().map(files::trouble_of));
    if stored.is_ok() {
        told.capture_bytes.store(0, Ordering::SeqCst);
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

/// Says something to the alerts channel, where superusers are rung, else to the owner; whether it was heard. Where it is does not have to be looked up in the
/// books.
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
            tracing::error!(error = describe(&error), "the alerts channel could not be told");
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Known, News, STEADY_LOOKS};
    use crate::db::Trouble;

    #[test]
    fn trouble_is_told_once_when_it_begins_and_once_when_it_is_over_for_good() {
        let mut known = Known::default();
        let mut told = Vec::new();
        let full = Some(Trouble::Full);
        let flapping = [None, full, full, None, full, None, None, full, Some(Trouble::ReadOnly)];
        let over = std::iter::repeat_n(None, 10);
        for found in flapping.into_iter().chain(over).chain([full]) {
            if let Some(news) = known.look(found) {
                known.note(news);
                told.push(news);
            }
        }
        let begins = News::Begins(Trouble::Full);
        assert_eq!(told, [begins, News::Ends, begins]);
        const { assert!(1 < STEADY_LOOKS) };
    }

    #[test]
    fn what_could_not_be_told_is_told_by_the_next_look() {
        let mut known = Known::default();
        assert_eq!(known.look(Some(Trouble::Full)), Some(News::Begins(Trouble::Full)));
        assert_eq!(known.look(Some(Trouble::Full)), Some(News::Begins(Trouble::Full)));
        assert_eq!(known.look(None), None);
    }
}
