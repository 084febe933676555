//! Why the use-cases of batches refuse. Then nothing was written and nobody was told.

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
use crate::domain::kernel::money::Currency;
use crate::domain::kernel::questions::QuestionError;
use crate::domain::orders::OrderError;
use crate::domain::people::members::NotAllowed;
use crate::domain::people::requests::RequestError;
use crate::domain::treasury::rates::PriceError;
use crate::ids::{BatchId, DiscordChannelId, OrderId, RequestId};
use crate::{lifts, lifts_money, use_case_errors};

/// Why a command cannot be used in the channel where it was typed. `own`: the actor's own channel.
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

/// The batch named by its number is not an open one of this channel.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("batch {batch} is not open in this channel (closed: {ended:?}); these are open: {open:?}")]
pub struct NotOpen {
    pub batch: BatchId,
    /// Set when the batch is a closed one of this channel.
    pub ended: Option<EndedAt>,
    /// The open batches of the channel.
    pub open: Vec<BatchId>,
}

/// When a batch was closed, if that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndedAt(pub Option<Moment>);

/// Why it is not clear which batch is meant.
#[derive(Debug, thiserror::Error)]
pub enum PickError {
    #[error("no open batch")]
    NoOpenBatch,
    /// Several batches are open, or the named one is not; these are.
    #[error("it is not clear which batch is meant; these are open: {0:?}")]
    Which(Vec<Corridor>),
    /// Some open batches share a corridor, so only numbers tell them apart; these are open.
    #[error("it is not clear which batch is meant; these are open: {0:?}")]
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
    #[error("a batch cannot be from {0} to {0}")]
    SameCurrency(Currency),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why a batch could not be closed: its orders or its books do not allow it, whoever asks.
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
lifts_money!(ReverseError, PurchaseError, CloseError, DecideError);
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

/// Closing a batch withdraws the requests about it; only a fault or the books can prevent that.
impl From<RequestError> for CloseError {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::Books(error) => CloseError::Books(error),
            RequestError::Db(fault) => CloseError::Db(fault),
            // Somebody decided the request at the same moment. When the unit is repeated, it is no longer pending.
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
