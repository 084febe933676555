//! Reads lists of transactions.

use super::listing::{Listing, Slice};
use super::store::{TransactionRow, select_transactions};
use super::{Category, Side, Transaction, TransactionState};
use crate::db::{DbError, Source};
use crate::ids::{MemberId, OrderId, PlayerTransactionId};

/// The state of a transaction `t` with its reversal `r` and its order `o`, in SQL.
macro_rules! state_of {
    () => {
        "case when t.order_id is null then case when r.transaction_id is null then t.state else 'revertida' end
              when o.state = 'pending' then 'pendiente'
              when o.state in ('assigned', 'processing') then 'en_proceso'
              when o.state = 'completed' then 'completada'
              when o.state = 'rejected' then 'rechazada'
              when o.state = 'cancelled' then 'cancelada'
              else 'revertida' end"
    };
}

pub(super) use state_of;

/// What a [`Listing`] lets through; it takes the parameters 1 to 8.
macro_rules! listed {
    () => {
        concat!(
            "($1 = 0 or t.member_id = $1) and ($2 = '' or t.side = $2) and ($3 = '' or t.category = $3) and ($4 = '' or ",
            state_of!(),
            " = $4) and ($5 = 0 or o.cashier_id = $5) and $6 <= t.created_at_ms and t.created_at_ms < $7
              and ($8 = 0 or o.state in ('pending', 'assigned', 'processing'))"
        )
    };
}

/// Binds the parameters 1 to 8 of `listed!`.
macro_rules! bound {
    ($query:expr, $listing:expr) => {
        $query
            .bind($listing.member.map_or(0, MemberId::get))
            .bind($listing.side.map_or("", Side::code))
            .bind($listing.category.map_or("", Category::code))
            .bind($listing.state.map_or("", TransactionState::code))
            .bind($listing.cashier.map_or(0, MemberId::get))
            .bind($listing.from.map_or(i64::MIN, |moment| moment.ms()))
            .bind($listing.before.map_or(i64::MAX, |moment| moment.ms()))
            .bind(i64::from($listing.open_only))
    };
}

/// A part of a list, newest first.
pub async fn list_transactions(
    source: &mut impl Source,
    listing: &Listing,
    slice: &Slice,
) -> Result<Vec<Transaction>, DbError> {
    let query = sqlx::query_as(concat!(
        select_transactions!("left join orders o on o.id = t.order_id where "),
        listed!(),
        " and t.id < $9 order by t.id desc limit $10 offset $11"
    ));
    let rows: Vec<TransactionRow> = bound!(query, listing)
        .bind(slice.below.map_or(i64::MAX, PlayerTransactionId::get))
        .bind(slice.rows_max)
        .bind(slice.skip)
        .fetch_all(source.conn())
        .await?;
    rows.into_iter().map(Transaction::try_from).collect()
}

/// How many there are in a list.
pub async fn count_transactions(source: &mut impl Source, listing: &Listing) -> Result<i64, DbError> {
    let query = sqlx::query_as(concat!(
        "select count(*) from player_transactions t left join player_reversals r on r.transaction_id = t.id
             left join orders o on o.id = t.order_id where ",
        listed!()
    ));
    let (count,): (i64,) = bound!(query, listing).fetch_one(source.conn()).await?;
    Ok(count)
}

/// The transaction of a deposit or withdrawal.
pub async fn find_transaction_of_order(
    source: &mut impl Source,
    order: OrderId,
) -> Result<Option<Transaction>, DbError> {
    let row: Option<TransactionRow> = sqlx::query_as(select_transactions!("where t.order_id = $1"))
        .bind(order)
        .fetch_optional(source.conn())
        .await?;
    row.map(Transaction::try_from).transpose()
}
