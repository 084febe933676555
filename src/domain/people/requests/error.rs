//! Why a request was not made or decided.

use crate::clock::Moment;
use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::people::members::NotAllowed;
use crate::ids::{RequestId, RequestNumber};
use crate::{lifts, use_case_errors};

use super::{ReasonMistake, RequestState};

/// Nothing was written and nobody was told.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("there is no request {0}")]
    Unknown(RequestNumber),
    /// It was decided before. `by` is the name of who did; `None` when the desk itself ended it.
    #[error("request {number} is {state} since {at:?}, by {by:?}")]
    Decided {
        number: RequestNumber,
        state: RequestState,
        by: Option<String>,
        at: Option<Moment>,
    },
    /// A request about the same thing is pending already.
    #[error("request {0} is still pending")]
    AlreadyAsked(RequestNumber),
    /// Somebody has paid it and sent the capture: releasing its hold could pay it twice.
    #[error("request {number} is proved by {by}")]
    Proved { number: RequestNumber, by: String },
    #[error(transparent)]
    Reason(#[from] ReasonMistake),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(RequestError);
lifts!(LedgerError as Books into RequestError);
