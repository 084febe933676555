//! Long lists, page by page.

use std::collections::HashMap;

use crate::db::{DbError, Paged, Place, Reader};
use crate::domain::members;
use crate::domain::orders::{self, Listing, Order, Sum};
use crate::ids::MemberId;

/// A page of orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrdersPage {
    pub page: Paged<Order>,
    pub names: Names,
    /// Of the whole list, per corridor.
    pub sums: Vec<Sum>,
}

/// What the people of a list are called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(HashMap<MemberId, String>);

impl Names {
    /// The names of these people.
    pub async fn of(reader: &mut Reader, mut people: Vec<MemberId>) -> Result<Names, DbError> {
        people.sort();
        people.dedup();
        let found = members::find_members(reader, &people).await?;
        Ok(Names(
            found.into_iter().map(|member| (member.id, member.name)).collect(),
        ))
    }

    /// Empty for somebody who is not there.
    pub fn name(&self, member: MemberId) -> &str {
        self.0.get(&member).map_or("", String::as_str)
    }
}

/// A page of orders, newest first.
pub async fn orders(
    reader: &mut Reader,
    listing: Listing,
    place: Place,
    orders_max: i64,
) -> Result<OrdersPage, DbError> {
    let mut rows = orders::list_listed(reader, listing, place, orders_max).await?;
    if place.is_off(rows.len(), orders_max) {
        rows = orders::list_listed(reader, listing, Place::First, orders_max).await?;
    }
    let skipped = match rows.first() {
        Some(first) => orders::count_newer(reader, listing, first.id).await?,
        None => 0,
    };
    let sums = orders::count_listed(reader, listing).await?;
    let people = rows
        .iter()
        .flat_map(|order| [Some(order.reseller), Some(order.creator), order.cashier])
        .flatten();
    Ok(OrdersPage {
        names: Names::of(reader, people.collect()).await?,
        page: Paged {
            skipped,
            total: sums.iter().map(|sum| sum.orders).sum(),
            rows,
        },
        sums,
    })
}
