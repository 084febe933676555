//! What nobody knows the outcome of: a commit was sent and not answered, and the database could not be asked in time.
//!
//! Whoever did it is told not to do it again, and later, by the desk itself, what became of it. That promise is written to a file in
//! the data directory first, since the database is away: it is kept after a restart too.

mod notes;
mod tell;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use poise::serenity_prelude as serenity;
use serde::{Deserialize, Serialize};
use serenity::{ChannelId, InteractionId, Message, UserId};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::surface::Surface;
use super::typing::line::Line;
use super::view;
use super::view::faults::{Done, KeyLost};
use crate::clock::Moment;
use crate::domain::kernel::recall::{self, Became};
use crate::ids::RequestId;
use notes::Notes;

/// How often the database is asked again.
const ASK_EVERY: Duration = Duration::from_secs(2);
/// How long somebody waits for an answer of the database before they are told that nobody knows.
const ASK_NOW_MAX: Duration = Duration::from_secs(1);
/// And how long the desk waits that tells them later: longer than PostgreSQL waits for a lock.
const ASK_LATER_MAX: Duration = Duration::from_secs(15);
/// The use-cases whose answer shows a key that is kept nowhere.
const SHOW_A_KEY: [&str; 2] = ["apps.create", "apps.rotate"];

/// What is in doubt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Doubt {
    /// `None`: what the event itself asked.
    pub(super) request: Option<RequestId>,
}

/// Who asked for something, and where the outcome will be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Asker {
    /// Of the message or the interaction.
    event: u64,
    channel: u64,
    user: u64,
    is_message: bool,
    /// Which of the message's commands, from 1.
    #[serde(default = "first")]
    nth: usize,
    /// On which line it stands, when the message holds several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
}

fn first() -> usize {
    1
}

impl Asker {
    pub(super) fn of_message(message: &Message) -> Asker {
        Asker {
            event: message.id.get(),
            channel: message.channel_id.get(),
            user: message.author.id.get(),
            is_message: true,
            nth: first(),
            line: None,
        }
    }

    /// Of several commands of the message this one.
    pub(super) fn of_line(self, line: &Line) -> Asker {
        let (nth, line) = (line.nth, line.label());
        Asker { nth, line, ..self }
    }

    pub(super) fn of_interaction(id: InteractionId, channel: ChannelId, user: UserId) -> Asker {
        Asker {
            event: id.get(),
            channel: channel.get(),
            user: user.get(),
            is_message: false,
            nth: first(),
            line: None,
        }
    }

    fn done(self) -> Done {
        if self.is_message { Done::Written } else { Done::Pressed }
    }
}

/// A promise to tell somebody what became of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Promise {
    request: RequestId,
    asker: Asker,
    /// When it was asked for, milliseconds.
    at_ms: i64,
}

impl Promise {
    fn words(&self, became: &Became) -> String {
        let (done, at) = (self.asker.done(), Moment::from_ms(self.at_ms));
        match became {
            Became::Saved(use_case) => {
                let shows_a_key = SHOW_A_KEY.contains(&use_case.as_str());
                let key = if shows_a_key { KeyLost::Yes } else { KeyLost::No };
                view::faults::was_saved(done, at, key)
            }
            Became::NotSaved => view::faults::was_not_saved(done, at),
        }
    }
}

/// The promises that are not kept yet.
pub(super) struct Unsettled {
    notes: Notes,
    open: Mutex<Vec<Promise>>,
    added: Notify,
}

impl Unsettled {
    /// With what an earlier process promised.
    pub(super) fn in_folder(data_dir: &Path) -> Unsettled {
        let notes = Notes::in_folder(data_dir);
        let open = Mutex::new(notes.read());
        Unsettled {
            notes,
            open,
            added: Notify::new(),
        }
    }

    /// What somebody is told whose request is in doubt: the outcome when the database answers now, else that they will hear it.
    pub(super) async fn answer(&self, surface: &Surface, asker: Asker, doubt: Doubt) -> String {
        let promise = Promise {
            request: doubt.request.unwrap_or_else(|| Line::request(asker.event, asker.nth)),
            asker,
            at_ms: surface.desk.clock.now().ms(),
        };
        let asked = recall::find_out(&surface.desk.db, &promise.request);
        if let Ok(Ok(became)) = tokio::time::timeout(ASK_NOW_MAX, asked).await {
            return promise.words(&became);
        }
        // Written before it is said: whoever hears it relies on it.
        self.notes.write(&promise);
        self.open().push(promise);
        self.added.notify_one();
        view::faults::not_known_yet(asker.done())
    }

    /// Tells people what became of what they asked, for as long as the bot runs.
    pub(super) async fn settle_forever(&self, surface: &Surface, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let open = self.open().clone();
            for promise in &open {
                if self.settle(surface, promise).await {
                    self.open().retain(|other| other != promise);
                    self.notes.remove(promise);
                }
            }
            let idle = self.open().is_empty();
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.added.notified() => {}
                () = tokio::time::sleep(ASK_EVERY), if !idle => {}
            }
        }
    }

    /// Whether it is told.
    async fn settle(&self, surface: &Surface, promise: &Promise) -> bool {
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

    fn open(&self) -> MutexGuard<'_, Vec<Promise>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
