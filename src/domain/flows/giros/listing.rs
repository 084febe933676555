//! Lists of giros.

use super::listing_store;
use crate::clock::Moment;
use crate::db::{DbError, Paged, Place, Source};
use crate::domain::orders::{Order, OrderState};
use crate::ids::{MemberId, OrderId};

/// Which giros to list. What is `None` does not restrict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GiroFilter {
    pub state: Option<OrderState>,
    /// Their reseller, or the admin who made them.
    pub owner: Option<MemberId>,
    pub cashier: Option<MemberId>,
    /// Those made since then.
    pub since: Option<Moment>,
}

/// A page of giros, newest first. A page that became empty is the first one.
///
/// # Errors
/// [`DbError`].
pub async fn list_giros(
    source: &mut impl Source,
    filter: GiroFilter,
    place: Place,
    rows_max: i64,
) -> Result<Paged<Order>, DbError> {
    let mut rows = listing_store::list(source, filter, place, rows_max).await?;
    if place.is_off(rows.len(), rows_max) {
        rows = listing_store::list(source, filter, Place::First, rows_max).await?;
    }
    let first = rows.first().map(|order| order.id);
    let (total, skipped) = listing_store::count(source, filter, first).await?;
    Ok(Paged { rows, skipped, total })
}

/// The giros of a filter that are older than `after`, newest first; empty when there are no more.
///
/// # Errors
/// [`DbError`].
pub async fn list_giros_after(
    source: &mut impl Source,
    filter: GiroFilter,
    after: Option<OrderId>,
    rows_max: i64,
) -> Result<Vec<Order>, DbError> {
    let place = after.map_or(Place::First, |order| Place::After(order.get()));
    listing_store::list(source, filter, place, rows_max).await
}
