//! Questions and what became of them.

use super::{Question, QuestionKind, QuestionState};
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
    let words = serde_json::from_str(&words).map_err(|error| DbError::Corrupt(format!("question {id}: {error}")))?;
    Ok(Some(Question {
        id,
        kind,
        member,
        state,
        about,
        words,
        created_at,
    }))
}

pub(super) async fn insert_question(
    tx: &mut Tx,
    kind: QuestionKind,
    member: MemberId,
    about: &str,
    words: &[String],
    at: Moment,
) -> Result<QuestionId, DbError> {
    let words = serde_json::to_string(words).expect("words are text");
    let (id,): (QuestionId,) = sqlx::query_as(
        "insert into questions (kind, member_id, state, about, words, created_at_ms)
         values ($1, $2, 'pending', $3, $4, $5) returning id",
    )
    .bind(kind)
    .bind(member)
    .bind(about.to_owned())
    .bind(words)
    .bind(at)
    .fetch_one(tx.conn())
    .await?;
    insert_backlog(tx, id, None, QuestionState::Pending, at).await?;
    Ok(id)
}

/// Ends a pending question, which its caller holds still.
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
