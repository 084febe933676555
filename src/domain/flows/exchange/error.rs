//! Why nothing was exchanged or transferred.

use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::money::{AmountError, Currency, Money};
use crate::domain::kernel::questions::QuestionError;
use crate::domain::people::members::NotAllowed;
use crate::domain::treasury::rates::PriceError;
use crate::ids::{AccountId, RequestId};
use crate::{lifts, lifts_money, use_case_errors};

/// Nothing was written and nobody was told.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("{typed:?} is no currency; those with rates: {known:?}")]
    UnknownCurrency { typed: String, known: Vec<Currency> },
    #[error("an exchange of {0} for itself")]
    SameCurrency(Currency),
    /// No rates were published for it.
    #[error("no exchange rates for {currency}; those with rates: {known:?}")]
    NoRates { currency: Currency, known: Vec<Currency> },
    #[error("the amount: {0}")]
    Amount(AmountError),
    /// It comes to nothing in one of the currencies.
    #[error("{give} for {take}")]
    TooSmall { give: Money, take: Money },
    /// The actor has no account in the currency that is to be given.
    #[error("no account in {0}")]
    NoAccount(Currency),
    #[error("account {account}: asked {asked}, available {available}")]
    InsufficientFunds {
        account: AccountId,
        asked: Money,
        available: Money,
    },
    /// There is no account of this number to transfer to.
    #[error("there is no account {typed:?}")]
    UnknownAccount { typed: String },
    /// It is closed, or a bank account that a cashier pays from.
    #[error("account {0} takes no transfers")]
    TakesNone(AccountId),
    #[error("a transfer from account {0} to itself")]
    SameAccount(AccountId),
    #[error(transparent)]
    Question(QuestionError),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl ExchangeError {
    /// The refusal of a currency that was typed.
    pub(super) fn of_currency(error: PriceError, with_rates: Vec<Currency>) -> ExchangeError {
        match error {
            PriceError::UnknownCurrency { typed, .. } => ExchangeError::UnknownCurrency {
                typed,
                known: with_rates,
            },
            PriceError::Db(fault) => ExchangeError::Db(fault),
            other => ExchangeError::Db(DbError::Corrupt(format!("reading a currency: {other}"))),
        }
    }
}

use_case_errors!(ExchangeError);
lifts!(QuestionError as Question into ExchangeError);
lifts!(LedgerError as Books into ExchangeError);
lifts_money!(ExchangeError);
