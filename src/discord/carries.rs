//! Which refusals show figures of the books that are not for everybody: amounts, balances, or whose something is. Their
//! words are read only where the command's answer may be read. There is no `_` arm, so a new refusal does not compile
//! until this is decided.

mod batches;
mod exchange;
mod undoing;

use crate::db::DbError;
use crate::domain::flows::account_closing::ClosingError;
use crate::domain::flows::giros::GiroError;
use crate::domain::flows::linking::LinkError;
use crate::domain::flows::payouts::PayoutError;
use crate::domain::flows::players::CashError;
use crate::domain::flows::registration::RegistrationError;
use crate::domain::games::apps::keys::KeyError;
use crate::domain::games::coins::CoinError;
use crate::domain::kernel::money::Currency;
use crate::domain::kernel::questions::QuestionError;
use crate::domain::orders::OrderError;
use crate::domain::people::channels::ChannelError;
use crate::domain::people::members::MemberError;
use crate::domain::people::places::PlaceError;
use crate::domain::people::requests::RequestError;
use crate::domain::people::tokens::OwnTokenError;
use crate::domain::treasury::accounts::AccountError;
use crate::domain::treasury::banks::BankError;
use crate::domain::treasury::central::CentralError;
use crate::domain::treasury::rates::PriceError;
use crate::reports::ReadError;

/// An error that can be answered in words.
pub(super) trait Carries {
    /// Whether its words show amounts, accounts or names of others.
    fn carries_figures(&self) -> bool;
}

impl Carries for DbError {
    fn carries_figures(&self) -> bool {
        false
    }
}

impl Carries for ReadError {
    fn carries_figures(&self) -> bool {
        match self {
            ReadError::Pick(error) => error.carries_figures(),
            ReadError::NotAllowed(_)
            | ReadError::UnknownOrder(_)
            | ReadError::OrderNotYours(_)
            | ReadError::BeforeBooks(_)
            | ReadError::UnknownBatch(_)
            | ReadError::BatchNotYours(_)
            | ReadError::BatchOfDesk(_)
            | ReadError::OpenBatchNotYours
            | ReadError::UnknownRequest(_)
            | ReadError::UnknownPosting(_)
            | ReadError::ClientsNotYours
            | ReadError::Db(_) => false,
        }
    }
}

impl Carries for CashError {
    fn carries_figures(&self) -> bool {
        match self {
            CashError::NoReceipt { .. } | CashError::InsufficientFunds { .. } | CashError::Spent { .. } => true,
            CashError::Order(error) => error.carries_figures(),
            CashError::Complete(error) => error.carries_figures(),
            CashError::NotAllowed(_)
            | CashError::NotForRole(_)
            | CashError::Player(_)
            | CashError::NotYours
            | CashError::NotCash(_)
            | CashError::Repeated { .. }
            | CashError::NoEvidence(_)
            | CashError::WhichAccount { .. }
            | CashError::NotTheirAccount { .. }
            | CashError::NoCashier(_)
            | CashError::Books(_)
            | CashError::OtherInput(_)
            | CashError::Db(_) => false,
        }
    }
}

impl Carries for GiroError {
    fn carries_figures(&self) -> bool {
        match self {
            GiroError::InsufficientFunds { .. } | GiroError::AccountShort { .. } => true,
            GiroError::NobodyAssigned { .. } | GiroError::CommissionTooLarge { .. } => true,
            GiroError::Order(error) => error.carries_figures(),
            GiroError::Complete(error) => error.carries_figures(),
            GiroError::Return(error) => error.carries_figures(),
            GiroError::Question(error) => error.carries_figures(),
            GiroError::NotAllowed(_)
            | GiroError::Bank(_)
            | GiroError::Payee(_)
            | GiroError::WrongCurrency { .. }
            | GiroError::Unknown(_)
            | GiroError::UnknownAccount(_)
            | GiroError::NotTheirAccount { .. }
            | GiroError::AccountClosed { .. }
            | GiroError::OtherCurrency { .. }
            | GiroError::NoCashier(_)
            | GiroError::AlreadyPaid(_)
            | GiroError::UnknownPayee(_)
            | GiroError::Books(_)
            | GiroError::OtherInput(_)
            | GiroError::Db(_) => false,
        }
    }
}

impl Carries for LinkError {
    fn carries_figures(&self) -> bool {
        match self {
            LinkError::SeveralFound { .. } | LinkError::HasDiscord { .. } => true,
            LinkError::NotAllowed(_)
            | LinkError::NoCode
            | LinkError::NotACode
            | LinkError::NobodyFound { .. }
            | LinkError::OtherInput(_)
            | LinkError::Db(_) => false,
        }
    }
}

