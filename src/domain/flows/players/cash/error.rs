//! Why a deposit or withdrawal was not asked for, confirmed or undone.

use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::flows::players::PlayersError;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::CaptureUse;
use crate::domain::orders::{CompleteError, OrderError};
use crate::domain::people::members::NotAllowed;
use crate::domain::people::tokens::NotForRole;
use crate::domain::treasury::accounts::Account;
use crate::ids::{OrderId, RequestId};
use crate::{lifts, use_case_errors};

/// Nothing was written and nobody was told, unless the variant says so.
#[derive(Debug, thiserror::Error)]
pub enum CashError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    NotForRole(#[from] NotForRole),
    #[error(transparent)]
    Player(PlayersError),
    #[error(transparent)]
    Order(OrderError),
    #[error(transparent)]
    Complete(Box<CompleteError>),
    /// A player sees and asks only for themselves.
    #[error("it is another player's")]
    NotYours,
    /// The order is no deposit and no withdrawal.
    #[error("order {0} moves no player's money")]
    NotCash(OrderId),
    /// A deposit that is typed needs the capture of its payment. `to`: the accounts it can be paid to.
    #[error("no capture of the payment came with the deposit; {} accounts receive", to.len())]
    NoReceipt { to: Vec<Account> },
    /// The same capture, or the same payment, was used before. The desk hears of it.
    #[error("the payment was used for {used:?}")]
    Repeated { used: CaptureUse },
    /// A withdrawal is confirmed with the bank's reference, a picture's address, or a capture sent in Discord.
    #[error("withdrawal {0} is confirmed without anything that shows the payment")]
    NoEvidence(OrderId),
    /// The bank that was named has several of the cashier's accounts, and none of them is the one that it was assigned to.
    #[error("{} accounts of the cashier are at that bank", accounts.len())]
    WhichAccount { accounts: Vec<Account> },
    /// `accounts`: those that are.
    #[error("the account is none of the cashier's {}", accounts.len())]
    NotTheirAccount { accounts: Vec<Account> },
    /// Nobody has it yet, so there is no account that paid or received.
    #[error("order {0} has no cashier")]
    NoCashier(OrderId),
    /// What the mirror takes is no longer there: in the player's account, or in the cashier's.
    #[error("the mirror takes {asked} and {available} are left")]
    Spent {
        account: String,
        is_cashiers: bool,
        asked: Money,
        available: Money,
    },
    #[error("{asked} of {available} that can be spent")]
    InsufficientFunds { asked: Money, available: Money },
    #[error("books: {0}")]
    Books(LedgerError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(CashError);
lifts!(OrderError as Order into CashError);
lifts!(PlayersError as Player into CashError);

impl From<LedgerError> for CashError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::InsufficientFunds {
                account,
                asked,
                available,
            } => CashError::Spent {
                account,
                is_cashiers: false,
                asked,
                available,
            },
            LedgerError::Db(fault) => CashError::Db(fault),
            other => CashError::Books(other),
        }
    }
}

impl From<CompleteError> for CashError {
    fn from(error: CompleteError) -> Self {
        match error {
            CompleteError::Db(fault) => CashError::Db(fault),
            CompleteError::Order(error) => CashError::from(error),
            CompleteError::Repeated { used, .. } => CashError::Repeated { used },
            other => CashError::Complete(Box::new(other)),
        }
    }
}
