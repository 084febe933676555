//! Why no key was made or ended.

use crate::db::DbError;
use crate::domain::people::members::NotAllowed;
use crate::ids::RequestId;
use crate::use_case_errors;

/// What is wrong with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameMistake {
    #[error("1 to {max} characters, not {given}")]
    Length { max: usize, given: usize },
    #[error("{0:?} may not be in it")]
    Character(char),
    #[error("it mixes letters of scripts that no language writes together")]
    MixedLetters,
}

/// Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("the name: {0}")]
    Name(NameMistake),
    #[error("there is an app called {0} already, whose name is this one or reads like it")]
    NameTaken(String),
    #[error("no app is called {typed}")]
    UnknownApp { typed: String },
    #[error("{0} has no valid key")]
    AlreadyRevoked(String),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(KeyError);
