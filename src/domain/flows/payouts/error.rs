//! Why no earnings were set aside or paid out.

use crate::clock::Moment;
use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::money::{AmountError, Money, MoneyError};
use crate::domain::people::members::NotAllowed;
use crate::domain::people::requests::RequestError;
use crate::ids::{RequestId, RequestNumber};
use crate::{lifts, use_case_errors};

/// What was asked for, and what could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payable {
    pub asked: Money,
    pub available: Money,
    pub held: Money,
    pub minimum: Money,
    /// What the person still owes: nothing is available then.
    pub owed: Money,
}

/// Nothing was written and nobody was told.
#[derive(Debug, thiserror::Error)]
pub enum PayoutError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("the amount: {0}")]
    Amount(AmountError),
    #[error("the person has no earnings and owes {owed}")]
    NothingEarned { owed: Money },
    #[error("more than is available: {0:?}")]
    TooMuch(Payable),
    #[error("less than is paid out at once: {0:?}")]
    BelowMinimum(Payable),
    /// One at a time.
    #[error("payout {number} is pending since {since:?}")]
    AlreadyAsked { number: RequestNumber, since: Moment },
    /// None was given, and there was no payout before.
    #[error("nobody said where to pay")]
    NoDestination,
    #[error("where to pay has at most {max} characters with a letter or a digit among them, not {given}")]
    Destination { max: usize, given: usize },
    #[error("request {0} is no payout")]
    NotAPayout(RequestNumber),
    /// It cannot be paid before its capture is there.
    #[error("payout {0} has no capture")]
    NoCapture(RequestNumber),
    #[error(transparent)]
    Request(RequestError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(PayoutError);
lifts!(LedgerError as Books into PayoutError);

impl From<RequestError> for PayoutError {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::NotAllowed(no) => PayoutError::NotAllowed(no),
            RequestError::Db(fault) => PayoutError::Db(fault),
            other => PayoutError::Request(other),
        }
    }
}

impl From<MoneyError> for PayoutError {
    fn from(error: MoneyError) -> Self {
        PayoutError::Books(error.into())
    }
}
