//! Reads the desk's figures. All of it by indexes of what is open or waits, so that it costs the same after ten years.

use super::gauges::{CashierFloat, Ending, FLOATS_MAX, OpenOrders, Outbox};
use crate::clock::Moment;
use crate::db::{DbError, Reader, Source as _};
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::kernel::outbox;
use crate::domain::orders::{Kind, OrderState};
use crate::ids::MemberId;

pub(super) async fn count_open(reader: &mut Reader) -> Result<Vec<OpenOrders>, DbError> {
    let rows: Vec<(String, OrderState, i64, Moment)> = sqlx::query_as(
        "select kind, state, count(*), min(created_at_ms) from orders
          where state in ('pending', 'assigned', 'processing')
          group by kind, state order by kind, state limit 1000",
    )
    .fetch_all(reader.conn())
    .await?;
    let open = |(kind, state, count, oldest): (String, OrderState, i64, Moment)| {
        let kind = Kind::of_code(&kind)?;
        Ok(OpenOrders {
            kind,
            state,
            count,
            oldest,
        })
    };
    rows.into_iter().map(open).collect()
}

pub(super) async fn list_floats(reader: &mut Reader) -> Result<Vec<CashierFloat>, DbError> {
    let rows: Vec<(MemberId, Currency, i64, i64, i64)> = sqlx::query_as(
        "select a.member_id, a.currency, m.available,
                cast(sum(coalesce(l.balance_minor - l.held_minor - coalesce(l.floor_minor, 0), 0)) as bigint),
                cast(sum(coalesce(p.promised_minor, 0)) as bigint)
           from accounts a
           join members m on m.id = a.member_id
           left join ledger_accounts l on l.code = 'account:' || cast(a.id as text) || ':' || a.currency
           left join (select account_id, cast(sum(float_minor) as bigint) as promised_minor from orders
                       where state in ('pending', 'assigned', 'processing') and state <> 'pending'
                         and account_id is not null
                       group by account_id) p on p.account_id = a.id
          where a.class = 'bank' and a.state = 'active' and m.role = 'cashier' and m.active = 1 and m.left_at_ms is null
          group by a.member_id, a.currency, m.available
          order by a.member_id, a.currency limit $1",
    )
    .bind(FLOATS_MAX)
    .fetch_all(reader.conn())
    .await?;
    let float = |(cashier, currency, available, minor, promised)| CashierFloat {
        cashier,
        takes_orders: available == 1,
        available: Money::from_minor(minor, currency),
        promised: Money::from_minor(promised, currency),
    };
    Ok(rows.into_iter().map(float).collect())
}

pub(super) async fn read_outbox(reader: &mut Reader) -> Result<Outbox, DbError> {
    let (detoured, lanes_closed): (i64, i64) = sqlx::query_as(
        "select (select count(*) from tellings where state in ('waiting', 'detoured') and state = 'detoured'),
                (select count(*) from telling_lanes where closed is not null)",
    )
    .fetch_one(reader.conn())
    .await?;
    let mut oldest: Option<Moment> = None;
    for statement in [
        "select min(created_at_ms) from outbox where state = 'waiting'",
        "select min(made_at_ms) from tellings where state = 'waiting'",
    ] {
        let (found,): (Option<Moment>,) = sqlx::query_as(statement).fetch_one(reader.conn()).await?;
        oldest = [oldest, found].into_iter().flatten().min();
    }
    Ok(Outbox {
        waiting: outbox::count_waiting(reader).await?,
        detoured,
        set_aside: outbox::count_set_aside(reader).await?,
        lanes_closed,
        oldest,
    })
}

pub(super) async fn find_newest_backlog(reader: &mut Reader) -> Result<i64, DbError> {
    let (newest,): (Option<i64>,) = sqlx::query_as("select max(id) from order_backlog")
        .fetch_one(reader.conn())
        .await?;
    Ok(newest.unwrap_or(0))
}

pub(super) async fn list_endings(reader: &mut Reader, after: i64, rows_max: i64) -> Result<Vec<Ending>, DbError> {
    let rows: Vec<(i64, String, OrderState, Moment, Moment)> = sqlx::query_as(
        "select b.id, o.kind, b.to_state, b.at_ms, o.created_at_ms
           from order_backlog b join orders o on o.id = b.order_id
          where $1 < b.id and b.to_state in ('completed', 'reversed', 'returned', 'rejected', 'cancelled')
          order by b.id limit $2",
    )
    .bind(after)
    .bind(rows_max)
    .fetch_all(reader.conn())
    .await?;
    let ending = |(id, kind, state, at, made_at): (i64, String, OrderState, Moment, Moment)| {
        let kind = Kind::of_code(&kind)?;
        Ok(Ending {
            id,
            kind,
            state,
            at,
            made_at,
        })
    };
    rows.into_iter().map(ending).collect()
}
