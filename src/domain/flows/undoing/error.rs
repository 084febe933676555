//! Why a posting was not undone.

use super::What;
use crate::clock::Moment;
use crate::db::DbError;
use crate::domain::books::ledger::{AccountKey, LedgerError};
use crate::domain::kernel::money::Money;
use crate::domain::kernel::questions::QuestionError;
use crate::domain::people::members::NotAllowed;
use crate::domain::people::requests::{ReasonMistake, RequestError};
use crate::ids::{JournalId, RequestId, RequestNumber};
use crate::{lifts, use_case_errors};

/// Why a posting was not undone. Nothing was written and nobody was told.
#[derive(Debug, thiserror::Error)]
pub enum UndoError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("reason: {0:?}")]
    Reason(ReasonMistake),
    #[error("there is no posting {0}")]
    Unknown(JournalId),
    /// It is undone in another way, or not at all. `subject`: the number of the order, batch or request it belongs to.
    #[error("a posting of the kind {kind} is not undone this way")]
    NotUndoable { kind: String, subject: Option<i64> },
    #[error("{what:?} was undone by {by}")]
    Undone { what: What, by: String, at: Moment },
    #[error("request {0} is not a paid payout")]
    NotPaid(RequestNumber),
    /// The money it gave is no longer there.
    #[error("account {account:?}: the mirror takes {asked}, available {available}")]
    Spent {
        account: Option<AccountKey>,
        asked: Money,
        available: Money,
    },
    #[error(transparent)]
    Question(QuestionError),
    #[error(transparent)]
    Request(RequestError),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(UndoError);
lifts!(RequestError as Request into UndoError);
lifts!(QuestionError as Question into UndoError);

impl From<LedgerError> for UndoError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::InsufficientFunds {
                account,
                asked,
                available,
            } => UndoError::Spent {
                account: AccountKey::parse(&account),
                asked,
                available,
            },
            LedgerError::Db(fault) => UndoError::Db(fault),
            other => UndoError::Books(other),
        }
    }
}
