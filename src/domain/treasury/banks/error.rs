//! Why nothing was done with a bank.

use super::Bank;
use crate::db::DbError;
use crate::domain::people::members::{NotAllowed, NotHere};
use crate::ids::{BankAssignmentId, BankId, RequestId};
use crate::use_case_errors;

/// Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum BankError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    NotHere(#[from] NotHere),
    #[error("{typed:?} is no bank")]
    Unknown { typed: String },
    #[error("there is no bank {0}")]
    UnknownId(BankId),
    #[error("{typed:?} may be any of {} banks", banks.len())]
    Several { typed: String, banks: Vec<Bank> },
    #[error("{name} is not a cashier")]
    NoCashier { name: String },
    #[error("there is no assignment {0}")]
    UnknownAssignment(BankAssignmentId),
    #[error("a priority is {min} to {max}, not {given:?}")]
    Priority { min: i64, max: i64, given: String },
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(BankError);
