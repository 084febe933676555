//! Why no USDT were booked and no batch was closed.

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

/// An order that keeps a batch from closing.
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
    /// These are open.
    #[error("which of {0:?}")]
    WhichBatch(Vec<Corridor>),
    /// These are open, and only their numbers tell them apart.
    #[error("which of the batches {0:?}")]
    WhichNumber(Vec<BatchId>),
    #[error(transparent)]
    NotOpen(NotOpen),
    #[error("amount bought for: {0}")]
    Bought(AmountError),
    #[error("amount of USDT: {0}")]
    Usdt(AmountError),
    /// The two amounts make a price that no USDT has.
    #[error("{bought} for {usdt} is no price")]
    PriceOutOfBounds { bought: Money, usdt: Money },
    #[error("the batch has received nothing")]
    NothingReceived,
    /// Its person's word cannot be taken.
    #[error(transparent)]
    Question(QuestionError),
    /// It is before superusers already.
    #[error(transparent)]
    Request(RequestError),
    #[error("bought for {asked}, but only {left} is left of {received}")]
    AboveBatch { asked: Money, left: Money, received: Money },
    #[error("{} orders are open", .0.len())]
    OrdersOpen(Vec<OpenOrder>),
    /// Made at a dollar value that is out of bounds, before there were any: the gain cannot be told until they are undone.
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
    /// These are open.
    #[error("which of {0:?}")]
    WhichBatch(Vec<Corridor>),
    /// These are open, and only their numbers tell them apart.
    #[error("which of the batches {0:?}")]
    WhichNumber(Vec<BatchId>),
    #[error(transparent)]
    NotOpen(NotOpen),
    #[error("{} orders are open", .0.len())]
    OrdersOpen(Vec<OpenOrder>),
    /// There is money in it, and that it closes without a purchase was asked already.
    #[error(transparent)]
    Request(RequestError),
    /// Made at a dollar value that is out of bounds, before there were any: the gain cannot be told until they are undone.
    #[error("orders {0:?} are worth more than an order can be")]
    WorthTooMuch(Vec<OrderId>),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why a request about a batch was not approved. It is still pending, unless it says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Request(RequestError),
    /// Its time is over; the next sweep ends it.
    #[error("request {0} is overdue")]
    Overdue(RequestNumber),
    #[error("{} orders are open", .0.len())]
    OrdersOpen(Vec<OpenOrder>),
    /// Asked at prices that are out of bounds, before there were any.
    #[error("request {0} is at prices that are out of bounds")]
    PricesOutOfBounds(RequestNumber),
    /// The client's capture stands behind another order since.
    #[error("request {0}: the capture was used for another order")]
    ReceiptUsed(RequestNumber),
    /// The batch received more, or USDT were bought for it, since the request was made.
    #[error("request {number} is about {then}, and {now} is left now")]
    Changed {
        number: RequestNumber,
        then: Money,
        now: Money,
    },
    /// A purchase would come to something else than when it was asked: this.
    #[error("request {number} is about other figures than {now:?}")]
    PurchaseChanged {
        number: RequestNumber,
        now: Box<PurchaseWanted>,
    },
    /// Made at a dollar value that is out of bounds, before there were any: the gain cannot be told until they are undone.
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
    /// Why a purchase that was asked cannot be booked any more.
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
