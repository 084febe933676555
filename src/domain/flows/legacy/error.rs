//! Why a book was not imported.

use crate::clock::Moment;
use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::money::Currency;
use crate::domain::people::members::NotAllowed;
use crate::ids::RequestId;
use crate::{lifts, use_case_errors};

/// What a book must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Table(&'static str),
    /// Neither the old nor the new columns of balances.
    Balances,
}

/// Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// It lacks a table or a column without which it cannot be understood.
    #[error("the book has no {0:?}")]
    NoBook(Missing),
    /// Another book was imported before.
    #[error("a book with fingerprint {fingerprint} was imported before")]
    AnotherBook { fingerprint: String, at: Moment },
    #[error("{0} problems have no answer")]
    Unanswered(usize),
    #[error("another process keeps the desk open")]
    DeskOpen,
    /// The old book and the desk would not hold the same.
    #[error("{currency}: {expected} minor units were to come in, {found} did")]
    Totals {
        currency: Currency,
        expected: i128,
        found: i128,
    },
    /// The books cannot hold so much of one currency.
    #[error("{currency}: {total} minor units are more than the books hold")]
    TooMuch { currency: Currency, total: i128 },
    #[error("account {account} holds {found} minor units, not {expected}")]
    Balance { account: i64, expected: i64, found: i64 },
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(ImportError);
lifts!(LedgerError as Books into ImportError);
