//! Why a closing or a purchase was not undone.

use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::people::members::NotAllowed;
use crate::domain::people::requests::ReasonMistake;
use crate::ids::{BatchId, LotId, OrderId, RequestId};

/// Why a batch was not reopened.
#[derive(Debug, thiserror::Error)]
pub enum ReopenError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("reason: {0:?}")]
    Reason(ReasonMistake),
    #[error("there is no batch {0}")]
    Unknown(BatchId),
    #[error("batch {0} is open")]
    NotClosed(BatchId),
    /// Never for `!reabrir`; only for a correction, which closes the batch again.
    #[error("orders {0:?} are worth more than an order can be")]
    WorthTooMuch(Vec<OrderId>),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why a purchase was not undone.
#[derive(Debug, thiserror::Error)]
pub enum ReverseLotError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("reason: {0:?}")]
    Reason(ReasonMistake),
    #[error("there is no purchase {0}")]
    Unknown(LotId),
    #[error("purchase {lot} was undone by {by}")]
    Reversed { lot: LotId, by: String },
    #[error("purchase {lot} is of batch {batch}, which is closed")]
    BatchClosed { lot: LotId, batch: BatchId },
    /// Never for a purchase; see [`ReopenError::WorthTooMuch`].
    #[error("orders {0:?} are worth more than an order can be")]
    WorthTooMuch(Vec<OrderId>),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}
