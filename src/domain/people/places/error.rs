//! Why a place was not filled.

use crate::db::{DbError, MayBeFault};
use crate::domain::people::members::NotAllowed;

#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl MayBeFault for PlaceError {
    fn fault(&self) -> Option<&DbError> {
        match self {
            PlaceError::Db(fault) => Some(fault),
            PlaceError::NotAllowed(_) => None,
        }
    }
}
