//! Why a price was not set.

use crate::db::{DbError, MayBeFault};
use crate::domain::members::NotAllowed;
use crate::domain::money::Currency;
use crate::domain::recall::RecallError;
use crate::ids::RequestId;

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
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<RecallError> for PriceError {
    fn from(error: RecallError) -> Self {
        match error {
            RecallError::OtherInput(request) => PriceError::OtherInput(request),
            RecallError::Db(fault) => PriceError::Db(fault),
        }
    }
}

impl MayBeFault for PriceError {
    fn fault(&self) -> Option<&DbError> {
        match self {
            PriceError::Db(fault) => Some(fault),
            _ => None,
        }
    }
}
