//! The same for refusals about batches.

use super::Carries;
use crate::domain::flows::batches::{
    DecideError, EndError, PickError, PlaceError as BatchPlaceError, PurchaseError, ReverseError, StartError,
    TransferError,
};
use crate::domain::orders::{CompleteError, ReturnError};

impl Carries for BatchPlaceError {
    fn carries_figures(&self) -> bool {
        match self {
            // The channel's name already shows whose it is.
            BatchPlaceError::NotAResellerChannel { .. }
            | BatchPlaceError::NotYourChannel { .. }
            | BatchPlaceError::Db(_) => false,
        }
    }
}

impl Carries for PickError {
    fn carries_figures(&self) -> bool {
        match self {
            PickError::NoOpenBatch
            | PickError::Which(_)
            | PickError::WhichNumber(_)
            | PickError::NotOpen(_)
            | PickError::Db(_) => false,
        }
    }
}

impl Carries for StartError {
    fn carries_figures(&self) -> bool {
        match self {
            StartError::Place(error) => error.carries_figures(),
            StartError::NotAllowed(_)
            | StartError::UnknownCurrency { .. }
            | StartError::SameCurrency(_)
            | StartError::OtherInput(_)
            | StartError::Db(_) => false,
            StartError::AlreadyOpen { .. } => true,
        }
    }
}

impl Carries for PurchaseError {
    fn carries_figures(&self) -> bool {
        match self {
            PurchaseError::Place(error) => error.carries_figures(),
            PurchaseError::Request(error) => error.carries_figures(),
            PurchaseError::Question(error) => error.carries_figures(),
            PurchaseError::NotAllowed(_)
            | PurchaseError::NoOpenBatch
            | PurchaseError::WhichBatch(_)
            | PurchaseError::WhichNumber(_)
            | PurchaseError::NotOpen(_)
            | PurchaseError::NothingReceived
            | PurchaseError::Bought(_)
            | PurchaseError::Usdt(_)
            | PurchaseError::PriceOutOfBounds { .. }
            | PurchaseError::Books(_)
            | PurchaseError::OtherInput(_)
            | PurchaseError::Db(_) => false,
            PurchaseError::AboveBatch { .. } | PurchaseError::OrdersOpen(_) | PurchaseError::WorthTooMuch(_) => true,
        }
    }
}

impl Carries for EndError {
    fn carries_figures(&self) -> bool {
        match self {
            EndError::Place(error) => error.carries_figures(),
            EndError::Request(error) => error.carries_figures(),
            EndError::NotAllowed(_)
            | EndError::NoOpenBatch
            | EndError::WhichBatch(_)
            | EndError::WhichNumber(_)
            | EndError::NotOpen(_)
            | EndError::Books(_)
            | EndError::OtherInput(_)
            | EndError::Db(_) => false,
            EndError::OrdersOpen(_) | EndError::WorthTooMuch(_) => true,
        }
    }
}

impl Carries for DecideError {
    fn carries_figures(&self) -> bool {
        match self {
            DecideError::Request(error) => error.carries_figures(),
            DecideError::NotAllowed(_)
            | DecideError::Overdue(_)
            | DecideError::ReceiptUsed(_)
            | DecideError::PricesOutOfBounds(_)
            | DecideError::Books(_)
            | DecideError::OtherInput(_)
            | DecideError::Db(_) => false,
            DecideError::OrdersOpen(_)
            | DecideError::WorthTooMuch(_)
            | DecideError::Changed { .. }
            | DecideError::PurchaseChanged { .. } => true,
        }
    }
}

impl Carries for TransferError {
    fn carries_figures(&self) -> bool {
        match self {
            TransferError::Place(error) => error.carries_figures(),
            TransferError::Request(error) => error.carries_figures(),
            TransferError::Question(error) => error.carries_figures(),
            TransferError::NotAllowed(_)
            | TransferError::NoOpenBatch
            | TransferError::ClientsOnly
            | TransferError::NotAClientsPlace { .. }
            | TransferError::NoDeskBatch
            | TransferError::WhichBatch(_)
            | TransferError::NoReceipt
            | TransferError::ReceiptUsed
            | TransferError::NoPublishedRate(_)
            | TransferError::NoUsdValue(_)
            | TransferError::Beneficiary(_)
            // These words only repeat what the person typed there.
            | TransferError::Amount(_)
            | TransferError::TooSmall { .. }
            | TransferError::TooLarge { .. }
            | TransferError::WorthTooMuch { .. }
            | TransferError::PriceOutOfBounds { .. }
            | TransferError::OtherInput(_)
            | TransferError::Db(_) => false,
            TransferError::NoFloat { .. } => true,
        }
    }
}

impl Carries for CompleteError {
    fn carries_figures(&self) -> bool {
        match self {
            CompleteError::Order(error) => error.carries_figures(),
            CompleteError::NotAllowed(_)
            | CompleteError::Repeated { .. }
            | CompleteError::NoCapture(_)
            | CompleteError::BatchClosed(_)
            | CompleteError::Books(_)
            | CompleteError::OtherInput(_)
            | CompleteError::Db(_) => false,
            CompleteError::InsufficientFunds { .. }
            | CompleteError::ChooseAccount { .. }
            | CompleteError::CannotPay { .. } => true,
        }
    }
}

impl Carries for ReturnError {
    fn carries_figures(&self) -> bool {
        match self {
            ReturnError::Order(error) => error.carries_figures(),
            ReturnError::NotAllowed(_)
            | ReturnError::BatchClosed(_)
            | ReturnError::Books(_)
            | ReturnError::OtherInput(_)
            | ReturnError::Db(_) => false,
            ReturnError::AlreadyBought { .. } => true,
        }
    }
}

impl Carries for ReverseError {
    fn carries_figures(&self) -> bool {
        match self {
            ReverseError::Order(error) => error.carries_figures(),
            ReverseError::NotAllowed(_)
            | ReverseError::Ended(_)
            | ReverseError::Late(_)
            | ReverseError::Changed(_)
            | ReverseError::BatchOpen(_)
            | ReverseError::Books(_)
            | ReverseError::OtherInput(_)
            | ReverseError::Db(_) => false,
            ReverseError::AlreadyBought { .. } | ReverseError::WorthTooMuch(_) => true,
        }
    }
}
