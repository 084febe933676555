//! Why no purchase of USDT was booked, or no batch closed.

use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::{AmountError, Money};
use crate::domain::kernel::questions::QuestionError;
use crate::domain::orders::OrderState;
use crate::domain::people::members::NotAllowed;
use crate::domain::people::requests::{PurchaseWanted, RequestError};
use crate::ids::{BatchId, OrderId, RequestId, RequestNumber};

use super::{NotOpen, PlaceError};

/// An open order that prevents a batch from closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenOrder {
    pub order: OrderId,
    pub state: OrderState,
    pub total: Money,
    pub cashier: Option<String>,
}

/// Why no purchase was booked.
#[derive(Debug, thiserror::Error)]
pub enum PurchaseError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Place(PlaceError),
    #[error("no open batch")]
    NoOpenBatch,
    /// More than one batch is open, or the named one is not; these are.
    #[error("it is not clear which batch is meant; these are open: {0:?}")]
    WhichBatch(Vec<Corridor>),
    /// Some open batches share a corridor, so only numbers tell them apart; these are open.
    #[error("it is not clear which batch is meant; these are open: {0:?}")]
    WhichNumber(Vec<BatchId>),
    #[error(transparent)]
    NotOpen(NotOpen),
    #[error("amount bought for: {0}")]
    Bought(AmountError),
    #[error("amount of USDT: {0}")]
    Usdt(AmountError),
    /// The two amounts make a price that is out of bounds for USDT.
    #[error("{bought} for {usdt} makes a price that is out of bounds")]
    PriceOutOfBounds { bought: Money, usdt: Money },
    #[error("the batch has received nothing")]
    NothingReceived,
    /// The question cannot be confirmed.
    #[error(transparent)]
    Question(QuestionError),
    /// The same was already put before the superusers.
    #[error(transparent)]
    Request(RequestError),
    #[error("the purchase is for {asked}, but only {left} of {received} is left")]
    AboveBatch { asked: Money, left: Money, received: Money },
    #[error("{} orders are open", .0.len())]
    OrdersOpen(Vec<OpenOrder>),
    /// These orders are older than the bounds on dollar values and are worth more. The gain cannot be computed until
    /// they are undone.
    #[error("orders {0:?} are worth more than an order can be")]
    WorthTooMuch(Vec<OrderId>),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why a batch was not ended.
#[derive(Debug, thiserror::Error)]
pub enum EndError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Place(PlaceError),
    #[error("no open batch")]
    NoOpenBatch,
    /// More than one batch is open, or the named one is not; these are.
    #[error("it is not clear which batch is meant; these are open: {0:?}")]
    WhichBatch(Vec<Corridor>),
    /// Some open batches share a corridor, so only numbers tell them apart; these are open.
    #[error("it is not clear which batch is meant; these are open: {0:?}")]
    WhichNumber(Vec<BatchId>),
    #[error(transparent)]
    NotOpen(NotOpen),
    #[error("{} orders are open", .0.len())]
    OrdersOpen(Vec<OpenOrder>),
    /// Received money is left, and a superuser was already asked to close the batch without a purchase.
    #[error(transparent)]
    Request(RequestError),
    /// These orders are older than the bounds on dollar values and are worth more. The gain cannot be computed until
    /// they are undone.
    #[error("orders {0:?} are worth more than an order can be")]
    WorthTooMuch(Vec<OrderId>),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why a request about a batch was not approved. Unless the variant says otherwise, the request is still pending.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Request(RequestError),
    /// The request has expired; the next sweep ends it.
    #[error("request {0} is overdue")]
    Overdue(RequestNumber),
    #[error("{} orders are open", .0.len())]
    OrdersOpen(Vec<OpenOrder>),
    /// The request is older than the bounds on prices, and its prices are outside them.
    #[error("request {0} is at prices that are out of bounds")]
    PricesOutOfBounds(RequestNumber),
    /// The client's capture was used for another order meanwhile.
    #[error("request {0}: the capture was used for another order")]
    ReceiptUsed(RequestNumber),
    /// Since the request was made, the batch received more or USDT were bought for it.
    #[error("request {number} was made when {then} was left; now {now} is left")]
    Changed {
        number: RequestNumber,
        then: Money,
        now: Money,
    },
    /// The figures of the purchase have changed since it was asked; `now`: what they are.
    #[error("request {number}: the figures of the purchase have changed to {now:?}")]
    PurchaseChanged {
        number: RequestNumber,
        now: Box<PurchaseWanted>,
    },
    /// These orders are older than the bounds on dollar values and are worth more. The gain cannot be computed until
    /// they are undone.
    #[error("orders {0:?} are worth more than an order can be")]
    WorthTooMuch(Vec<OrderId>),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl DecideError {
    /// Turns the reason why an asked purchase cannot be booked into a refusal of the decision.
    pub(in crate::domain::flows::batches) fn of_purchase(
        error: PurchaseError,
        number: RequestNumber,
        wanted: &PurchaseWanted,
    ) -> Self {
        match error {
            PurchaseError::OrdersOpen(open) => DecideError::OrdersOpen(open),
            PurchaseError::WorthTooMuch(orders) => DecideError::WorthTooMuch(orders),
            PurchaseError::AboveBatch { left, .. } => DecideError::Changed {
                number,
                then: wanted.left,
                now: left,
            },
            PurchaseError::NothingReceived => DecideError::Changed {
                number,
                then: wanted.left,
                now: Money::zero(wanted.left.currency()),
            },
            PurchaseError::Books(error) => DecideError::Books(error),
            PurchaseError::Db(fault) => DecideError::Db(fault),
            other => DecideError::Db(DbError::Corrupt(other.to_string())),
        }
    }
}
