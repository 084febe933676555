//! Reads and writes corrections that were shown, and which of them were confirmed.

use super::Correction;
use crate::clock::Moment;
use crate::coded_enum;
use crate::db::{DbError, Tx};
use crate::ids::{CorrectionId, MemberId};

coded_enum! {
    /// Whether it was only shown, or also confirmed.
    pub(super) enum CorrectionState {
        Shown => "shown",
        Done => "done",
    }
}

/// A correction as it was shown.
pub(super) struct ShownCorrection {
    pub(super) correction: Correction,
    pub(super) reason: String,
    pub(super) created_at: Moment,
}

pub(super) async fn insert_correction(
    tx: &mut Tx,
    correction: &Correction,
    reason: &str,
    actor: MemberId,
    at: Moment,
) -> Result<CorrectionId, DbError> {
    let shown = serde_json::to_string(correction).expect("figures are plain data with text keys");
    let (number,): (CorrectionId,) = sqlx::query_as(
        "insert into corrections (order_id, batch_id, reason, shown, state, created_at_ms)
         values ($1, $2, $3, $4, 'shown', $5) returning id",
    )
    .bind(correction.order)
    .bind(correction.batch)
    .bind(reason.to_owned())
    .bind(shown)
    .bind(at)
    .fetch_one(tx.conn())
    .await?;
    insert_backlog(tx, number, None, CorrectionState::Shown, actor, at).await?;
    Ok(number)
}

pub(super) async fn find_correction(tx: &mut Tx, number: CorrectionId) -> Result<Option<ShownCorrection>, DbError> {
    let row: Option<(String, String, Moment)> =
        sqlx::query_as("select shown, reason, created_at_ms from corrections where id = $1")
            .bind(number)
            .fetch_optional(tx.conn())
            .await?;
    let Some((shown, reason, created_at)) = row else {
        return Ok(None);
    };
    let correction =
        serde_json::from_str(&shown).map_err(|error| DbError::Corrupt(format!("correction {number}: {error}")))?;
    Ok(Some(ShownCorrection {
        correction,
        reason,
        created_at,
    }))
}

/// Marks it as confirmed; `false` when it was already.
pub(super) async fn mark_done(tx: &mut Tx, number: CorrectionId, actor: MemberId, at: Moment) -> Result<bool, DbError> {
    let touched = sqlx::query("update corrections set state = 'done' where id = $1 and state = 'shown'")
        .bind(number)
        .execute(tx.conn())
        .await?
        .rows_affected();
    if touched == 0 {
        return Ok(false);
    }
    let from = Some(CorrectionState::Shown);
    insert_backlog(tx, number, from, CorrectionState::Done, actor, at).await?;
    Ok(true)
}

async fn insert_backlog(
    tx: &mut Tx,
    number: CorrectionId,
    from: Option<CorrectionState>,
    to: CorrectionState,
    actor: MemberId,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into correction_backlog (correction_id, from_state, to_state, actor_id, at_ms) values ($1, $2, $3, $4, $5)",
    )
    .bind(number)
    .bind(from)
    .bind(to)
    .bind(actor)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}
