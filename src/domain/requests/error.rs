//! Why a request was not made or decided.

use crate::clock::Moment;
use crate::db::{DbError, MayBeFault};
use crate::domain::ledger::LedgerError;
use crate::domain::members::NotAllowed;
use crate::domain::recall::RecallError;
use crate::ids::{RequestId, RequestNumber};

use super::RequestState;

/// Nothing was written and nobody was told.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("there is no request {0}")]
    Unknown(RequestNumber),
    /// Somebody was first. `by`: their name; nobody when the desk itself ended it.
    #[error("request {number} is {state} since {at:?}, by {by:?}")]
    Decided {
        number: RequestNumber,
        state: RequestState,
        by: Option<String>,
        at: Option<Moment>,
    },
    /// One of the same kind is waiting already.
    #[error("request {0} is still pending")]
    AlreadyAsked(RequestNumber),
    #[error("a reason has {min} to {max} characters, not {given}")]
    Reason { min: usize, max: usize, given: usize },
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<RecallError> for RequestError {
    fn from(error: RecallError) -> Self {
        match error {
            RecallError::OtherInput(request) => RequestError::OtherInput(request),
            RecallError::Db(fault) => RequestError::Db(fault),
        }
    }
}

impl From<LedgerError> for RequestError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Db(fault) => RequestError::Db(fault),
            other => RequestError::Books(other),
        }
    }
}

impl MayBeFault for RequestError {
    fn fault(&self) -> Option<&DbError> {
        match self {
            RequestError::Db(fault) => Some(fault),
            _ => None,
        }
    }
}
