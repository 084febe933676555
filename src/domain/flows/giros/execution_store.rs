//! Reads and writes how giros were paid.

use std::collections::HashMap;

use sqlx::AssertSqlSafe;

use super::{Execution, ExecutionType};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx, placeholders};
use crate::domain::kernel::money::{Currency, Money};
use crate::ids::{AccountId, MemberId, OrderId};

/// How many executions one statement reads.
const EXECUTIONS_MAX: usize = 500;

type ExecutionRow = (
    OrderId,
    AccountId,
    ExecutionType,
    i64,
    Currency,
    Option<String>,
    MemberId,
    Moment,
);

pub(super) async fn insert_execution(tx: &mut Tx, order: OrderId, execution: &Execution) -> Result<(), DbError> {
    sqlx::query(
        "insert into giro_executions (order_id, account_id, execution_type, commission_minor, proof_url, executed_by, at_ms)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(order)
    .bind(execution.account)
    .bind(execution.way)
    .bind(execution.commission.minor())
    .bind(execution.proof_url.clone())
    .bind(execution.by)
    .bind(execution.at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn find_execution(source: &mut dyn Source, order: OrderId) -> Result<Option<Execution>, DbError> {
    Ok(list_executions(source, &[order]).await?.remove(&order))
}

/// How these giros were paid; those that were not are left out.
pub async fn list_executions(
    source: &mut dyn Source,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, Execution>, DbError> {
    let mut known = HashMap::new();
    for some in orders.chunks(EXECUTIONS_MAX) {
        // Safe: names and placeholders only.
        let sql = format!(
            "select e.order_id, e.account_id, e.execution_type, e.commission_minor, o.currency, e.proof_url, e.executed_by,
                    e.at_ms
               from giro_executions e join orders o on o.id = e.order_id where e.order_id in ({})",
            placeholders(1, some.len())
        );
        let query = some
            .iter()
            .fold(sqlx::query_as(AssertSqlSafe(sql)), |query, order| query.bind(*order));
        let rows: Vec<ExecutionRow> = query.fetch_all(source.conn()).await?;
        for (order, account, way, commission, currency, proof_url, by, at) in rows {
            let execution = Execution {
                account,
                way,
                commission: Money::from_minor(commission, currency),
                proof_url,
                by,
                at,
            };
            known.insert(order, execution);
        }
    }
    Ok(known)
}
