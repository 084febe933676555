//! A close as it is shown.

use chrono::NaiveDate;

use crate::clock::Moment;
use crate::domain::books::closes::{ChainHead, CloseFigures, Summed};
use crate::domain::kernel::money::Money;
use crate::reports::desk::Span;

/// A close as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseCard {
    pub span: Span,
    /// When its figures were read.
    pub as_of: Moment,
    pub state: CloseState,
    pub figures: CloseFigures,
    /// Totals that the report of the period shows differently now.
    pub changed: Vec<ChangedTotal>,
}

/// Whether a period is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CloseState {
    /// It has not ended. `last`: the latest day that is closed.
    Provisional {
        last: Option<NaiveDate>,
    },
    /// It has ended and nobody recorded its close: the figures were read now.
    NotRecorded,
    Recorded(Recorded),
}

/// What is known of a recorded close beside its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    pub head: ChainHead,
    /// Whether that head still is part of the chain.
    pub is_in_chain: bool,
    /// It was made long after the end of its period.
    pub is_late: bool,
    /// Days before it that were closed together with it, and told by it alone.
    pub missed: Vec<NaiveDate>,
}

/// A total that changed after the close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangedTotal {
    pub of: Summed,
    pub then: Money,
    pub now: Money,
}

impl CloseCard {
    /// Whether superusers must look at the books: a total differs from them, or the chain lacks a head.
    pub fn is_wrong(&self) -> bool {
        let is_cut_off = |recorded: &Recorded| !recorded.is_in_chain;
        let lacks_head = matches!(&self.state, CloseState::Recorded(recorded) if is_cut_off(recorded));
        let lacked_head = self.figures.before.is_some_and(|before| !before.is_there);
        lacks_head || lacked_head || self.figures.totals.iter().any(|total| !total.agrees())
    }
}
