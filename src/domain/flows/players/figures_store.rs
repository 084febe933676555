//! Reads figures about transactions.

use std::collections::BTreeMap;

use super::figures::{Ending, FailuresOf, Group, Groups, OpenRequests, Period, PrizesOf, SLICE_MS, SliceOf, Tally};
use super::listing_store::state_of;
use super::{Category, Failure, Side, TransactionState};
use crate::clock::Moment;
use crate::db::{DbError, Source};
use crate::domain::kernel::money::{Currency, Money};
use crate::ids::MemberId;

/// More positions than any game has.
const POSITIONS_MAX: i64 = 1_000;

/// The transactions of a period, with their reversals and orders; takes the parameters 1 to 4.
macro_rules! made_in {
    () => {
        " from player_transactions t left join player_reversals r on r.transaction_id = t.id
              left join orders o on o.id = t.order_id
         where ($1 = 0 or t.member_id = $1) and t.currency = $2 and $3 <= t.created_at_ms and t.created_at_ms < $4 "
    };
}

/// Binds the parameters 1 to 4 of `made_in!`.
macro_rules! bound {
    ($query:expr, $whose:expr, $currency:expr, $period:expr) => {
        $query
            .bind($whose.map_or(0, MemberId::get))
            .bind($currency)
            .bind($period.from.map_or(i64::MIN, |moment| moment.ms()))
            .bind($period.before.map_or(i64::MAX, |moment| moment.ms()))
    };
}

fn tally(currency: Currency, (count, minor): (i64, i64)) -> Tally {
    Tally {
        count,
        total: Money::from_minor(minor, currency),
    }
}

/// The transactions of a player, or of everybody, by what they are and what became of them.
pub async fn read_groups(
    source: &mut impl Source,
    whose: Option<MemberId>,
    currency: Currency,
    period: &Period,
) -> Result<Groups, DbError> {
    let query = sqlx::query_as(concat!(
        "select t.side, t.category, ",
        state_of!(),
        " as state, count(*), cast(sum(t.amount_minor) as bigint)",
        made_in!(),
        "group by 1, 2, 3"
    ));
    let rows: Vec<(Side, Category, TransactionState, i64, i64)> =
        bound!(query, whose, currency, period).fetch_all(source.conn()).await?;
    let group = |(side, category, state, count, minor)| Group {
        side,
        category,
        state,
        tally: tally(currency, (count, minor)),
    };
    Ok(Groups {
        currency,
        groups: rows.into_iter().map(group).collect(),
    })
}

/// Completed prizes by position, those without one last.
pub async fn list_prizes(
    source: &mut impl Source,
    whose: Option<MemberId>,
    currency: Currency,
    period: &Period,
) -> Result<Vec<PrizesOf>, DbError> {
    let query = sqlx::query_as(concat!(
        "select t.position, count(*), cast(sum(t.amount_minor) as bigint)",
        made_in!(),
        "and t.category = 'premio_juego' and ",
        state_of!(),
        " = 'completada' group by t.position
          order by case when t.position is null then 1 else 0 end, t.position limit $5"
    ));
    let rows: Vec<(Option<i64>, i64, i64)> = bound!(query, whose, currency, period)
        .bind(POSITIONS_MAX)
        .fetch_all(source.conn())
        .await?;
    let prizes = |(position, count, minor)| PrizesOf {
        position,
        tally: tally(currency, (count, minor)),
    };
    Ok(rows.into_iter().map(prizes).collect())
}

/// Transactions that failed, by why.
pub async fn list_failures(
    source: &mut impl Source,
    currency: Currency,
    period: &Period,
) -> Result<Vec<FailuresOf>, DbError> {
    let query = sqlx::query_as(concat!(
        "select t.failure, count(*), cast(sum(t.amount_minor) as bigint)",
        made_in!(),
        "and t.state = 'fallida' group by t.failure order by t.failure"
    ));
    let rows: Vec<(Failure, i64, i64)> = bound!(query, None::<MemberId>, currency, period)
        .fetch_all(source.conn())
        .await?;
    let failures = |(failure, count, minor)| FailuresOf {
        failure,
        tally: tally(currency, (count, minor)),
    };
    Ok(rows.into_iter().map(failures).collect())
}

