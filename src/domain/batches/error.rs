//! Why a batch's use-cases refuse. In each case nothing was written and nobody was told.

use rust_decimal::Decimal;

use crate::db::{DbError, MayBeFault};
use crate::domain::accounts::PayingAccount;
use crate::domain::desk::Corridor;
use crate::domain::ledger::LedgerError;
use crate::domain::members::NotAllowed;
use crate::domain::money::{AmountError, Currency, Money, MoneyError, Rate};
use crate::domain::orders::{OrderError, OrderState};
use crate::domain::rates::PriceError;
use crate::domain::recall::RecallError;
use crate::ids::{DiscordChannelId, OrderId, RequestId};

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

/// Why no transfer was put into the batch.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Place(PlaceError),
    #[error("no open batch")]
    NoOpenBatch,
    #[error("amount: {0}")]
    Amount(AmountError),
    #[error("no rate is published for {0:?}")]
    NoPublishedRate(Corridor),
    #[error("rate {typed} is outside {low} to {high} around {published}")]
    RateOutsideBand {
        typed: Rate,
        published: Rate,
        low: Decimal,
        high: Decimal,
    },
    #[error("no dollar value is set for {0}")]
    NoUsdValue(Currency),
    #[error("{received} at that rate is nothing to pay")]
    TooSmall { received: Money },
    #[error("{received} at that rate is more than can be kept")]
    TooLarge { received: Money },
    #[error("a beneficiary has at most {max} characters, not {given}")]
    BeneficiaryTooLong { max: usize, given: usize },
    /// A cashier typed the order, and no account of theirs can pay it.
    #[error("needed {needed}, free {available:?}")]
    NoFloat { needed: Money, available: Option<Money> },
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why an order was not confirmed.
#[derive(Debug, thiserror::Error)]
pub enum CompleteError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Order(OrderError),
    #[error("order {0} has no capture")]
    NoCapture(OrderId),
    #[error("order {0} is in no open batch")]
    BatchClosed(OrderId),
    #[error("order {order} takes {needed}; the fullest account has {available:?}")]
    InsufficientFunds {
        order: OrderId,
        needed: Money,
        available: Option<Money>,
    },
    /// Several accounts of the cashier's can pay: which one?
    #[error("order {order} takes {needed}; several accounts can pay it")]
    ChooseAccount {
        order: OrderId,
        needed: Money,
        accounts: Vec<PayingAccount>,
    },
    /// The chosen account; without `available` it is none of theirs any more.
    #[error("order {order} takes {needed}; the chosen account has {available:?}")]
    CannotPay {
        order: OrderId,
        needed: Money,
        available: Option<Money>,
    },
    #[error("books: {0}")]
    Books(LedgerError),
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
    #[error("order {0} is in no open batch")]
    BatchClosed(OrderId),
    /// USDT were already bought for money that would leave the batch.
    #[error("order {order}: {bought} of the batch is already bought for, only {left} would be left")]
    AlreadyBought { order: OrderId, bought: Money, left: Money },
    #[error("books: {0}")]
    Books(LedgerError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

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
    #[error("amount bought for: {0}")]
    Bought(AmountError),
    #[error("amount of USDT: {0}")]
    Usdt(AmountError),
    #[error("the batch has received nothing")]
    NothingReceived,
    #[error("bought for {asked}, but only {left} is left of {received}")]
    AboveBatch { asked: Money, left: Money, received: Money },
    #[error("{} orders are open", .0.len())]
    OrdersOpen(Vec<OpenOrder>),
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
    #[error("{} orders are open", .0.len())]
    OrdersOpen(Vec<OpenOrder>),
    /// There is money in it: it closes with a purchase.
    #[error("the batch has {left} to buy USDT for")]
    NotEmpty { left: Money },
    #[error("books: {0}")]
    Books(LedgerError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why a batch could not be closed: its books do not allow it, which is a fault of the desk and not of whoever asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum CloseError {
    #[error("books: {0}")]
    Books(LedgerError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<CloseError> for PurchaseError {
    fn from(error: CloseError) -> Self {
        match error {
            CloseError::Books(error) => PurchaseError::Books(error),
            CloseError::Db(fault) => PurchaseError::Db(fault),
        }
    }
}

impl From<CloseError> for EndError {
    fn from(error: CloseError) -> Self {
        match error {
            CloseError::Books(error) => EndError::Books(error),
            CloseError::Db(fault) => EndError::Db(fault),
        }
    }
}

/// Lifts what every use-case here can meet into its own variants.
macro_rules! lift {
    ($($error:ident),+) => {$(
        impl From<RecallError> for $error {
            fn from(error: RecallError) -> Self {
                match error {
                    RecallError::OtherInput(request) => $error::OtherInput(request),
                    RecallError::Db(fault) => $error::Db(fault),
                }
            }
        }

        impl MayBeFault for $error {
            fn fault(&self) -> Option<&DbError> {
                match self {
                    $error::Db(fault) => Some(fault),
                    _ => None,
                }
            }
        }
    )+};
}

macro_rules! lift_place {
    ($($error:ident),+) => {$(
        impl From<PlaceError> for $error {
            fn from(error: PlaceError) -> Self {
                match error {
                    PlaceError::Db(fault) => $error::Db(fault),
                    other => $error::Place(other),
                }
            }
        }
    )+};
}

macro_rules! lift_books {
    ($($error:ident),+) => {$(
        impl From<LedgerError> for $error {
            fn from(error: LedgerError) -> Self {
                match error {
                    LedgerError::Db(fault) => $error::Db(fault),
                    other => $error::Books(other),
                }
            }
        }

        impl From<MoneyError> for $error {
            fn from(error: MoneyError) -> Self {
                $error::Books(LedgerError::Money(error))
            }
        }
    )+};
}

macro_rules! lift_order {
    ($($error:ident),+) => {$(
        impl From<OrderError> for $error {
            fn from(error: OrderError) -> Self {
                match error {
                    OrderError::Db(fault) => $error::Db(fault),
                    other => $error::Order(other),
                }
            }
        }
    )+};
}

lift!(
    StartError,
    TransferError,
    CompleteError,
    ReverseError,
    PurchaseError,
    EndError
);
lift_place!(StartError, TransferError, PurchaseError, EndError);
lift_books!(CompleteError, ReverseError, PurchaseError, CloseError);
lift_order!(CompleteError, ReverseError);

impl From<PriceError> for StartError {
    fn from(error: PriceError) -> Self {
        match error {
            PriceError::UnknownCurrency { typed, known } => StartError::UnknownCurrency { typed, known },
            PriceError::Db(fault) => StartError::Db(fault),
            other => StartError::Db(DbError::Corrupt(other.to_string())),
        }
    }
}
