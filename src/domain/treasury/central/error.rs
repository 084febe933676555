//! Why nothing moved in a central balance.

use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::money::{AmountError, Currency, Money};
use crate::domain::kernel::questions::QuestionError;
use crate::domain::people::members::NotAllowed;
use crate::domain::people::requests::ReasonMistake;
use crate::domain::treasury::accounts::AccountError;
use crate::domain::treasury::banks::BankError;
use crate::ids::{AccountId, BankId, RequestId};
use crate::{lifts, use_case_errors};

/// Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum CentralError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Bank(BankError),
    #[error(transparent)]
    Account(AccountError),
    #[error("amount: {0}")]
    Amount(#[from] AmountError),
    #[error(transparent)]
    Reason(#[from] ReasonMistake),
    /// Nothing goes below zero.
    #[error("bank {bank}: asked {asked}, available {available}")]
    InsufficientFunds {
        bank: BankId,
        asked: Money,
        available: Money,
    },
    /// The account is not a bank account in the bank's currency.
    #[error("account {account} is no bank account in {currency}")]
    NoBankAccount { account: AccountId, currency: Currency },
    #[error(transparent)]
    Question(QuestionError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(CentralError);
lifts!(BankError as Bank into CentralError);
lifts!(QuestionError as Question into CentralError);
lifts!(AccountError as Account into CentralError);
lifts!(LedgerError as Books into CentralError);

impl CentralError {
    /// The ledger's refusal about a bank's central balance, which says what there is.
    pub(super) fn of_books(error: LedgerError, bank: BankId) -> CentralError {
        match error {
            LedgerError::InsufficientFunds { asked, available, .. } => {
                CentralError::InsufficientFunds { bank, asked, available }
            }
            other => other.into(),
        }
    }
}
