//! Why an account was not opened.

use crate::db::{DbError, MayBeFault};
use crate::domain::ledger::LedgerError;
use crate::domain::members::NotAllowed;
use crate::domain::money::AmountError;
use crate::domain::money::Currency;
use crate::domain::rates::PriceError;
use crate::domain::recall::RecallError;
use crate::ids::RequestId;

#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("{typed:?} is no currency; known: {known:?}")]
    UnknownCurrency { typed: String, known: Vec<Currency> },
    #[error("opening balance: {0}")]
    OpeningBalance(AmountError),
    #[error("{name} has no role that holds an account")]
    NoRole { name: String },
    #[error("a bank's name has at most {max} characters, not {given}")]
    BankTooLong { max: usize, given: usize },
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<RecallError> for AccountError {
    fn from(error: RecallError) -> Self {
        match error {
            RecallError::OtherInput(request) => AccountError::OtherInput(request),
            RecallError::Db(fault) => AccountError::Db(fault),
        }
    }
}

impl From<LedgerError> for AccountError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Db(fault) => AccountError::Db(fault),
            other => AccountError::Books(other),
        }
    }
}

impl AccountError {
    pub(super) fn of_currency(error: PriceError) -> Self {
        match error {
            PriceError::UnknownCurrency { typed, known } => AccountError::UnknownCurrency { typed, known },
            PriceError::Db(fault) => AccountError::Db(fault),
            other => AccountError::Db(DbError::Corrupt(other.to_string())),
        }
    }
}

impl MayBeFault for AccountError {
    fn fault(&self) -> Option<&DbError> {
        match self {
            AccountError::Db(fault) => Some(fault),
            _ => None,
        }
    }
}
