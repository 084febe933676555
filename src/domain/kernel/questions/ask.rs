//! The steps of a question's life, for the use-cases that take them. Each runs in its caller's unit of work.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Asking, LIVES_MS, Question, QuestionError, QuestionKind, QuestionState, store};
use crate::clock::Moment;
use crate::db::{DbError, Lockable, Tx};
use crate::ids::{MemberId, QuestionId};

/// What is asked, of whom, about what.
pub(crate) struct NewQuestion<'a, T> {
    pub(crate) kind: QuestionKind,
    pub(crate) member: MemberId,
    /// What was typed and the figures that are shown: both are compared again when the question is confirmed.
    pub(crate) about: &'a T,
    /// The command as it was typed, which **Corregir** gives back.
    pub(crate) asking: &'a Asking,
}

/// Stores a question, which waits until its author answers it.
pub(crate) async fn ask<T: Serialize>(
    tx: &mut Tx,
    new: &NewQuestion<'_, T>,
    at: Moment,
) -> Result<QuestionId, DbError> {
    let about = serde_json::to_string(new.about).expect("what is asked is plain data with text keys");
    let typed = match new.asking {
        Asking::First(typed) => typed.clone(),
        Asking::Again(earlier) => store::get_typed(tx, *earlier).await?,
    };
    store::insert_question(tx, new, &about, &typed, at).await
}

/// Locks a pending question of this member and returns what it is about.
///
/// # Errors
/// [`QuestionError::Unknown`], [`QuestionError::NotYours`], [`QuestionError::Answered`], [`QuestionError::Late`].
pub(crate) async fn begin_confirming<T: DeserializeOwned>(
    tx: &mut Tx,
    kinds: &[QuestionKind],
    member: MemberId,
    question: QuestionId,
    at: Moment,
) -> Result<T, QuestionError> {
    let found = hold_still(tx, Some(kinds), member, question).await?;
    if LIVES_MS < at.ms_since(found.created_at) {
        return Err(QuestionError::Late(question));
    }
    let about = serde_json::from_str(&found.about);
    Ok(about.map_err(|error| DbError::Corrupt(format!("question {question}: {error}")))?)
}

/// Locks a question and returns it, when it is this member's and still pending. With `kinds`, a question of another kind
/// is unknown to everybody, also to its author.
pub(super) async fn hold_still(
    tx: &mut Tx,
    kinds: Option<&[QuestionKind]>,
    member: MemberId,
    question: QuestionId,
) -> Result<Question, QuestionError> {
    tx.lock(Lockable::Questions, question.get()).await?;
    let found = store::find_question(tx, question).await?;
    let found = found.filter(|found| kinds.is_none_or(|kinds| kinds.contains(&found.kind)));
    let found = found.ok_or(QuestionError::Unknown(question))?;
    if found.member != member {
        return Err(QuestionError::NotYours(question));
    }
    match found.state {
        QuestionState::Pending => Ok(found),
        state => Err(QuestionError::Answered { question, state }),
    }
}

/// Ends a question because what was typed is done.
pub(crate) async fn mark_confirmed(tx: &mut Tx, question: QuestionId, at: Moment) -> Result<(), DbError> {
    store::end_question(tx, question, QuestionState::Confirmed, at).await
}

/// Ends a question whose figures had changed: what was typed is not done.
pub(crate) async fn mark_outdated(tx: &mut Tx, question: QuestionId, at: Moment) -> Result<(), DbError> {
    store::end_question(tx, question, QuestionState::Outdated, at).await
}
