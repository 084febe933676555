//! The last known state of what the desk needs to work: a database that takes writes, and a folder that takes captures.

use std::sync::Arc;

use tokio::sync::watch;

use crate::db::Trouble;

/// What is wrong with each of them; `None` when it works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State {
    pub writes: Option<Trouble>,
    pub captures: Option<Trouble>,
}

/// The last known state. Clones share it.
#[derive(Debug, Clone)]
pub struct Health(Arc<watch::Sender<State>>);

impl Default for Health {
    fn default() -> Self {
        Health(Arc::new(watch::Sender::new(State::default())))
    }
}

impl Health {
    /// Records whether the last heartbeat could be written: it is a write like any other.
    pub fn note_writes(&self, trouble: Option<Trouble>) {
        self.note(|state| &mut state.writes, trouble);
    }

    /// Records whether the last check could store a capture.
    pub fn note_captures(&self, trouble: Option<Trouble>) {
        self.note(|state| &mut state.captures, trouble);
    }

    pub fn state(&self) -> State {
        *self.0.borrow()
    }

    /// A receiver that is notified of every change.
    pub fn listen(&self) -> watch::Receiver<State> {
        self.0.subscribe()
    }

    fn note(&self, part: impl FnOnce(&mut State) -> &mut Option<Trouble>, trouble: Option<Trouble>) {
        self.0.send_if_modified(|state| {
            let part = part(state);
            let changes = *part != trouble;
            *part = trouble;
            changes
        });
    }
}
