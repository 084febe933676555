//! Why nothing about a member was changed.

use super::NotAllowed;
use crate::db::DbError;
use crate::ids::RequestId;
use crate::use_case_errors;

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

use_case_errors!(MemberError);
