//! Reads and writes the terms of deposits and withdrawals.

use std::collections::HashMap;

use sqlx::AssertSqlSafe;

use super::CashTerms;
use crate::db::{DbError, Source, Tx, placeholders};
use crate::ids::{AccountId, OrderId};

/// How many terms one statement reads.
const TERMS_MAX: usize = 500;

#[derive(sqlx::FromRow)]
struct TermsRow {
    order_id: OrderId,
    account_id: AccountId,
    method: String,
}

pub(super) async fn insert_terms(tx: &mut Tx, order: OrderId, terms: &CashTerms) -> Result<(), DbError> {
    sqlx::query("insert into cash_orders (order_id, account_id, method) values ($1, $2, $3)")
        .bind(order)
        .bind(terms.account)
        .bind(terms.method.clone())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The terms of a deposit or withdrawal; `None` for an order of another kind.
pub async fn find_cash_terms(source: &mut impl Source, order: OrderId) -> Result<Option<CashTerms>, DbError> {
    Ok(list_cash_terms(source, &[order]).await?.remove(&order))
}

/// # Errors
/// [`DbError::Corrupt`] when the order has none.
pub(super) async fn get_terms(source: &mut impl Source, order: OrderId) -> Result<CashTerms, DbError> {
    let terms = find_cash_terms(source, order).await?;
    terms.ok_or_else(|| DbError::Corrupt(format!("order {order} has no terms of a deposit or withdrawal")))
}

/// The terms of those orders among these that are deposits or withdrawals.
pub async fn list_cash_terms(
    source: &mut impl Source,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, CashTerms>, DbError> {
    let mut known = HashMap::new();
    for some in orders.chunks(TERMS_MAX) {
        // Safe: names and placeholders only.
        let sql = format!(
            "select order_id, account_id, method from cash_orders where order_id in ({})",
            placeholders(1, some.len())
        );
        let query = some
            .iter()
            .fold(sqlx::query_as(AssertSqlSafe(sql)), |query, order| query.bind(*order));
        let rows: Vec<TermsRow> = query.fetch_all(source.conn()).await?;
        let terms = |row: TermsRow| {
            let terms = CashTerms {
                account: row.account_id,
                method: row.method,
            };
            (row.order_id, terms)
        };
        known.extend(rows.into_iter().map(terms));
    }
    Ok(known)
}
