//! Receipts.

use crate::clock::Moment;
use crate::db::{DbError, Source, Statement, Tx, Value};
use crate::ids::RequestId;

#[derive(sqlx::FromRow)]
pub(super) struct Receipt {
    pub(super) use_case: String,
    pub(super) input: String,
    pub(super) outcome: String,
}

pub(super) async fn find_receipt(source: &mut impl Source, request: &RequestId) -> Result<Option<Receipt>, DbError> {
    Ok(
        sqlx::query_as("select use_case, input, outcome from receipts where request_id = $1")
            .bind(request.clone())
            .fetch_optional(source.conn())
            .await?,
    )
}

/// Writes a receipt when the unit ends. When another unit wrote one for the same request, the unique key is taken and
/// this unit has lost the race.
pub(super) fn insert_receipt(tx: &mut Tx, request: &RequestId, receipt: Receipt, at: Moment) {
    let mut statement = Statement::insert(
        "insert into receipts (request_id, use_case, input, outcome, at_ms) values",
        5,
    );
    statement.row([
        Value::Text(request.as_str().to_owned()),
        Value::Text(receipt.use_case),
        Value::Text(receipt.input),
        Value::Text(receipt.outcome),
        Value::Integer(Some(at.ms())),
    ]);
    tx.write_at_end(statement);
}
