//! Why a price was not set.

use crate::db::DbError;
use crate::domain::kernel::money::{Currency, Rate};
use crate::domain::kernel::questions::QuestionError;
use crate::domain::people::members::NotAllowed;
use crate::ids::RequestId;
use crate::{lifts, use_case_errors};

#[derive(Debug, thiserror::Error)]
pub enum PriceError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("{typed:?} is no currency; known: {known:?}")]
    UnknownCurrency { typed: String, known: Vec<Currency> },
    #[error("{typed:?} is no country; known: {known:?}")]
    UnknownCountry { typed: String, known: Vec<String> },
    #[error("a rate from {0} to itself")]
    SameCurrency(Currency),
    #[error("the dollar's value in dollars is 1")]
    DollarIsOne,
    #[error("{currency} is sold for {ask} and bought for more, {bid}")]
    AskBelowBid { currency: Currency, ask: Rate, bid: Rate },
    /// Exchange rates are in bolívares, and these are no other currency.
    #[error("an exchange of VES for itself")]
    InBolivares,
    #[error(transparent)]
    Question(QuestionError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(PriceError);
lifts!(QuestionError as Question into PriceError);
