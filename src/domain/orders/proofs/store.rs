//! Captures that prove payments.

use super::NewProof;
use crate::clock::Moment;
use crate::coded_enum;
use crate::db::{DbError, Source, Tx};
use crate::domain::requests::ReceiptWanted;
use crate::ids::{MemberId, OrderId, ProofId};

/// A capture that proves a payment.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Proof {
    pub id: ProofId,
    pub sha256: String,
    pub bytes: i64,
    pub content_type: String,
    pub file_name: String,
    pub uploader_id: MemberId,
    pub uploaded_at_ms: Moment,
}

coded_enum! {
    /// What a capture proves.
    pub(super) enum ProofPart {
        /// The cashier paid.
        Payment => "payment",
        /// The client paid the desk.
        Receipt => "receipt",
    }
}

/// The captures that an order was paid, first one first.
pub async fn list_proofs(source: &mut impl Source, order: OrderId) -> Result<Vec<Proof>, DbError> {
    list_of_part(source, order, ProofPart::Payment).await
}

/// The capture of the client's own payment to the desk.
pub async fn find_receipt(source: &mut impl Source, order: OrderId) -> Result<Option<Proof>, DbError> {
    Ok(list_of_part(source, order, ProofPart::Receipt).await?.pop())
}

async fn list_of_part(source: &mut impl Source, order: OrderId, part: ProofPart) -> Result<Vec<Proof>, DbError> {
    Ok(sqlx::query_as(
        "select id, sha256, bytes, content_type, file_name, uploader_id, uploaded_at_ms from proofs
          where order_id = $1 and part = $2 order by id limit 50",
    )
    .bind(order)
    .bind(part)
    .fetch_all(source.conn())
    .await?)
}

pub(crate) async fn has_proof(source: &mut impl Source, order: OrderId) -> Result<bool, DbError> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from proofs where order_id = $1 and part = 'payment'")
        .bind(order)
        .fetch_one(source.conn())
        .await?;
    Ok(0 < count)
}

/// Another order, not cancelled or rejected, that the same bytes prove.
pub(super) async fn find_other_order_with(
    source: &mut impl Source,
    sha256: &str,
    order: OrderId,
) -> Result<Option<OrderId>, DbError> {
    let row: Option<(OrderId,)> = sqlx::query_as(
        "select p.order_id from proofs p join orders o on o.id = p.order_id
          where p.sha256 = $1 and p.part = 'payment' and p.order_id <> $2 and o.state in ('processing', 'completed')
          order by p.id limit 1",
    )
    .bind(sha256.to_owned())
    .bind(order)
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(|(order,)| order))
}

/// The order, open or paid, that a client paid for with these bytes.
pub(crate) async fn find_order_paid_with(source: &mut impl Source, sha256: &str) -> Result<Option<OrderId>, DbError> {
    let row: Option<(OrderId,)> = sqlx::query_as(
        "select p.order_id from proofs p join orders o on o.id = p.order_id
          where p.sha256 = $1 and p.part = 'receipt'
            and o.state in ('pending', 'assigned', 'processing', 'completed')
          order by p.id limit 1",
    )
    .bind(sha256.to_owned())
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(|(order,)| order))
}

/// Keeps how a client paid the desk for a new order.
pub(crate) async fn insert_receipt(
    tx: &mut Tx,
    order: OrderId,
    receipt: &ReceiptWanted,
    client: MemberId,
    at: Moment,
) -> Result<(), DbError> {
    let proof = NewProof {
        order,
        sha256: receipt.sha256.clone(),
        bytes: receipt.bytes,
        content_type: receipt.content_type.clone(),
        file_name: receipt.file_name.clone(),
        message: receipt.message,
    };
    insert(tx, &proof, ProofPart::Receipt, client, at).await?;
    Ok(())
}

/// `None` when the order already has these bytes.
pub(super) async fn insert_proof(
    tx: &mut Tx,
    proof: &NewProof,
    uploader: MemberId,
    at: Moment,
) -> Result<Option<ProofId>, DbError> {
    insert(tx, proof, ProofPart::Payment, uploader, at).await
}

async fn insert(
    tx: &mut Tx,
    proof: &NewProof,
    part: ProofPart,
    uploader: MemberId,
    at: Moment,
) -> Result<Option<ProofId>, DbError> {
    let row: Option<(ProofId,)> = sqlx::query_as(
        "insert into proofs (order_id, sha256, bytes, content_type, file_name, uploader_id, source_message_id,
             uploaded_at_ms, part)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (order_id, sha256) do nothing returning id",
    )
    .bind(proof.order)
    .bind(proof.sha256.clone())
    .bind(proof.bytes)
    .bind(proof.content_type.clone())
    .bind(proof.file_name.clone())
    .bind(uploader)
    .bind(proof.message)
    .bind(at)
    .bind(part)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(id,)| id))
}
