//! Reads operations. Who may see them is decided by the report that reads them.

use super::{Operation, OperationFilter, Voucher, store};
use crate::db::{DbError, Paged, Place, Source};

/// A page of operations, the newest first, each with its key in the list. A page that became empty is the first one.
pub async fn list_operations(
    source: &mut impl Source,
    filter: OperationFilter,
    place: Place,
    rows_max: i64,
) -> Result<Paged<(i64, Operation)>, DbError> {
    let mut found = store::list(source, filter, place, rows_max).await?;
    if place.is_off(found.len(), rows_max) {
        found = store::list(source, filter, Place::First, rows_max).await?;
    }
    let (total, skipped) = store::count(source, filter, found.first().map(|row| row.id)).await?;
    let rows = with_balances(source, found).await?;
    Ok(Paged { rows, skipped, total })
}

/// The operations of a filter that are older than the one with the key `after`, the newest first, each with its key; empty
/// when there are no more.
pub async fn list_operations_after(
    source: &mut impl Source,
    filter: OperationFilter,
    after: Option<i64>,
    rows_max: i64,
) -> Result<Vec<(i64, Operation)>, DbError> {
    let found = store::list(source, filter, after.map_or(Place::First, Place::After), rows_max).await?;
    with_balances(source, found).await
}

async fn with_balances(source: &mut impl Source, found: Vec<store::Row>) -> Result<Vec<(i64, Operation)>, DbError> {
    let mut rows = Vec::new();
    for row in found {
        rows.push((row.id, store::with_balances(source, row).await?));
    }
    Ok(rows)
}

/// The operation with this voucher.
pub async fn find_operation(source: &mut impl Source, voucher: &Voucher) -> Result<Option<Operation>, DbError> {
    match store::find(source, voucher).await? {
        Some(row) => Ok(Some(store::with_balances(source, row).await?)),
        None => Ok(None),
    }
}
