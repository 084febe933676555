//! What became of telling something.

use std::time::Duration;

use super::error::TellError;
use crate::domain::kernel::outbox::Closing;
use crate::ids::TellingId;

/// What became of the first telling of a queue.
pub(super) enum Outcome {
    /// It is told where it belongs.
    There(Done),
    /// Nothing had to be sent: it had been told another way, and that was enough.
    Enough,
    /// It is no longer true.
    Untrue,
    /// It was told another way. `closed`: why not where it belongs, when that was tried. `owed`: it is to be shown there later.
    Detoured {
        closed: Option<String>,
        why: Option<Closing>,
        owed: bool,
    },
    /// Where it belongs is still closed, and it was told another way before.
    StillClosed(Closing, String),
    /// Every way is closed.
    NoWay { why: Option<Closing>, words: String },
    /// Discord refuses this message for good, and took one in plain words instead.
    InWords { done: Done, why: String },
    /// It failed where it belongs.
    Failed(TellError),
    /// It failed on the way round.
    FailedElsewhere { why: Option<Closing>, error: TellError },
}

/// What was done in the lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Done {
    /// A new message was taken; otherwise one was edited, or nothing was to be done.
    pub(super) sent: bool,
    /// How long the channel wants to be left alone now.
    pub(super) rest: Option<Duration>,
}

/// What was told, and of which tellings it is the end.
pub(super) struct Attempt {
    pub(super) outcome: Outcome,
    pub(super) tellings: Vec<TellingId>,
}
