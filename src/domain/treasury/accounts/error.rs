//! Why nothing was done with an account.

use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::money::{AmountError, Currency, Money};
use crate::domain::kernel::questions::QuestionError;
use crate::domain::people::members::{NotAllowed, NotHere};
use crate::domain::people::requests::{ReasonMistake, RequestError};
use crate::domain::treasury::rates::PriceError;
use crate::ids::{AccountId, RequestId};
use crate::{lifts, use_case_errors};

use super::AccountNumber;

/// Nothing was written and nobody was told.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("{typed:?} is no currency; known: {known:?}")]
    UnknownCurrency { typed: String, known: Vec<Currency> },
    /// A word behind an amount that looks like a currency and is none the desk knows.
    #[error("{typed:?} is a mistyped currency, or a reference")]
    CurrencyOrReference { typed: String, usual: Currency },
    #[error("there is no account {typed:?}")]
    Unknown { typed: String },
    /// The same, for an actor who may see everybody's accounts.
    #[error("there is no account {typed:?} at all")]
    UnknownToAll { typed: String },
    #[error("account {account} is somebody else's")]
    NotYours { account: AccountId },
    #[error("the actor has no account in {0}")]
    NoneInCurrency(Currency),
    /// The actor named only the currency, which does not say which account is meant.
    #[error("the actor has several accounts in {currency}: {accounts:?}")]
    SeveralInCurrency {
        currency: Currency,
        accounts: Vec<AccountId>,
    },
    /// `instead` is another, open account of its owner in the same currency.
    #[error("account {account} is closed")]
    Closed {
        account: AccountId,
        currency: Currency,
        instead: Option<AccountId>,
    },
    /// One active account per member and currency.
    #[error("{name} has account {account} in {currency} already")]
    AlreadyOpen {
        name: String,
        account: AccountId,
        number: AccountNumber,
        currency: Currency,
    },
    #[error("opening balance: {0}")]
    OpeningBalance(AmountError),
    #[error("amount: {0}")]
    Amount(AmountError),
    #[error("limit: {0}")]
    Limit(AmountError),
    #[error(transparent)]
    NotHere(#[from] NotHere),
    /// A cashier: which of their accounts is meant is told by its number.
    #[error("{name} has accounts that pay orders")]
    PaysOrders { name: String },
    #[error("{name} has no role that holds an account")]
    NoRole { name: String },
    /// Only resellers have prepaid accounts.
    #[error("{name} is not a reseller")]
    NoReseller { name: String },
    #[error("a bank's name has at most {max} characters, not {given}")]
    BankTooLong { max: usize, given: usize },
    #[error("a number at a bank has at most {max} characters, not {given}")]
    ReferenceTooLong { max: usize, given: usize },
    #[error("a holder's name has {min} to {max} characters with a letter among them, not {given}")]
    Holder { min: usize, max: usize, given: usize },
    #[error("no number was given")]
    NoBankNumber,
    #[error("account {account} has a number at its bank")]
    HasBankNumber { account: AccountId },
    #[error(transparent)]
    Reason(#[from] ReasonMistake),
    #[error("account {account}: asked {asked}, available {available}")]
    BelowFloor {
        account: AccountId,
        asked: Money,
        available: Money,
    },
    /// `stands` is the balance less what is held.
    #[error("account {account} stands at {stands}, below an overdraft of {limit}")]
    AlreadyBelow {
        account: AccountId,
        stands: Money,
        limit: Money,
    },
    #[error(transparent)]
    Request(RequestError),
    #[error(transparent)]
    Question(QuestionError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(AccountError);
lifts!(LedgerError as Books into AccountError);
lifts!(RequestError as Request into AccountError);
lifts!(QuestionError as Question into AccountError);

impl AccountError {
    pub(super) fn of_currency(error: PriceError) -> Self {
        match error {
            PriceError::UnknownCurrency { typed, known } => AccountError::UnknownCurrency { typed, known },
            PriceError::Db(fault) => AccountError::Db(fault),
            other => AccountError::Db(DbError::Corrupt(other.to_string())),
        }
    }
}