/// Completed transactions in slices of time, newest first.
pub async fn list_slices(
    source: &mut impl Source,
    currency: Currency,
    period: &Period,
    slices_max: i64,
) -> Result<Vec<SliceOf>, DbError> {
    let query = sqlx::query_as(concat!(
        "select t.created_at_ms / $5 as slice, t.side, count(*), cast(sum(t.amount_minor) as bigint)",
        made_in!(),
        "and ",
        state_of!(),
        " = 'completada' group by 1, 2 order by 1 desc, 2 limit $6"
    ));
    let rows: Vec<(i64, Side, i64, i64)> = bound!(query, None::<MemberId>, currency, period)
        .bind(SLICE_MS)
        .bind(slices_max)
        .fetch_all(source.conn())
        .await?;
    let slice = |(number, side, count, minor)| SliceOf {
        number,
        side,
        tally: tally(currency, (count, minor)),
    };
    Ok(rows.into_iter().map(slice).collect())
}

/// Deposits and withdrawals that their own cashier confirmed or rejected in this time, newest first.
pub async fn list_cashier_endings(
    source: &mut impl Source,
    period: &Period,
    endings_max: i64,
) -> Result<Vec<(MemberId, Ending)>, DbError> {
    let rows: Vec<(MemberId, String, Moment, Option<Moment>)> = sqlx::query_as(
        "select b.cashier_id, b.to_state, b.at_ms,
                (select a.at_ms from order_backlog a where a.order_id = b.order_id and a.to_state = 'assigned'
                    and a.cashier_id = b.cashier_id and a.id < b.id order by a.id desc limit 1)
           from order_backlog b join cash_orders c on c.order_id = b.order_id
          where b.to_state in ('completed', 'rejected') and $1 <= b.at_ms and b.at_ms < $2 and b.actor_id = b.cashier_id
          order by b.at_ms desc, b.id desc limit $3",
    )
    .bind(period.from.map_or(i64::MIN, |moment| moment.ms()))
    .bind(period.before.map_or(i64::MAX, |moment| moment.ms()))
    .bind(endings_max)
    .fetch_all(source.conn())
    .await?;
    let ending = |(cashier, to_state, at, assigned_at): (MemberId, String, Moment, Option<Moment>)| {
        let ending = match to_state.as_str() {
            "completed" => Ending::Confirmed {
                took_ms: assigned_at.map_or(0, |assigned_at| at.ms_since(assigned_at).max(0)),
            },
            _ => Ending::Rejected,
        };
        (cashier, ending)
    };
    Ok(rows.into_iter().map(ending).collect())
}

/// Deposits and withdrawals that have not ended.
pub async fn count_open_requests(source: &mut impl Source) -> Result<OpenRequests, DbError> {
    let (pending, in_process, oldest): (i64, i64, Option<Moment>) = sqlx::query_as(
        "select cast(coalesce(sum(case o.state when 'pending' then 1 else 0 end), 0) as bigint),
                cast(coalesce(sum(case o.state when 'pending' then 0 else 1 end), 0) as bigint), min(o.created_at_ms)
           from orders o join cash_orders c on c.order_id = o.id where o.state in ('pending', 'assigned', 'processing')",
    )
    .fetch_one(source.conn())
    .await?;
    Ok(OpenRequests {
        pending,
        in_process,
        oldest,
    })
}

/// How many transactions there are of each category in each state. Cheaper than [`read_groups`]: it reads an index, and
/// looks only reversals and orders up.
pub async fn count_by_state(source: &mut impl Source) -> Result<BTreeMap<(Category, TransactionState), i64>, DbError> {
    let automatic: Vec<(Category, TransactionState, i64)> = sqlx::query_as(
        "select category, state, count(*) from player_transactions where order_id is null group by category, state",
    )
    .fetch_all(source.conn())
    .await?;
    let reverted: Vec<(Category, i64)> = sqlx::query_as(
        "select t.category, count(*) from player_reversals r join player_transactions t on t.id = r.transaction_id
          where t.order_id is null group by t.category",
    )
    .fetch_all(source.conn())
    .await?;
    let of_orders: Vec<(Category, TransactionState, i64)> = sqlx::query_as(concat!(
        "select t.category, ",
        state_of!(),
        " as state, count(*) from player_transactions t join orders o on o.id = t.order_id
           left join player_reversals r on r.transaction_id = t.id group by 1, 2"
    ))
    .fetch_all(source.conn())
    .await?;
    let mut counts = BTreeMap::new();
    for (category, state, count) in automatic.into_iter().chain(of_orders) {
        *counts.entry((category, state)).or_insert(0) += count;
    }
    for (category, count) in reverted {
        *counts.entry((category, TransactionState::Completed)).or_insert(0) -= count;
        *counts.entry((category, TransactionState::Reverted)).or_insert(0) += count;
    }
    Ok(counts)
}
