//! Why nothing about a member was changed.

use super::NotAllowed;
use crate::db::DbError;
use crate::domain::kernel::questions::QuestionError;
use crate::ids::RequestId;
use crate::{lifts, use_case_errors};

/// Somebody has left the desk's guild, and what was to be done needs them there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} is not in the guild")]
pub struct NotHere {
    pub name: String,
}

#[derive(Debug, thiserror::Error)]
pub enum MemberError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("{name} is not a reseller")]
    NotAReseller { name: String },
    #[error(transparent)]
    Question(QuestionError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(MemberError);
lifts!(QuestionError as Question into MemberError);