impl Carries for BankError {
    fn carries_figures(&self) -> bool {
        false
    }
}

impl Carries for CentralError {
    fn carries_figures(&self) -> bool {
        match self {
            CentralError::InsufficientFunds { .. } => true,
            CentralError::Account(error) => error.carries_figures(),
            CentralError::Question(error) => error.carries_figures(),
            CentralError::NotAllowed(_)
            | CentralError::Bank(_)
            | CentralError::Amount(_)
            | CentralError::Reason(_)
            | CentralError::NoBankAccount { .. }
            | CentralError::Books(_)
            | CentralError::OtherInput(_)
            | CentralError::Db(_) => false,
        }
    }
}

impl Carries for QuestionError {
    fn carries_figures(&self) -> bool {
        match self {
            QuestionError::Unknown(_)
            | QuestionError::NotYours(_)
            | QuestionError::Answered { .. }
            | QuestionError::Late(_)
            | QuestionError::OtherInput(_)
            | QuestionError::Db(_) => false,
        }
    }
}

impl Carries for PlaceError {
    fn carries_figures(&self) -> bool {
        match self {
            PlaceError::NotAllowed(_) | PlaceError::Db(_) => false,
        }
    }
}

impl Carries for PriceError {
    fn carries_figures(&self) -> bool {
        match self {
            PriceError::Question(error) => error.carries_figures(),
            PriceError::NotAllowed(_)
            | PriceError::UnknownCurrency { .. }
            | PriceError::UnknownCountry { .. }
            | PriceError::SameCurrency(_)
            | PriceError::DollarIsOne
            | PriceError::AskBelowBid { .. }
            | PriceError::InBolivares
            | PriceError::OtherInput(_)
            | PriceError::Db(_) => false,
        }
    }
}

impl Carries for ChannelError {
    fn carries_figures(&self) -> bool {
        match self {
            // The channel's name already shows whose it is.
            ChannelError::NotAllowed(_)
            | ChannelError::NotAReseller { .. }
            | ChannelError::Taken { .. }
            | ChannelError::DesksOwn { .. }
            | ChannelError::OtherInput(_)
            | ChannelError::Db(_) => false,
        }
    }
}

impl Carries for MemberError {
    fn carries_figures(&self) -> bool {
        match self {
            MemberError::Question(error) => error.carries_figures(),
            MemberError::NotAllowed(_)
            | MemberError::NotAReseller { .. }
            | MemberError::OtherInput(_)
            | MemberError::Db(_) => false,
        }
    }
}

impl Carries for CoinError {
    fn carries_figures(&self) -> bool {
        match self {
            // Coins are a game: everybody may see who has how many (`!ranking`). Points are private.
            CoinError::InsufficientFunds { available, .. } => available.currency() == Currency::PTS,
            // A client's points show how much they sent.
            CoinError::PointsOwed { .. } => true,
            CoinError::NotAllowed(_)
            | CoinError::NotHere(_)
            | CoinError::Amount { .. }
            | CoinError::ReasonTooLong { .. }
            | CoinError::NoReason
            | CoinError::ToOneself
            | CoinError::DailyTaken { .. }
            | CoinError::TooFewPoints { .. }
            | CoinError::UnknownOffer(_)
            | CoinError::OfferEnded(_)
            | CoinError::OfferLate(_)
            | CoinError::OtherInput(_)
            | CoinError::Books(_)
            | CoinError::Db(_) => false,
        }
    }
}

impl Carries for KeyError {
    fn carries_figures(&self) -> bool {
        match self {
            KeyError::NotAllowed(_) | KeyError::Name(_) | KeyError::OtherInput(_) | KeyError::Db(_) => false,
            KeyError::NameTaken(_) | KeyError::UnknownApp { .. } | KeyError::AlreadyRevoked(_) => true,
        }
    }
}

impl Carries for OwnTokenError {
    fn carries_figures(&self) -> bool {
        match self {
            OwnTokenError::NotAllowed(_) | OwnTokenError::OtherInput(_) | OwnTokenError::Db(_) => false,
        }
    }
}

impl Carries for RequestError {
    fn carries_figures(&self) -> bool {
        match self {
            RequestError::NotAllowed(_)
            | RequestError::Unknown(_)
            | RequestError::AlreadyAsked(_)
            | RequestError::Reason(_)
            | RequestError::OtherInput(_)
            | RequestError::Books(_)
            | RequestError::Db(_) => false,
            RequestError::Decided { .. } | RequestError::Proved { .. } => true,
        }
    }
}

