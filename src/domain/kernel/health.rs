//! What the desk needs to work, as it was found last: a database that takes writes, and a place for captures.

use std::sync::Arc;

use tokio::sync::watch;

use crate::db::Trouble;

/// What is in the way of each need; `None` when it is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State {
    pub writes: Option<Trouble>,
    pub captures: Option<Trouble>,
}

/// The last state. Clones share it.
#[derive(Debug, Clone)]
pub struct Health(Arc<watch::Sender<State>>);

impl Default for Health {
    fn default() -> Self {
        Health(Arc::new(watch::Sender::new(State::default())))
    }
}

impl Health {
    /// What the last sign of life found: it is a write like any other.
    pub fn note_writes(&self, trouble: Option<Trouble>) {
        self.note(|state| &mut state.writes, trouble);
    }

    /// What the last look at the place for captures found.
    pub fn note_captures(&self, trouble: Option<Trouble>) {
        self.note(|state| &mut state.captures, trouble);
    }

    pub fn state(&self) -> State {
        *self.0.borrow()
    }

    /// Hears of every change.
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
