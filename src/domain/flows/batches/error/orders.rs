//! Why nothing became of an order.

use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::{AmountError, Currency, Money, Rate};
use crate::domain::kernel::questions::QuestionError;
use crate::domain::orders::{BeneficiaryMistake, OrderError};
use crate::domain::people::members::NotAllowed;
use crate::domain::people::requests::RequestError;
use crate::ids::{BatchId, DiscordChannelId, LotId, OrderId, RequestId};

use super::PlaceError;

/// A published price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedPrice {
    Rate(Corridor),
    UsdValue(Currency),
}

/// Why no transfer was put into the batch.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Place(PlaceError),
    #[error("no open batch")]
    NoOpenBatch,
    /// Clients type in this channel, and nobody else.
    #[error("only clients type here")]
    ClientsOnly,
    /// A client typed it where clients do not.
    #[error("clients type in {clients:?} or in direct messages")]
    NotAClientsPlace { clients: Option<DiscordChannelId> },
    #[error("the desk has no open batch")]
    NoDeskBatch,
    /// Several are open, and none is the client's own.
    #[error("which of {0:?}")]
    WhichBatch(Vec<Corridor>),
    #[error("the client's capture is missing")]
    NoReceipt,
    /// The very same capture stands behind another order.
    #[error("the capture was used for another order")]
    ReceiptUsed,
    #[error("amount: {0}")]
    Amount(AmountError),
    #[error("no rate is published for {0:?}")]
    NoPublishedRate(Corridor),
    #[error("no dollar value is set for {0}")]
    NoUsdValue(Currency),
    #[error("{received} at that rate is nothing to pay")]
    TooSmall { received: Money },
    /// `max`: the most one order pays, fee included.
    #[error("{received} at that rate is more than {max}")]
    TooLarge { received: Money, max: Money },
    #[error("{total} at {usd_value} per dollar are more than {max}")]
    WorthTooMuch { total: Money, usd_value: Rate, max: Money },
    /// Published before there were bounds.
    #[error("the price {price:?}, {value}, is out of bounds")]
    PriceOutOfBounds { price: NamedPrice, value: Rate },
    #[error(transparent)]
    Beneficiary(#[from] BeneficiaryMistake),
    /// Its person's word cannot be taken.
    #[error(transparent)]
    Question(QuestionError),
    /// A cashier typed the order, and no account of theirs can pay it.
    #[error("needed {needed}, free {available:?}")]
    NoFloat { needed: Money, available: Option<Money> },
    #[error(transparent)]
    Request(RequestError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why an order was not undone.
#[derive(Debug, thiserror::Error)]
pub enum ReverseError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Order(OrderError),
    /// USDT were already bought for money that would leave the batch. `lots`: the purchases to be undone first, newest first.
    #[error("order {order}: {bought} of the batch is already bought for, only {left} would be left")]
    AlreadyBought {
        order: OrderId,
        bought: Money,
        left: Money,
        lots: Vec<LotId>,
    },
    /// What was shown was confirmed already, or is not known.
    #[error("what was shown of order {0:?} counts no longer")]
    Ended(Option<OrderId>),
    /// It was shown too long ago.
    #[error("what was shown of order {0} is too old")]
    Late(OrderId),
    /// It would come out otherwise than it was shown.
    #[error("something moved since order {0} was shown")]
    Changed(OrderId),
    /// The batch was opened again since.
    #[error("batch {0} is open")]
    BatchOpen(BatchId),
    /// Made at a dollar value that is out of bounds: the gain without the order cannot be told.
    #[error("orders {0:?} are worth more than an order can be")]
    WorthTooMuch(Vec<OrderId>),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}
