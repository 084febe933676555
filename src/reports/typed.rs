//! What became of a typed message, to answer an edit of it.

use crate::db::{DbError, Reader};
use crate::domain::kernel::questions::{self, QuestionState};
use crate::domain::kernel::recall;
use crate::ids::{QuestionId, RequestId};

/// What a message led to in the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    Nothing,
    /// It only led to a question, which nobody has answered.
    Asked,
    /// It only showed what would be done, which is to be confirmed there.
    Shown,
    /// It only led to a question, which its author dropped.
    Dropped,
    Done,
}

/// What all commands of a message led to: what was done counts before what was only asked.
///
/// # Errors
/// A fault.
pub async fn became(reader: &mut Reader, requests: &[RequestId]) -> Result<Became, DbError> {
    let mut all = Became::Nothing;
    for request in requests {
        let Some(outcome) = recall::find_outcome(reader, request).await? else {
            continue;
        };
        match of_outcome(reader, &outcome).await? {
            Became::Done => return Ok(Became::Done),
            Became::Asked => all = Became::Asked,
            Became::Shown if all != Became::Asked => all = Became::Shown,
            Became::Dropped if all == Became::Nothing => all = Became::Dropped,
            Became::Shown | Became::Dropped | Became::Nothing => {}
        }
    }
    Ok(all)
}

async fn of_outcome(reader: &mut Reader, outcome: &serde_json::Value) -> Result<Became, DbError> {
    let Some(question) = number_in(outcome, "question").map(QuestionId::new) else {
        // Corrections and large payments of coins are confirmed without a question.
        let is_shown = number_in(outcome, "offer").is_some() || has_field(outcome, "correction");
        return Ok(if is_shown { Became::Shown } else { Became::Done });
    };
    Ok(match questions::find_latest_state(reader, question).await? {
        Some(QuestionState::Pending) => Became::Asked,
        Some(QuestionState::Dropped) => Became::Dropped,
        Some(QuestionState::Confirmed | QuestionState::Outdated) | None => Became::Done,
    })
}

/// A number in an outcome, in its own field or in that of its variant.
fn number_in(outcome: &serde_json::Value, field: &str) -> Option<i64> {
    let own = outcome[field].as_i64();
    own.or_else(|| outcome.as_object()?.values().find_map(|inner| inner[field].as_i64()))
}

fn has_field(outcome: &serde_json::Value, field: &str) -> bool {
    let of_variant = || {
        outcome
            .as_object()
            .is_some_and(|all| all.values().any(|inner| inner[field].is_object()))
    };
    outcome[field].is_object() || of_variant()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{has_field, number_in};

    #[test]
    fn a_question_is_known_however_its_outcome_is_written() {
        let question = |outcome| number_in(&outcome, "question");
        assert_eq!(question(json!({ "question": 3, "again": false })), Some(3));
        assert_eq!(question(json!({ "Repeated": { "question": 4 } })), Some(4));
        assert_eq!((question(json!({ "order": 3 })), question(json!(null))), (None, None));
        let correction = json!({ "number": 1, "correction": { "order": 2 } });
        assert!(has_field(&correction, "correction") && has_field(&json!({ "Asked": correction }), "correction"));
        assert!(!has_field(&json!({ "order": 2 }), "correction"));
    }
}
