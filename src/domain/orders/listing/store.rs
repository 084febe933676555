//! Reading orders page by page.

use sqlx::AssertSqlSafe;
use sqlx::any::AnyArguments;
use sqlx::query::QueryAs;

use super::{Listing, Whose};
use crate::clock::Moment;
use crate::db::{DbError, Place, Source, placeholders};
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::orders::store::{OrderRow, select_orders};
use crate::domain::orders::{Order, OrderState};
use crate::ids::{BatchId, MemberId, OrderId};

/// Beyond every order, in a list that shows the newest first.
const NEWEST: i64 = i64::MAX;

/// What a list asks of an order: `$1` is whose, the states follow ([`bound`]). Each form has an index of its own.
fn condition(listing: Listing) -> String {
    let whose = match listing.whose {
        Whose::Everybody => "cast($1 as bigint) = 0",
        Whose::Cashier(_) => "cashier_id = $1",
        Whose::Sender(_) => "(reseller_id = $1 or (creator_id = $1 and creator_id <> reseller_id))",
    };
    format!(
        "{whose} and state in ({})",
        placeholders(FIRST_STATE, listing.which.states().len())
    )
}

/// Where the states begin among what is bound.
const FIRST_STATE: usize = 2;

type Query<'q, Row> = QueryAs<'q, sqlx::Any, Row, AnyArguments>;

fn bound<'q, Row>(query: Query<'q, Row>, listing: Listing) -> Query<'q, Row> {
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
        condition(listing),
        next + 1
    );
    let query = bound(sqlx::query_as(AssertSqlSafe(sql)), listing);
    let rows: Vec<OrderRow> = query.bind(key).bind(orders_max).fetch_all(source.conn()).await?;
    let mut orders: Vec<Order> = rows.into_iter().map(Order::from).collect();
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
        condition(listing)
    );
    let query = bound(sqlx::query_as(AssertSqlSafe(sql)), listing);
    let (count,): (i64,) = query.bind(than).fetch_one(source.conn()).await?;
    Ok(count)
}

/// Orders of one corridor in one state, summed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    pub state: OrderState,
    pub orders: i64,
    pub received: Money,
    /// Fees included.
    pub sent: Money,
}

/// All orders of a list, summed per corridor and state: what was paid, what still has to be, and what never counts.
pub async fn count_listed(source: &mut impl Source, listing: Listing) -> Result<Vec<Sum>, DbError> {
    // Safe: names and placeholders only.
    let sql = format!(
        "select receive_currency, send_currency, state, count(*), cast(sum(received_minor) as bigint),
                cast(sum(amount_minor + fee_minor) as bigint)
           from orders where {} group by receive_currency, send_currency, state
          order by receive_currency, send_currency, state limit 1000",
        condition(listing)
    );
    let query = bound(sqlx::query_as(AssertSqlSafe(sql)), listing);
    let rows: Vec<(Currency, Currency, OrderState, i64, i64, i64)> = query.fetch_all(source.conn()).await?;
    let sum = |(receive, send, state, orders, received, sent)| Sum {
        state,
        orders,
        received: Money::from_minor(received, receive),
        sent: Money::from_minor(sent, send),
    };
    Ok(rows.into_iter().map(sum).collect())
}

/// An order's coming to an end: paid, cancelled, undone.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Ended {
    pub order_id: OrderId,
    pub to_state: OrderState,
    pub actor_id: Option<MemberId>,
    pub reason: Option<String>,
    pub at_ms: Moment,
}

/// How the orders of a batch ended, in the order in which they did. One that was paid and undone ended twice.
pub async fn list_ends_in_batch(source: &mut impl Source, batch: BatchId) -> Result<Vec<Ended>, DbError> {
    Ok(sqlx::query_as(
        "select b.order_id, b.to_state, b.actor_id, b.reason, b.at_ms
           from order_backlog b join orders o on o.id = b.order_id
          where o.batch_id = $1 and b.to_state not in ('pending', 'assigned', 'processing')
          order by b.id limit 20000",
    )
    .bind(batch)
    .fetch_all(source.conn())
    .await?)
}
