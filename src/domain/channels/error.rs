//! Why a channel was not bound.

use crate::db::{DbError, MayBeFault};
use crate::domain::members::NotAllowed;
use crate::domain::recall::RecallError;
use crate::ids::RequestId;

#[derive(Debug, thiserror::Error)]
pub enum ChannelError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("{name} is not a reseller")]
    NotAReseller { name: String },
    #[error("the channel belongs to {owner}")]
    Taken { owner: String },
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<RecallError> for ChannelError {
    fn from(error: RecallError) -> Self {
        match error {
            RecallError::OtherInput(request) => ChannelError::OtherInput(request),
            RecallError::Db(fault) => ChannelError::Db(fault),
        }
    }
}

impl MayBeFault for ChannelError {
    fn fault(&self) -> Option<&DbError> {
        match self {
            ChannelError::Db(fault) => Some(fault),
            _ => None,
        }
    }
}
