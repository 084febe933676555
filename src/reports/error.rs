//! Why a report was not read.

use crate::clock::Moment;
use crate::db::{DbError, MayBeFault};
use crate::domain::flows::batches::PickError;
use crate::domain::people::members::NotAllowed;
use crate::ids::{BatchId, JournalId, OrderId, RequestNumber};
use crate::lifts;

/// The actor is shown nothing.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("there is no order {0}")]
    UnknownOrder(OrderId),
    #[error("the actor has no part in order {0}")]
    OrderNotYours(OrderId),
    /// It ended before the first posting, which was then; `None` while nothing is posted.
    #[error("the books had not begun")]
    BeforeBooks(Option<Moment>),
    #[error("there is no batch {0}")]
    UnknownBatch(BatchId),
    #[error("batch {0} is another reseller's")]
    BatchNotYours(BatchId),
    #[error("batch {0} is the desk's own")]
    BatchOfDesk(BatchId),
    /// The refusal does not say which batch it is.
    #[error("the open batch is somebody else's")]
    OpenBatchNotYours,
    #[error("which batch: {0}")]
    Pick(PickError),
    #[error("there is no request {0}")]
    UnknownRequest(RequestNumber),
    #[error("there is no posting {0}")]
    UnknownPosting(JournalId),
    #[error("the clients are another reseller's")]
    ClientsNotYours,
    #[error(transparent)]
    Db(#[from] DbError),
}

lifts!(PickError as Pick into ReadError);

impl MayBeFault for ReadError {
    fn fault(&self) -> Option<&DbError> {
        match self {
            ReadError::Db(fault) => Some(fault),
            _ => None,
        }
    }
}
