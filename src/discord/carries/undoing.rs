//! The same for refusals to undo something.

use super::Carries;
use crate::domain::flows::batches::{ReopenError, ReverseLotError};
use crate::domain::flows::undoing::UndoError;

impl Carries for ReopenError {
    fn carries_figures(&self) -> bool {
        match self {
            ReopenError::WorthTooMuch(_) => true,
            ReopenError::NotAllowed(_)
            | ReopenError::Reason(_)
            | ReopenError::Unknown(_)
            | ReopenError::NotClosed(_)
            | ReopenError::Books(_)
            | ReopenError::OtherInput(_)
            | ReopenError::Db(_) => false,
        }
    }
}

impl Carries for ReverseLotError {
    fn carries_figures(&self) -> bool {
        match self {
            ReverseLotError::WorthTooMuch(_) => true,
            ReverseLotError::NotAllowed(_)
            | ReverseLotError::Reason(_)
            | ReverseLotError::Unknown(_)
            | ReverseLotError::Reversed { .. }
            | ReverseLotError::BatchClosed { .. }
            | ReverseLotError::Books(_)
            | ReverseLotError::OtherInput(_)
            | ReverseLotError::Db(_) => false,
        }
    }
}

impl Carries for UndoError {
    fn carries_figures(&self) -> bool {
        match self {
            UndoError::Spent { .. } => true,
            UndoError::Request(error) => error.carries_figures(),
            UndoError::Question(error) => error.carries_figures(),
            UndoError::NotAllowed(_)
            | UndoError::Reason(_)
            | UndoError::Unknown(_)
            | UndoError::NotUndoable { .. }
            | UndoError::Undone { .. }
            | UndoError::NotPaid(_)
            | UndoError::Books(_)
            | UndoError::OtherInput(_)
            | UndoError::Db(_) => false,
        }
    }
}
