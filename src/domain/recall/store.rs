//! Receipts.

use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::ids::RequestId;

#[derive(sqlx::FromRow)]
pub(super) struct Receipt {
    pub(super) use_case: String,
    pub(super) input: String,
    pub(super) outcome: String,
}

pub(super) async fn find_receipt(tx: &mut Tx, request: &RequestId) -> Result<Option<Receipt>, DbError> {
    Ok(
        sqlx::query_as("select use_case, input, outcome from receipts where request_id = $1")
            .bind(request.clone())
            .fetch_optional(tx.conn())
            .await?,
    )
}

pub(super) async fn insert_receipt(
    tx: &mut Tx,
    request: &RequestId,
    receipt: &Receipt,
    at: Moment,
) -> Result<(), DbError> {
    let written = sqlx::query(
        "insert into receipts (request_id, use_case, input, outcome, at_ms) values ($1, $2, $3, $4, $5)
         on conflict (request_id) do nothing",
    )
    .bind(request.clone())
    .bind(&receipt.use_case)
    .bind(&receipt.input)
    .bind(&receipt.outcome)
    .bind(at)
    .execute(tx.conn())
    .await?
    .rows_affected();
    if written == 1 {
        Ok(())
    } else {
        Err(DbError::Raced("receipts"))
    }
}
