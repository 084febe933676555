//! Reads what orders are searched by. Letters are compared in Rust, because the engines do not know accents alike.

use std::collections::HashMap;

use rust_decimal::Decimal;
use sqlx::AssertSqlSafe;

use crate::db::{DbError, Reader, Source as _, placeholders};
use crate::domain::books::ledger::Period;
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::orders::{Which, Whose};
use crate::ids::OrderId;

/// More marks than any order has, for one piece.
const MARKS_MAX: i64 = 20_000;
const FIRST_STATE: usize = 6;

/// Which orders are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scope {
    pub(super) whose: Whose,
    pub(super) which: Which,
    /// They were made or ended in it.
    pub(super) period: Option<Period>,
}

/// What one order is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Searched {
    pub(super) order: OrderId,
    pub(super) texts: Vec<String>,
    pub(super) amounts: Vec<Decimal>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: OrderId,
    currency: Currency,
    amount_minor: i64,
    fee_minor: i64,
    receive_currency: Option<Currency>,
    received_minor: Option<i64>,
    beneficiary: Option<String>,
    payee: Option<String>,
    account_number: Option<String>,
    phone: Option<String>,
    document_id: Option<String>,
    owner: String,
    creator: String,
    cashier: Option<String>,
    cashier_discord: Option<String>,
}

impl From<Row> for Searched {
    fn from(row: Row) -> Self {
        let total = row.amount_minor.saturating_add(row.fee_minor);
        let sent = [row.amount_minor, total].map(|minor| Money::from_minor(minor, row.currency));
        let received = row.received_minor.zip(row.receive_currency);
        let received = received.map(|(minor, currency)| Money::from_minor(minor, currency));
        let amounts = sent.into_iter().chain(received);
        let texts = [
            row.beneficiary,
            row.payee,
            row.account_number,
            row.phone,
            row.document_id,
            Some(row.owner),
            Some(row.creator),
            row.cashier,
            row.cashier_discord,
        ];
        Self {
            order: row.id,
            texts: texts.into_iter().flatten().collect(),
            amounts: amounts.map(|amount| amount.to_decimal().normalize()).collect(),
        }
    }
}

/// The orders of a scope before this one, newest first, at most so many.
pub(super) async fn list(
    reader: &mut Reader,
    scope: &Scope,
    before: i64,
    orders_max: i64,
) -> Result<Vec<Searched>, DbError> {
    let (whose, member) = match scope.whose {
        Whose::Everybody => ("$1 = 0", 0),
        Whose::Cashier(member) => ("o.cashier_id = $1", member.get()),
        Whose::Sender(member) => ("(o.owner_id = $1 or o.creator_id = $1)", member.get()),
    };
    let states = scope.which.states();
    // Safe: names and placeholders only.
    let sql = format!(
        "select o.id, o.currency, o.amount_minor, o.fee_minor, t.receive_currency, t.received_minor, o.beneficiary,
                g.beneficiary_name as payee, g.account_number, g.phone, g.document_id,
                coalesce(w.display_name, w.name) as owner, coalesce(c.display_name, c.name) as creator,
                coalesce(k.display_name, k.name) as cashier, k.name as cashier_discord
           from orders o
           left join transfer_orders t on t.order_id = o.id
           left join giro_orders g on g.order_id = o.id
           join members w on w.id = o.owner_id
           join members c on c.id = o.creator_id
           left join members k on k.id = o.cashier_id
          where {whose} and o.id < $2
            and (($3 <= o.created_at_ms and o.created_at_ms < $4) or ($3 <= o.ended_at_ms and o.ended_at_ms < $4))
            and o.state in ({})
          order by o.id desc limit $5",
        placeholders(FIRST_STATE, states.len())
    );
    let period = scope.period.unwrap_or(Period::ALWAYS);
    let query = sqlx::query_as(AssertSqlSafe(sql))
        .bind(member)
        .bind(before)
        .bind(period.from)
        .bind(period.until)
        .bind(orders_max);
    let query = states.into_iter().fold(query, |query, state| query.bind(state));
    let rows: Vec<Row> = query.fetch_all(reader.conn()).await?;
    let mut found: Vec<Searched> = rows.into_iter().map(Searched::from).collect();
    add_references(reader, &mut found).await?;
    Ok(found)
}

/// The references of their payments, however they came.
async fn add_references(reader: &mut Reader, found: &mut [Searched]) -> Result<(), DbError> {
    if found.is_empty() {
        return Ok(());
    }
    // Safe: names and placeholders only.
    let sql = format!(
        "select order_id, mark from payment_marks where part = 'reference' and order_id in ({}) limit {MARKS_MAX}",
        placeholders(1, found.len())
    );
    let query = found.iter().fold(sqlx::query_as(AssertSqlSafe(sql)), |query, order| {
        query.bind(order.order)
    });
    let rows: Vec<(OrderId, String)> = query.fetch_all(reader.conn()).await?;
    let mut marks: HashMap<OrderId, Vec<String>> = HashMap::new();
    for (order, mark) in rows {
        marks.entry(order).or_default().push(mark);
    }
    for order in found {
        order.texts.extend(marks.remove(&order.order).unwrap_or_default());
    }
    Ok(())
}
