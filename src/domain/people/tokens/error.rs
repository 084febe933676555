//! Why a token does not count, and why no key was made.

use crate::clock::Moment;
use crate::db::{DbError, MayBeFault};
use crate::domain::people::members::NotAllowed;
use crate::ids::RequestId;
use crate::use_case_errors;

/// Why a token with a valid signature counts no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The app's key was revoked, or replaced after the token was issued.
    AppKey,
    /// Its holder ended all tokens they had.
    ByHolder,
    /// Its role is more than its holder may have now.
    RoleChanged,
    /// Its holder left the guild, or was sent away.
    NotHere,
}

/// A token that was valid once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expired {
    pub at: Moment,
    /// How long it was valid, in milliseconds; `None` when it does not say when it was issued.
    pub valid_ms: Option<i64>,
    /// Whether somebody else than the desk issued it.
    pub is_outside: bool,
}

/// The caller is not identified.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    #[error("it is no token, or its signature is not one of the desk's")]
    Unreadable,
    #[error("it expired at {:?}", .0.at)]
    Expired(Expired),
    #[error("it is not valid yet")]
    NotYet,
    #[error("it is for another audience")]
    OtherAudience,
    #[error("its issuer is unknown")]
    UnknownIssuer,
    /// An outside issuer's token names somebody whom the books do not know.
    #[error("its holder is unknown")]
    UnknownHolder,
    #[error("it was ended: {0:?}")]
    Ended(Ended),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl MayBeFault for TokenError {
    fn fault(&self) -> Option<&DbError> {
        match self {
            TokenError::Db(fault) => Some(fault),
            TokenError::Unreadable
            | TokenError::Expired(_)
            | TokenError::NotYet
            | TokenError::OtherAudience
            | TokenError::UnknownIssuer
            | TokenError::UnknownHolder
            | TokenError::Ended(_) => None,
        }
    }
}

/// Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Nobody got a token, or lost one.
#[derive(Debug, thiserror::Error)]
pub enum OwnTokenError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(RotateError, OwnTokenError);
