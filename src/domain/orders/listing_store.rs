//! Reads orders page by page.

use sqlx::AssertSqlSafe;
use sqlx::any::AnyArguments;
use sqlx::query::QueryAs;

use super::listing::{Listing, Whose};
use crate::db::{DbError, Place, Source, placeholders};
use crate::domain::orders::Order;
use crate::domain::orders::store::{OrderRow, orders_of, select_orders};
use crate::ids::OrderId;

/// The key before the first page: the list shows the newest first, and every id is smaller.
const NEWEST: i64 = i64::MAX;

/// The `where` condition of a list. `$1` is the member, the states follow ([`bound_to_listing`]). Each form has its own
/// index.
pub(crate) fn condition_of_listing(listing: Listing) -> String {
    let whose = match listing.whose {
        Whose::Everybody => "cast($1 as bigint) = 0",
        Whose::Cashier(_) => "cashier_id = $1",
        Whose::Sender(_) => "(owner_id = $1 or (creator_id = $1 and creator_id <> owner_id))",
    };
    format!(
        "{whose} and state in ({})",
        placeholders(FIRST_STATE, listing.which.states().len())
    )
}

/// The number of the first placeholder for a state.
const FIRST_STATE: usize = 2;

type Query<'q, Row> = QueryAs<'q, sqlx::Any, Row, AnyArguments>;

pub(crate) fn bound_to_listing<'q, Row>(query: Query<'q, Row>, listing: Listing) -> Query<'q, Row> {
    let member = match listing.whose {
        Whose::Everybody => 0,
        Whose::Cashier(member) | Whose::Sender(member) => member.get(),
    };
    let states = listing.which.states();
    states
        .into_iter()
        .fold(query.bind(member), |query, state| query.bind(state))
}

/// The orders of a page, newest first.
pub async fn list_listed(
    source: &mut impl Source,
    listing: Listing,
    place: Place,
    orders_max: i64,
) -> Result<Vec<Order>, DbError> {
    let (beside, order, key) = match place {
        Place::First => ("id <", "id desc", NEWEST),
        Place::After(key) => ("id <", "id desc", key),
        Place::Before(key) => ("id >", "id", key),
    };
    let next = FIRST_STATE + listing.which.states().len();
    // Safe: names and placeholders only.
    let sql = format!(
        "{} {} and {beside} ${next} order by {order} limit ${}",
        select_orders!("where"),
        condition_of_listing(listing),
        next + 1
    );
    let query = bound_to_listing(sqlx::query_as(AssertSqlSafe(sql)), listing);
    let rows: Vec<OrderRow> = query.bind(key).bind(orders_max).fetch_all(source.conn()).await?;
    let mut orders = orders_of(rows)?;
    if matches!(place, Place::Before(_)) {
        orders.reverse();
    }
    Ok(orders)
}

/// How many orders of a list are newer than this one.
pub async fn count_newer(source: &mut impl Source, listing: Listing, than: OrderId) -> Result<i64, DbError> {
    let next = FIRST_STATE + listing.which.states().len();
    // Safe: names and placeholders only.
    let sql = format!(
        "select count(*) from orders where {} and id > ${next}",
        condition_of_listing(listing)
    );
    let query = bound_to_listing(sqlx::query_as(AssertSqlSafe(sql)), listing);
    let (count,): (i64,) = query.bind(than).fetch_one(source.conn()).await?;
    Ok(count)
}
