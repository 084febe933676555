//! The old transactions of an account, newest first.

use super::old_transactions_store::{self as store, OldTransaction};
use crate::db::{DbError, Source};
use crate::ids::AccountId;

/// One page of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldPage {
    pub transactions: Vec<OldTransaction>,
    pub has_older: bool,
}

/// A page of `rows_max`, after `skipped` newer ones.
pub async fn list_old_transactions(
    source: &mut impl Source,
    account: AccountId,
    skipped: i64,
    rows_max: usize,
) -> Result<OldPage, DbError> {
    let asked = i64::try_from(rows_max).unwrap_or(i64::MAX - 1) + 1;
    let mut transactions = store::list_of(source, account, skipped, asked).await?;
    let has_older = rows_max < transactions.len();
    transactions.truncate(rows_max);
    Ok(OldPage {
        transactions,
        has_older,
    })
}
