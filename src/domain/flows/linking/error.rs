//! Why no code was given or taken.

use super::Imported;
use crate::db::DbError;
use crate::domain::people::members::NotAllowed;
use crate::ids::RequestId;
use crate::use_case_errors;

/// Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// Nothing was typed.
    #[error("no code was given")]
    NoCode,
    /// Somebody who hands out no codes typed what is none.
    #[error("what was typed is no code")]
    NotACode,
    #[error("nobody of the old book is called {typed:?}")]
    NobodyFound { typed: String },
    #[error("{} people of the old book are meant by {typed:?}", .found.len())]
    SeveralFound { typed: String, found: Vec<Imported> },
    #[error("{name} has a Discord user already")]
    HasDiscord { name: String },
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(LinkError);
