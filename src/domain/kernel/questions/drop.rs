//! **Corregir**: whoever typed it wants to type it again.

use serde::{Deserialize, Serialize};

use super::ask::hold_still;
use super::{AsTyped, QuestionError, QuestionState, store};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::ids::{MemberId, QuestionId, RequestId};

/// What was typed and not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    pub typed: AsTyped,
}

/// Ends a question without doing what was typed. Its author may always do this, whatever role they have now.
///
/// # Errors
/// [`QuestionError::Unknown`], [`QuestionError::NotYours`], [`QuestionError::Answered`].
pub async fn drop_question(
    desk: &Desk,
    member: MemberId,
    request: &RequestId,
    question: QuestionId,
) -> Result<Dropped, QuestionError> {
    let asked = Asked::new(request, "questions.drop", &(member, question));
    once(desk, asked, async |tx, now| {
        let found = hold_still(tx, None, member, question).await?;
        store::end_question(tx, question, QuestionState::Dropped, now).await?;
        Ok(Dropped { typed: found.typed })
    })
    .await
}
