//! The result of an attempt to tell something.

use std::time::Duration;

use super::error::TellError;
use crate::domain::kernel::outbox::Closing;
use crate::ids::TellingId;

/// The result for the first telling of a queue.
pub(super) enum Outcome {
    /// It was told at its own place.
    There(Done),
    /// Nothing had to be sent: it had been told another way, which is enough.
    Enough,
    /// It is no longer true.
    Untrue,
    /// It was told another way. `closed`: why its own place was closed, if that was tried. `owed`: whether it must be
    /// shown there later.
    Detoured {
        closed: Option<String>,
        why: Option<Closing>,
        owed: bool,
    },
    /// Its own place is still closed, and it was already told another way.
    StillClosed(Closing, String),
    /// All ways are closed.
    NoWay { why: Option<Closing>, words: String },
    /// Discord refuses this message for good, and accepted one in plain words instead.
    InWords { done: Done, why: String },
    /// It failed at its own place.
    Failed(TellError),
    /// It failed on another way.
    FailedElsewhere { why: Option<Closing>, error: TellError },
}

/// What was done in the lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Done {
    /// A new message was accepted. Otherwise one was edited, or nothing had to be done.
    pub(super) sent: bool,
    /// How long the lane must rest now.
    pub(super) rest: Option<Duration>,
}

/// The result of an attempt, and the tellings that it settles.
pub(super) struct Attempt {
    pub(super) outcome: Outcome,
    pub(super) tellings: Vec<TellingId>,
}
