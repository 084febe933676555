//! Reads operations. Who may see them is decided by the report that reads them.

use super::{Operation, OperationKind, Voucher, store};
use crate::db::{DbError, Source};
use crate::domain::kernel::money::Currency;
use crate::ids::{JournalId, MemberId};

/// Operations that moved money of a member, the newest first, each with its place: the next page begins before the last
/// one's.
pub async fn list_operations(
    source: &mut impl Source,
    member: MemberId,
    wanted: (Option<OperationKind>, Option<Currency>),
    (before, rows_max): (i64, i64),
) -> Result<Vec<(i64, Operation)>, DbError> {
    let mut listed = Vec::new();
    for row in store::list(source, member, wanted, (before, rows_max)).await? {
        let place = row.id;
        listed.push((place, store::with_balances(source, row).await?));
    }
    Ok(listed)
}

/// The operation with this voucher.
pub async fn find_operation(source: &mut impl Source, voucher: &Voucher) -> Result<Option<Operation>, DbError> {
    match store::find(source, voucher).await? {
        Some(row) => Ok(Some(store::with_balances(source, row).await?)),
        None => Ok(None),
    }
}

/// The operation of a journal row; `None` when the row is something else.
pub async fn find_operation_of_journal(
    source: &mut impl Source,
    journal: JournalId,
) -> Result<Option<Operation>, DbError> {
    match store::find_of_journal(source, journal).await? {
        Some(row) => Ok(Some(store::with_balances(source, row).await?)),
        None => Ok(None),
    }
}
