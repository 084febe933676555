//! Questions and what became of them.

use super::ask::NewQuestion;
use super::{AsTyped, Question, QuestionKind, QuestionState};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::ids::{MemberId, QuestionId};

type QuestionRow = (QuestionKind, MemberId, QuestionState, String, String, Moment);

pub(super) async fn find_question(source: &mut impl Source, id: QuestionId) -> Result<Option<Question>, DbError> {
    let row: Option<QuestionRow> =
        sqlx::query_as("select kind, member_id, state, about, words, created_at_ms from questions where id = $1")
            .bind(id)
            .fetch_optional(source.conn())
            .await?;
    let Some((kind, member, state, about, words, created_at)) = row else {
        return Ok(None);
    };
    Ok(Some(Question {
        id,
        kind,
        member,
        state,
        about,
        typed: typed_of(id, &words)?,
        created_at,
    }))
}

/// The state of a question. When it is outdated: the state of the last question that took its place, which is one of
/// the same person and kind about the same words.
pub async fn find_latest_state(source: &mut impl Source, id: QuestionId) -> Result<Option<QuestionState>, DbError> {
    let own: Option<(QuestionState,)> = sqlx::query_as("select state from questions where id = $1")
        .bind(id)
        .fetch_optional(source.conn())
        .await?;
    let Some((QuestionState::Outdated,)) = own else {
        return Ok(own.map(|(state,)| state));
    };
    let latest: Option<(QuestionState,)> = sqlx::query_as(
        "select n.state from questions q
           join questions n on n.member_id = q.member_id and n.kind = q.kind and n.words = q.words and q.id < n.id
          where q.id = $1 order by n.id desc limit 1",
    )
    .bind(id)
    .fetch_optional(source.conn())
    .await?;
    Ok(latest.map(|(state,)| state))
}

/// The command with which a question was first asked.
pub(super) async fn get_typed(tx: &mut Tx, id: QuestionId) -> Result<AsTyped, DbError> {
    let (words,): (String,) = sqlx::query_as("select words from questions where id = $1")
        .bind(id)
        .fetch_one(tx.conn())
        .await?;
    typed_of(id, &words)
}

/// `words` is a JSON list: the whole command as it was typed or, in a question of an older version, its words without
/// the prefix.
fn typed_of(id: QuestionId, words: &str) -> Result<AsTyped, DbError> {
    let words: Vec<String> =
        serde_json::from_str(words).map_err(|error| DbError::Corrupt(format!("question {id}: {error}")))?;
    Ok(AsTyped::new(words.join(" ")))
}

pub(super) async fn insert_question<T>(
    tx: &mut Tx,
    new: &NewQuestion<'_, T>,
    about: &str,
    typed: &AsTyped,
    at: Moment,
) -> Result<QuestionId, DbError> {
    let words = serde_json::to_string(&[typed]).expect("words are text");
    let (id,): (QuestionId,) = sqlx::query_as(
        "insert into questions (kind, member_id, state, about, words, created_at_ms)
         values ($1, $2, 'pending', $3, $4, $5) returning id",
    )
    .bind(new.kind)
    .bind(new.member)
    .bind(about.to_owned())
    .bind(words)
    .bind(at)
    .fetch_one(tx.conn())
    .await?;
    insert_backlog(tx, id, None, QuestionState::Pending, at).await?;
    Ok(id)
}

/// Ends a pending question, which the caller has locked.
pub(super) async fn end_question(tx: &mut Tx, id: QuestionId, to: QuestionState, at: Moment) -> Result<(), DbError> {
    let touched = sqlx::query("update questions set state = $2 where id = $1 and state = 'pending'")
        .bind(id)
        .bind(to)
        .execute(tx.conn())
        .await?
        .rows_affected();
    if touched == 0 {
        return Err(DbError::Raced("questions"));
    }
    insert_backlog(tx, id, Some(QuestionState::Pending), to, at).await
}

async fn insert_backlog(
    tx: &mut Tx,
    question: QuestionId,
    from: Option<QuestionState>,
    to: QuestionState,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query("insert into question_backlog (question_id, from_state, to_state, at_ms) values ($1, $2, $3, $4)")
        .bind(question)
        .bind(from)
        .bind(to)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}