impl Carries for RegistrationError {
    fn carries_figures(&self) -> bool {
        match self {
            RegistrationError::Request(error) => error.carries_figures(),
            RegistrationError::Order(error) => error.carries_figures(),
            RegistrationError::NotAllowed(_)
            | RegistrationError::NoWork(_)
            | RegistrationError::NotHere(_)
            | RegistrationError::NotOffered(_)
            | RegistrationError::AlreadyHas(_)
            | RegistrationError::TooSoon { .. }
            | RegistrationError::Name { .. }
            | RegistrationError::NameTaken { .. }
            | RegistrationError::MixedLetters { .. }
            | RegistrationError::UnknownCountry { .. }
            | RegistrationError::ReferrerGone
            | RegistrationError::Oneself
            | RegistrationError::AlreadyInactive { .. }
            | RegistrationError::OtherInput(_)
            | RegistrationError::Db(_) => false,
        }
    }
}

impl Carries for OrderError {
    fn carries_figures(&self) -> bool {
        match self {
            OrderError::NotAllowed(_)
            | OrderError::Unknown(_)
            | OrderError::WrongState { .. }
            | OrderError::NotYourTransfer { .. }
            | OrderError::Own { .. }
            | OrderError::ReceiptAsProof { .. }
            | OrderError::ReliefByOneself
            | OrderError::Reference { .. }
            | OrderError::NoReference { .. }
            | OrderError::NoCashier { .. }
            | OrderError::Beneficiary(_)
            | OrderError::Reason(_)
            | OrderError::Books(_)
            | OrderError::OtherInput(_)
            | OrderError::Db(_) => false,
            OrderError::NotYours { .. }
            | OrderError::HasBeneficiary { .. }
            | OrderError::TakenMeanwhile { .. }
            | OrderError::CaptureThere { .. }
            | OrderError::BeingPaid { .. }
            | OrderError::NoFloat { .. }
            | OrderError::AlreadyPaidBy { .. }
            | OrderError::AlreadyTheirs { .. }
            | OrderError::TheirFloat { .. } => true,
        }
    }
}

impl Carries for PayoutError {
    fn carries_figures(&self) -> bool {
        match self {
            PayoutError::Request(error) => error.carries_figures(),
            PayoutError::NotAllowed(_)
            | PayoutError::NoDestination
            | PayoutError::Destination { .. }
            | PayoutError::NotAPayout(_)
            | PayoutError::NoCapture(_)
            | PayoutError::OtherInput(_)
            | PayoutError::Books(_)
            // These words only repeat what the person typed there.
            | PayoutError::Amount(_)
            | PayoutError::Db(_) => false,
            PayoutError::NothingEarned { .. }
            | PayoutError::TooMuch(_)
            | PayoutError::BelowMinimum(_)
            | PayoutError::AlreadyAsked { .. } => true,
        }
    }
}

impl Carries for AccountError {
    fn carries_figures(&self) -> bool {
        match self {
            AccountError::Request(error) => error.carries_figures(),
            AccountError::Question(error) => error.carries_figures(),
            AccountError::NotAllowed(_)
            | AccountError::UnknownCurrency { .. }
            | AccountError::CurrencyOrReference { .. }
            | AccountError::Unknown { .. }
            | AccountError::UnknownToAll { .. }
            | AccountError::NotYours { .. }
            | AccountError::NoRole { .. }
            | AccountError::PaysOrders { .. }
            | AccountError::NoReseller { .. }
            | AccountError::NotHere(_)
            | AccountError::BankTooLong { .. }
            | AccountError::ReferenceTooLong { .. }
            | AccountError::Holder { .. }
            | AccountError::NoBankNumber
            | AccountError::HasBankNumber { .. }
            | AccountError::Reason(_)
            | AccountError::OtherInput(_)
            | AccountError::Books(_)
            | AccountError::OpeningBalance(_)
            | AccountError::Amount(_)
            | AccountError::Limit(_)
            | AccountError::Db(_) => false,
            AccountError::NoneInCurrency(_)
            | AccountError::SeveralInCurrency { .. }
            | AccountError::Closed { .. }
            | AccountError::AlreadyOpen { .. }
            | AccountError::BelowFloor { .. }
            | AccountError::AlreadyBelow { .. } => true,
        }
    }
}

impl Carries for ClosingError {
    fn carries_figures(&self) -> bool {
        match self {
            ClosingError::Account(error) => error.carries_figures(),
            ClosingError::OtherInput(_) | ClosingError::Books(_) | ClosingError::Db(_) => false,
            ClosingError::NotEmpty { .. }
            | ClosingError::Held { .. }
            | ClosingError::OrdersOpen { .. }
            | ClosingError::RequestsOpen { .. }
            | ClosingError::BatchOpen { .. } => true,
        }
    }
}
