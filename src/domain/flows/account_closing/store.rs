//! Reads what still needs an account. The statement is here because flows do not import each other.

use crate::db::{DbError, Source};
use crate::ids::{AccountId, BatchId};

/// The open batch whose received money passes through an account.
pub(super) async fn find_open_batch_using(
    source: &mut impl Source,
    account: AccountId,
) -> Result<Option<BatchId>, DbError> {
    let row: Option<(BatchId,)> =
        sqlx::query_as("select id from batches where account_id = $1 and state = 'open' order by id limit 1")
            .bind(account)
            .fetch_optional(source.conn())
            .await?;
    Ok(row.map(|(batch,)| batch))
}
