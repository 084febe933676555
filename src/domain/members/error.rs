//! Why nothing about a member was changed.

use super::NotAllowed;
use crate::db::{DbError, MayBeFault};
use crate::domain::recall::RecallError;
use crate::ids::RequestId;

#[derive(Debug, thiserror::Error)]
pub enum MemberError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("{name} is not a reseller")]
    NotAReseller { name: String },
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<RecallError> for MemberError {
    fn from(error: RecallError) -> Self {
        match error {
            RecallError::OtherInput(request) => MemberError::OtherInput(request),
            RecallError::Db(fault) => MemberError::Db(fault),
        }
    }
}

impl MayBeFault for MemberError {
    fn fault(&self) -> Option<&DbError> {
        match self {
            MemberError::Db(fault) => Some(fault),
            _ => None,
        }
    }
}
