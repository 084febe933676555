//! Ids for rows that are written together at the end of a unit and whose ids are needed before.

use std::sync::atomic::{AtomicI64, Ordering};

use sqlx::AnyConnection;

use super::DbError;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sequence {
    Journal,
    Entries,
}

/// On SQLite this process counts the ids, since it is the only writer; on PostgreSQL the database's sequences do.
#[derive(Debug, Default)]
pub(super) struct Sequences {
    journal: AtomicI64,
    entries: AtomicI64,
}

impl Sequences {
    /// Starts counting after the highest id in the file.
    pub(super) async fn read(connection: &mut AnyConnection) -> Result<Self, DbError> {
        let (journal, entries): (i64, i64) = sqlx::query_as(
            "select (select coalesce(max(id), 0) from journal), (select coalesce(max(id), 0) from entries)",
        )
        .fetch_one(connection)
        .await?;
        Ok(Self {
            journal: AtomicI64::new(journal),
            entries: AtomicI64::new(entries),
        })
    }

    pub(super) fn take(&self, sequence: Sequence, count: usize) -> Vec<i64> {
        let counter = match sequence {
            Sequence::Journal => &self.journal,
            Sequence::Entries => &self.entries,
        };
        let count = i64::try_from(count).expect("a unit writes fewer than 2^63 rows");
        let last = counter.fetch_add(count, Ordering::SeqCst);
        (last + 1..=last + count).collect()
    }

    pub(super) async fn ask(
        &self,
        connection: &mut AnyConnection,
        sequence: Sequence,
        count: usize,
    ) -> Result<Vec<i64>, DbError> {
        let sql = match sequence {
            Sequence::Journal => "select nextval('journal_id_seq') from generate_series(1, $1)",
            Sequence::Entries => "select nextval('entries_id_seq') from generate_series(1, $1)",
        };
        let count = i64::try_from(count).expect("a unit writes fewer than 2^63 rows");
        let rows: Vec<(i64,)> = sqlx::query_as(sql).bind(count).fetch_all(connection).await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }
}
