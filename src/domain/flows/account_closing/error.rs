//! Why an account was not closed.

use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::money::Money;
use crate::domain::treasury::accounts::AccountError;
use crate::ids::{AccountId, BatchId, OrderId, RequestId};
use crate::{lifts, use_case_errors};

/// Why an account was not closed. Nothing was written and nobody was told.
#[derive(Debug, thiserror::Error)]
pub enum ClosingError {
    /// No such account, or it belongs to somebody else.
    #[error(transparent)]
    Account(AccountError),
    #[error("account {account} has {balance} in it")]
    NotEmpty { account: AccountId, balance: Money },
    #[error("{held} of account {account} are held")]
    Held { account: AccountId, held: Money },
    #[error("account {account} is to pay orders {orders:?}")]
    OrdersOpen { account: AccountId, orders: Vec<OrderId> },
    /// What a player deposits goes into it.
    #[error("account {account} is that of open requests {orders:?}")]
    RequestsOpen { account: AccountId, orders: Vec<OrderId> },
    #[error("open batch {batch} uses account {account}")]
    BatchOpen { account: AccountId, batch: BatchId },
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(ClosingError);
lifts!(LedgerError as Books into ClosingError);
lifts!(AccountError as Account into ClosingError);
