//! Reads and writes which postings were undone.

use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::people::members::By;
use crate::ids::{JournalId, MemberId};

/// Who undid a posting, and why.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct UndonePosting {
    pub actor_id: MemberId,
    pub reason: String,
    pub at_ms: Moment,
}

/// Who undid a posting and why; `None`: it was not undone.
pub async fn find_undone(source: &mut impl Source, journal: JournalId) -> Result<Option<UndonePosting>, DbError> {
    Ok(
        sqlx::query_as("select actor_id, reason, at_ms from undone_postings where journal_id = $1")
            .bind(journal)
            .fetch_optional(source.conn())
            .await?,
    )
}

/// Records that a posting was undone; `false` when it already was.
pub(super) async fn insert_undone(
    tx: &mut Tx,
    journal: JournalId,
    mirror: JournalId,
    by: By,
    reason: &str,
) -> Result<bool, DbError> {
    let inserted = sqlx::query(
        "insert into undone_postings (journal_id, mirror_id, actor_id, reason, at_ms) values ($1, $2, $3, $4, $5)
         on conflict (journal_id) do nothing",
    )
    .bind(journal)
    .bind(mirror)
    .bind(by.actor)
    .bind(reason.to_owned())
    .bind(by.at)
    .execute(tx.conn())
    .await?;
    Ok(inserted.rows_affected() == 1)
}
