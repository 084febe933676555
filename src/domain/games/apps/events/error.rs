//! Why a call about an event was refused.

use super::EventState;
use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::money::Money;
use crate::ids::{AppEventId, AppTransactionId, RequestId};
use crate::{lifts, lifts_money, use_case_errors};

/// Nothing was moved. When the event was found overdue, it was expired.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    #[error("there is no event {0}")]
    UnknownEvent(AppEventId),
    #[error("there is no transaction {0}")]
    UnknownTransaction(AppTransactionId),
    #[error("event {0} is another app's")]
    OtherApp(AppEventId),
    /// It was closed or expired before, or its time was over.
    #[error("event {event} is {state}")]
    Ended { event: AppEventId, state: EventState },
    /// `available` counts what may be spent inside this event.
    #[error("asked {asked}, available {available}")]
    InsufficientFunds { asked: Money, available: Money },
    #[error("event {event} has {max} transactions already")]
    Full { event: AppEventId, max: i64 },
    #[error("the app has {max} open events already")]
    TooManyOpen { max: i64 },
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(EventError);
lifts!(LedgerError as Books into EventError);

lifts_money!(EventError);
