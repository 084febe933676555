//! Why a question was not answered.

use crate::db::DbError;
use crate::ids::{QuestionId, RequestId};
use crate::use_case_errors;

use super::QuestionState;

/// Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum QuestionError {
    #[error("there is no question {0} of this kind")]
    Unknown(QuestionId),
    #[error("question {0} is somebody else's")]
    NotYours(QuestionId),
    #[error("question {question} is {state:?}")]
    Answered { question: QuestionId, state: QuestionState },
    #[error("question {0} waited too long")]
    Late(QuestionId),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(QuestionError);
