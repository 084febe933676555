//! Why the books refuse.

use crate::db::{DbError, MayBeFault};
use crate::domain::kernel::money::{Money, MoneyError};
use crate::ids::{HoldId, JournalId};

/// Why nothing was posted. After a refusal the unit is as it was before; after a fault it must be dropped.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("{account}: asked {asked}, available {available}")]
    InsufficientFunds {
        account: String,
        asked: Money,
        available: Money,
    },
    /// The account has less available than its new floor allows.
    #[error("{account}: {available} is below the floor {floor}")]
    BelowNewFloor {
        account: String,
        available: Money,
        floor: Money,
    },
    #[error("{0} is the desk's own and has no floor")]
    NoFloor(String),
    #[error("a posting of {kind} does not sum to zero in {currency}")]
    Unbalanced { kind: &'static str, currency: String },
    #[error("a posting of {0} has no lines, or a line of zero")]
    Empty(&'static str),
    #[error("{account} is not kept in the currency of {amount}")]
    WrongCurrency { account: String, amount: Money },
    #[error("hold {0} is not open")]
    HoldNotOpen(HoldId),
    #[error("hold {hold} is of {held}, not of {asked}")]
    HoldTooSmall { hold: HoldId, held: Money, asked: Money },
    #[error("journal row {0} is already reversed, or is a reversal")]
    NotReversible(JournalId),
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<sqlx::Error> for LedgerError {
    fn from(error: sqlx::Error) -> Self {
        LedgerError::Db(error.into())
    }
}

impl MayBeFault for LedgerError {
    fn fault(&self) -> Option<&DbError> {
        match self {
            LedgerError::Db(error) => Some(error),
            _ => None,
        }
    }
}

/// Implements `From<MoneyError>` for errors with a variant `Books`: an amount that cannot be computed is a fault of the
/// books.
#[macro_export]
macro_rules! lifts_money {
    ($($error:ident),+ $(,)?) => {$(
        impl From<$crate::domain::kernel::money::MoneyError> for $error {
            fn from(error: $crate::domain::kernel::money::MoneyError) -> Self {
                $error::Books($crate::domain::books::ledger::LedgerError::Money(error))
            }
        }
    )+};
}
