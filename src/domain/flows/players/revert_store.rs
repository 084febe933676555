//! Writes reversals of transactions, and reads why one was undone.

use super::PublicId;
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::ids::{JournalId, MemberId, PlayerTransactionId};

/// `by`: who undid it, and why.
pub(super) async fn insert_reversal(
    tx: &mut Tx,
    transaction: &PublicId,
    mirror: JournalId,
    by: (MemberId, &str),
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into player_reversals (transaction_id, journal_id, actor_id, reason, at_ms)
         select id, $2, $3, $4, $5 from player_transactions where public_id = $1",
    )
    .bind(transaction)
    .bind(mirror)
    .bind(by.0)
    .bind(by.1.to_owned())
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Who undid an automatic transaction, when and why.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Undoing {
    pub actor_id: MemberId,
    pub reason: String,
    pub at_ms: Moment,
}

/// How an automatic transaction was undone; `None` when it was not.
pub async fn find_undoing(
    source: &mut impl Source,
    transaction: PlayerTransactionId,
) -> Result<Option<Undoing>, DbError> {
    Ok(
        sqlx::query_as("select actor_id, reason, at_ms from player_reversals where transaction_id = $1")
            .bind(transaction)
            .fetch_optional(source.conn())
            .await?,
    )
}
