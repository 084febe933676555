//! **Corregir**: whoever typed it wants to type it again.

use serde::{Deserialize, Serialize};

use super::ask::hold_still;
use super::{AsTyped, QuestionError, QuestionState, store};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::ids::{MemberId, QuestionId, RequestId};

/// What was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    pub typed: AsTyped,
}

/// Ends a question unanswered: nothing was done, and nothing will be. Whoever typed it may, whatever they are now.
///
/// # Errors
/// [`QuestionError::Unknown`], [`QuestionError::NotYours`], [`QuestionError::Answered`].
pub async fn drop_question(
    desk: &Desk,
    member: MemberId,
    request: &RequestId,
    question: QuestionId,
) -> Result<Dropped, QuestionError> {
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "questions.drop", &(member, question));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let found = hold_still(&mut tx, member, question).await?;
    let now = desk.clock.now();
    store::end_question(&mut tx, question, QuestionState::Dropped, now).await?;
    let outcome = Dropped { typed: found.typed };
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}
