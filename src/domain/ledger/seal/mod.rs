//! The sealer: on PostgreSQL units commit side by side, so one process at a time seals what has been committed.

mod store;

pub(super) use store::{read_rows, read_seals, read_unsealed};

use super::chain;
use crate::db::{DbError, Engine, Tx};

/// Rows sealed per call; the rest waits for the next.
const ROWS_MAX: i64 = 500;

/// Seals committed rows that have no seal yet, lowest id first. Returns how many. On SQLite there are none: rows are
/// sealed in the commit that writes them.
pub async fn seal_pending(tx: &mut Tx) -> Result<usize, DbError> {
    if tx.engine() == Engine::Sqlite {
        return Ok(0);
    }
    store::take_turn(tx).await?;
    let ids = read_unsealed(tx, 0, ROWS_MAX).await?;
    if ids.is_empty() {
        return Ok(0);
    }
    let head = store::read_head(tx).await?;
    let rows = read_rows(tx, &ids).await?;
    super::store::insert_seals(tx, &chain::seal(&head, &rows)).await?;
    Ok(rows.len())
}
