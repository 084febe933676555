//! Why nothing was done with a giro.

use super::PayeeMistake;
use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::kernel::questions::QuestionError;
use crate::domain::orders::{CompleteError, OrderError, ReturnError};
use crate::domain::people::members::NotAllowed;
use crate::domain::treasury::banks::BankError;
use crate::ids::{AccountId, OrderId, PayeeId, RequestId};
use crate::{lifts, use_case_errors};

/// Nothing was written and nobody was told.
#[derive(Debug, thiserror::Error)]
pub enum GiroError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Bank(BankError),
    #[error(transparent)]
    Payee(#[from] PayeeMistake),
    /// The amount is in another currency than the bank's.
    #[error("{amount} cannot be paid at a bank in {currency}")]
    WrongCurrency { amount: Money, currency: Currency },
    /// The reseller's balance does not cover it (S2-2).
    #[error("asked {asked}, available {available}")]
    InsufficientFunds { asked: Money, available: Money },
    /// Nobody assigned to the bank can pay an admin's giro (S2-7). `assigned`: how many cashiers are, available or not.
    #[error("nobody can pay {amount} to {bank}; {assigned} cashiers are assigned")]
    NobodyAssigned {
        bank: String,
        assigned: usize,
        amount: Money,
    },
    /// There is no such giro: no order has the number, or another kind of order has it.
    #[error("there is no giro {0}")]
    Unknown(OrderId),
    #[error(transparent)]
    Order(OrderError),
    #[error(transparent)]
    Complete(Box<CompleteError>),
    #[error(transparent)]
    Return(Box<ReturnError>),
    #[error("there is no account {0}")]
    UnknownAccount(AccountId),
    /// The account is somebody else's than the giro's cashier (S2-13).
    #[error("account {account} is not of the cashier of giro {order}")]
    NotTheirAccount { order: OrderId, account: AccountId },
    /// The account is their cashier's, and closed.
    #[error("account {account} is closed; giro {order} cannot be paid from it")]
    AccountClosed { order: OrderId, account: AccountId },
    /// The account is their cashier's, and of another currency than the giro.
    #[error("giro {order} is in {currency}, and account {account} is not")]
    OtherCurrency {
        order: OrderId,
        account: AccountId,
        currency: Currency,
    },
    /// The account does not hold amount and commission (S2-14).
    #[error("giro {order} takes {needed}; the account has {available}")]
    AccountShort {
        order: OrderId,
        needed: Money,
        available: Money,
    },
    /// The commission is not smaller than the amount: the amount was typed into its field.
    #[error("giro {order} of {amount} with a commission of {commission}")]
    CommissionTooLarge {
        order: OrderId,
        commission: Money,
        amount: Money,
    },
    /// It was paid after its cashier had opened the form to give it back.
    #[error("giro {0} is completed")]
    AlreadyPaid(OrderId),
    /// Nobody has it yet, so there is no account to pay from.
    #[error("giro {0} has no cashier")]
    NoCashier(OrderId),
    #[error("there is no saved payee {0}")]
    UnknownPayee(PayeeId),
    #[error(transparent)]
    Question(QuestionError),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(GiroError);
lifts!(BankError as Bank into GiroError);
lifts!(QuestionError as Question into GiroError);
lifts!(LedgerError as Books into GiroError);

impl From<OrderError> for GiroError {
    fn from(error: OrderError) -> Self {
        match error {
            OrderError::Db(fault) => GiroError::Db(fault),
            OrderError::Unknown(order) => GiroError::Unknown(order),
            other => GiroError::Order(other),
        }
    }
}

impl From<CompleteError> for GiroError {
    fn from(error: CompleteError) -> Self {
        match error {
            CompleteError::Db(fault) => GiroError::Db(fault),
            CompleteError::Order(error) => GiroError::from(error),
            other => GiroError::Complete(Box::new(other)),
        }
    }
}

impl From<ReturnError> for GiroError {
    fn from(error: ReturnError) -> Self {
        match error {
            ReturnError::Db(fault) => GiroError::Db(fault),
            ReturnError::Order(error) => GiroError::from(error),
            other => GiroError::Return(Box::new(other)),
        }
    }
}
