//! Why an account was not closed.

use crate::db::{DbError, MayBeFault};
use crate::domain::accounts::AccountError;
use crate::domain::ledger::LedgerError;
use crate::domain::money::Money;
use crate::domain::recall::RecallError;
use crate::ids::{AccountId, BatchId, OrderId, RequestId};

/// Nothing was written and nobody was told.
#[derive(Debug, thiserror::Error)]
pub enum ClosingError {
    /// Which account is meant, or whose it is.
    #[error(transparent)]
    Account(AccountError),
    #[error("account {account} has {balance} in it")]
    NotEmpty { account: AccountId, balance: Money },
    #[error("{held} of account {account} are held")]
    Held { account: AccountId, held: Money },
    #[error("account {account} is to pay orders {orders:?}")]
    OrdersOpen { account: AccountId, orders: Vec<OrderId> },
    #[error("account {account} is that of open batch {batch}")]
    BatchOpen { account: AccountId, batch: BatchId },
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<RecallError> for ClosingError {
    fn from(error: RecallError) -> Self {
        match error {
            RecallError::OtherInput(request) => ClosingError::OtherInput(request),
            RecallError::Db(fault) => ClosingError::Db(fault),
        }
    }
}

impl From<AccountError> for ClosingError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Db(fault) => ClosingError::Db(fault),
            other => ClosingError::Account(other),
        }
    }
}

impl From<LedgerError> for ClosingError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Db(fault) => ClosingError::Db(fault),
            other => ClosingError::Books(other),
        }
    }
}

impl MayBeFault for ClosingError {
    fn fault(&self) -> Option<&DbError> {
        match self {
            ClosingError::Db(fault) => Some(fault),
            _ => None,
        }
    }
}
