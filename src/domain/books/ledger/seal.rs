//! The sealer. On PostgreSQL units commit concurrently, so one process at a time seals the rows that are committed.

pub(super) use super::seal_store::{find_newest_sealed, read_rows, read_seals, read_unsealed};

use super::chain;
use super::seal_store;
use crate::clock::Moment;
use crate::db::{DbError, Engine, Source, Tx};

/// Rows sealed per call; the rest waits for the next.
const ROWS_MAX: i64 = 500;

/// How many ids behind the newest sealed row an unsealed one may still appear: a unit takes its ids before it commits,
/// and other units commit in the meantime. Without a bound every search would read the whole journal.
pub(super) const LATE_ROWS_MAX: i64 = 20_000;

/// Seals committed rows that have no seal yet, lowest id first. Returns how many. On SQLite there are none: rows are
/// sealed in the commit that writes them.
pub async fn seal_pending(tx: &mut Tx) -> Result<usize, DbError> {
    if tx.engine() == Engine::Sqlite {
        return Ok(0);
    }
    seal_store::take_turn(tx).await?;
    let newest = find_newest_sealed(tx).await?;
    let ids = read_unsealed(tx, newest.saturating_sub(LATE_ROWS_MAX), ROWS_MAX).await?;
    if ids.is_empty() {
        return Ok(0);
    }
    let head = seal_store::read_head(tx).await?;
    let rows = read_rows(tx, &ids).await?;
    tx.write_at_end(super::store::seals(&chain::seal(&head, &rows)));
    Ok(rows.len())
}

/// The last seal's number and hash: the state of the whole past in 32 bytes. `None` before the first posting.
pub async fn find_head(source: &mut impl Source) -> Result<Option<(i64, Vec<u8>)>, DbError> {
    let head = seal_store::read_head(source).await?;
    Ok(if head.seq == 0 {
        None
    } else {
        Some((head.seq, head.hash))
    })
}

/// The head as [`find_head`], when it covers every committed row that was posted before a moment; `None` while one of them
/// waits for the sealer.
pub async fn find_head_over(source: &mut impl Source, until: Moment) -> Result<Option<(i64, Vec<u8>)>, DbError> {
    let newest = find_newest_sealed(source).await?;
    if seal_store::is_unsealed_before(source, newest.saturating_sub(LATE_ROWS_MAX), until).await? {
        return Ok(None);
    }
    find_head(source).await
}

/// When the first row of the journal was posted; `None` before that.
pub async fn find_first_posted(source: &mut impl Source) -> Result<Option<Moment>, DbError> {
    seal_store::find_first_posted(source).await
}
