//! Why no transfer was made or no order was undone.

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

/// Why no transfer was put into a batch.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Place(PlaceError),
    #[error("no open batch")]
    NoOpenBatch,
    /// This channel is the desk's own: only clients use it.
    #[error("only clients type transfers in this channel")]
    ClientsOnly,
    /// A client typed it in a place that is not for clients.
    #[error("clients type in {clients:?} or in direct messages")]
    NotAClientsPlace { clients: Option<DiscordChannelId> },
    #[error("the desk has no open batch")]
    NoDeskBatch,
    /// Several batches of the desk are open, and nothing says which one the client means.
    #[error("it is not clear which batch is meant; these are open: {0:?}")]
    WhichBatch(Vec<Corridor>),
    #[error("the client's capture is missing")]
    NoReceipt,
    /// The same file was already used for another order or a payout.
    #[error("the capture was used for another order")]
    ReceiptUsed,
    #[error("amount: {0}")]
    Amount(AmountError),
    #[error("no rate is published for {0:?}")]
    NoPublishedRate(Corridor),
    #[error("no dollar value is set for {0}")]
    NoUsdValue(Currency),
    #[error("{received} at that rate comes to nothing")]
    TooSmall { received: Money },
    /// `max`: the most that one order can pay, fee included.
    #[error("{received} at that rate is more than {max}")]
    TooLarge { received: Money, max: Money },
    #[error("{total} at {usd_value} per dollar are more than {max}")]
    WorthTooMuch { total: Money, usd_value: Rate, max: Money },
    /// It was published before there were bounds on prices.
    #[error("the price {price:?}, {value}, is out of bounds")]
    PriceOutOfBounds { price: NamedPrice, value: Rate },
    #[error(transparent)]
    Beneficiary(#[from] BeneficiaryMistake),
    /// The question cannot be confirmed.
    #[error(transparent)]
    Question(QuestionError),
    /// A cashier typed the order, and no account of theirs can pay it.
    #[error("no account of the cashier can pay: needed {needed}, free {available:?}")]
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
    /// Without the order, the batch would hold less than USDT were already bought for. `lots`: the purchases that must
    /// be undone first, newest first.
    #[error("order {order}: USDT were already bought for {bought} of the batch, but only {left} would be left")]
    AlreadyBought {
        order: OrderId,
        bought: Money,
        left: Money,
        lots: Vec<LotId>,
    },
    /// The correction was already confirmed, or there is none with this number.
    #[error("the correction of order {0:?} was already confirmed, or is unknown")]
    Ended(Option<OrderId>),
    /// The correction was shown too long ago.
    #[error("the correction of order {0} was shown too long ago")]
    Late(OrderId),
    /// The figures are no longer those that were shown.
    #[error("the correction of order {0} has changed since it was shown")]
    Changed(OrderId),
    /// The batch was reopened meanwhile.
    #[error("batch {0} is open")]
    BatchOpen(BatchId),
    /// These orders are older than the bounds on dollar values and are worth more. The gain without the order cannot be
    /// computed.
    #[error("orders {0:?} are worth more than an order can be")]
    WorthTooMuch(Vec<OrderId>),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}
