//! Reads marks.

use sqlx::AssertSqlSafe;

use super::marks::Marked;
use crate::db::{DbError, Source, placeholders};

/// How many subjects one statement asks for.
const SUBJECTS_MAX: usize = 500;

/// The mark of each of these, in the same order; `None` for what these books do not have.
pub async fn find_marks(source: &mut impl Source, of: &[Marked]) -> Result<Vec<Option<String>>, DbError> {
    let subjects: Vec<String> = of.iter().map(Marked::to_string).collect();
    let mut found: Vec<(String, String)> = Vec::new();
    for some in subjects.chunks(SUBJECTS_MAX) {
        // Only the number of placeholders varies.
        let sql = format!(
            "select subject, mark from marks where subject in ({}) limit 1000",
            placeholders(1, some.len())
        );
        let query = sqlx::query_as(AssertSqlSafe(sql));
        let query = some.iter().fold(query, |query, subject| query.bind(subject.clone()));
        let rows: Vec<(String, String)> = query.fetch_all(source.conn()).await?;
        found.extend(rows);
    }
    let mark_of = |subject: &String| {
        found
            .iter()
            .find(|(known, _)| known == subject)
            .map(|(_, mark)| mark.clone())
    };
    Ok(subjects.iter().map(mark_of).collect())
}
