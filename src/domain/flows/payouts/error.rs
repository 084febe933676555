//! Why no earnings were held or paid out.

use crate::clock::Moment;
use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::money::{AmountError, Money};
use crate::domain::people::members::NotAllowed;
use crate::domain::people::requests::RequestError;
use crate::ids::{RequestId, RequestNumber};
use crate::{lifts, lifts_money, use_case_errors};

/// The amount that was asked for, and the figures that limit it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payable {
    pub asked: Money,
    pub available: Money,
    pub held: Money,
    pub minimum: Money,
    /// The person's debt, which must be paid from their earnings first.
    pub owed: Money,
}

/// Why no earnings were held or paid out. Nothing was written and nobody was told.
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
    #[error("less than the smallest payout: {0:?}")]
    BelowMinimum(Payable),
    /// A person can have only one open payout.
    #[error("payout {number} has been pending since {since:?}")]
    AlreadyAsked { number: RequestNumber, since: Moment },
    /// No destination was given, and there was no earlier payout.
    #[error("no destination was given")]
    NoDestination,
    #[error("a destination has at most {max} characters with a letter or a digit among them, not {given}")]
    Destination { max: usize, given: usize },
    #[error("request {0} is not a payout")]
    NotAPayout(RequestNumber),
    /// A payout needs a capture before it can be marked as paid.
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

lifts_money!(PayoutError);
