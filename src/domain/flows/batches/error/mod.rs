//! Why a batch's use-cases refuse. In each case nothing was written and nobody was told.

mod closing;
mod orders;
mod undoing;

pub use closing::{DecideError, EndError, OpenOrder, PurchaseError};
pub use orders::{NamedPrice, ReverseError, TransferError};
pub use undoing::{ReopenError, ReverseLotError};

use crate::clock::Moment;
use crate::db::{DbError, MayBeFault};
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::{Currency, MoneyError};
use crate::domain::kernel::questions::QuestionError;
use crate::domain::orders::OrderError;
use crate::domain::people::members::NotAllowed;
use crate::domain::people::requests::RequestError;
use crate::domain::treasury::rates::PriceError;
use crate::ids::{BatchId, DiscordChannelId, OrderId, RequestId};
use crate::{lifts, use_case_errors};

/// What can be wrong about where a command was typed. `own`: the channel that is the actor's.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    #[error("not a reseller's channel; own: {own:?}")]
    NotAResellerChannel { own: Option<DiscordChannelId> },
    #[error("the channel is {owner}'s; own: {own:?}")]
    NotYourChannel {
        owner: String,
        own: Option<DiscordChannelId>,
    },
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The batch that was named by its number is not an open one of this channel.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("batch {batch}, closed: {ended:?}, is not open here; {open:?} are")]
pub struct NotOpen {
    pub batch: BatchId,
    /// Set where it is one of this channel's.
    pub ended: Option<EndedAt>,
    /// Which are.
    pub open: Vec<BatchId>,
}

/// When a batch was closed, where that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndedAt(pub Option<Moment>);

/// Which batch is meant cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum PickError {
    #[error("no open batch")]
    NoOpenBatch,
    /// These are open.
    #[error("which of {0:?}")]
    Which(Vec<Corridor>),
    /// These are open, and only their numbers tell them apart.
    #[error("which of the batches {0:?}")]
    WhichNumber(Vec<BatchId>),
    #[error(transparent)]
    NotOpen(NotOpen),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why no batch was opened.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Place(PlaceError),
    #[error("a batch is open already, with {orders} orders")]
    AlreadyOpen { orders: i64 },
    #[error("{typed:?} is no currency; known: {known:?}")]
    UnknownCurrency { typed: String, known: Vec<Currency> },
    #[error("a batch from {0} to itself")]
    SameCurrency(Currency),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why a batch could not be closed: its books do not allow it, which is a fault of the desk and not of whoever asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum CloseError {
    #[error("orders {0:?} are worth more than an order can be")]
    WorthTooMuch(Vec<OrderId>),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error(transparent)]
    Db(#[from] DbError),
}

macro_rules! lift_close {
    ($($error:ident),+) => {$(
        impl From<CloseError> for $error {
            fn from(error: CloseError) -> Self {
                match error {
                    CloseError::WorthTooMuch(orders) => $error::WorthTooMuch(orders),
                    CloseError::Books(error) => $error::Books(error),
                    CloseError::Db(fault) => $error::Db(fault),
                }
            }
        }
    )+};
}

macro_rules! lift_pick {
    ($($error:ident),+) => {$(
        impl From<PickError> for $error {
            fn from(error: PickError) -> Self {
                match error {
                    PickError::NoOpenBatch => $error::NoOpenBatch,
                    PickError::Which(open) => $error::WhichBatch(open),
                    PickError::WhichNumber(open) => $error::WhichNumber(open),
                    PickError::NotOpen(named) => $error::NotOpen(named),
                    PickError::Db(fault) => $error::Db(fault),
                }
            }
        }
    )+};
}

macro_rules! lift_money {
    ($($error:ident),+) => {$(
        impl From<MoneyError> for $error {
            fn from(error: MoneyError) -> Self {
                $error::Books(LedgerError::Money(error))
            }
        }
    )+};
}

use_case_errors!(
    StartError,
    TransferError,
    ReverseError,
    PurchaseError,
    EndError,
    DecideError,
    ReopenError,
    ReverseLotError
);
lift_pick!(PurchaseError, EndError);
lifts!(PlaceError as Place into StartError, TransferError, PurchaseError, EndError);
lifts!(LedgerError as Books into ReverseError, PurchaseError, CloseError, DecideError);
lift_money!(ReverseError, PurchaseError, CloseError, DecideError);
lift_close!(
    PurchaseError,
    EndError,
    DecideError,
    ReverseError,
    ReopenError,
    ReverseLotError
);
lifts!(RequestError as Request into TransferError, PurchaseError, EndError, DecideError);
lifts!(QuestionError as Question into PurchaseError, TransferError);
lifts!(OrderError as Order into ReverseError);

/// A batch that closes withdraws what is asked about it; only its books can keep it from doing so.
impl From<RequestError> for CloseError {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::Books(error) => CloseError::Books(error),
            RequestError::Db(fault) => CloseError::Db(fault),
            // Decided at this very moment: done again, there is one less to withdraw.
            RequestError::Decided { .. } => CloseError::Db(DbError::Raced("requests")),
            other => CloseError::Db(DbError::Corrupt(other.to_string())),
        }
    }
}

impl From<ReopenError> for ReverseError {
    fn from(error: ReopenError) -> Self {
        match error {
            ReopenError::NotAllowed(no) => ReverseError::NotAllowed(no),
            ReopenError::Reason(mistake) => ReverseError::Order(OrderError::Reason(mistake)),
            ReopenError::NotClosed(batch) => ReverseError::BatchOpen(batch),
            ReopenError::WorthTooMuch(orders) => ReverseError::WorthTooMuch(orders),
            ReopenError::Books(error) => ReverseError::Books(error),
            ReopenError::OtherInput(request) => ReverseError::OtherInput(request),
            ReopenError::Unknown(batch) => ReverseError::Db(DbError::Corrupt(format!("batch {batch} is not there"))),
            ReopenError::Db(fault) => ReverseError::Db(fault),
        }
    }
}

impl From<DecideError> for ReverseError {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::WorthTooMuch(orders) => ReverseError::WorthTooMuch(orders),
            DecideError::Books(error) => ReverseError::Books(error),
            DecideError::Db(fault) => ReverseError::Db(fault),
            other => ReverseError::Db(DbError::Corrupt(other.to_string())),
        }
    }
}

impl MayBeFault for PickError {
    fn fault(&self) -> Option<&DbError> {
        match self {
            PickError::Db(fault) => Some(fault),
            PickError::NoOpenBatch | PickError::Which(_) | PickError::WhichNumber(_) | PickError::NotOpen(_) => None,
        }
    }
}

impl From<PriceError> for StartError {
    fn from(error: PriceError) -> Self {
        match error {
            PriceError::UnknownCurrency { typed, known } => StartError::UnknownCurrency { typed, known },
            PriceError::Db(fault) => StartError::Db(fault),
            other => StartError::Db(DbError::Corrupt(other.to_string())),
        }
    }
}
