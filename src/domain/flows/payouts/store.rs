//! Reads and writes the captures of payouts.

use super::NewPayoutProof;
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::kernel::outbox::CaptureUse;
use crate::ids::{MemberId, OrderId, RequestNumber};

/// A capture that proves a payout.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PayoutProof {
    pub sha256: String,
    pub content_type: String,
    pub file_name: String,
}

/// A payout's captures, in the order in which they came.
pub async fn list_proofs(source: &mut impl Source, number: RequestNumber) -> Result<Vec<PayoutProof>, DbError> {
    Ok(sqlx::query_as(
        "select sha256, content_type, file_name from request_proofs where request_id = $1 order by id limit 50",
    )
    .bind(number)
    .fetch_all(source.conn())
    .await?)
}

/// The captures that the payee may see. Files that were also sent for an order, or for another payout before, are left
/// out, because they may show somebody else's payment. If nothing is left, the last capture is returned.
pub async fn list_shown_proofs(source: &mut impl Source, number: RequestNumber) -> Result<Vec<PayoutProof>, DbError> {
    let own: Vec<PayoutProof> = sqlx::query_as(
        "select r.sha256, r.content_type, r.file_name from request_proofs r
          where r.request_id = $1 and not exists (select 1 from proofs p where p.sha256 = r.sha256)
            and not exists (select 1 from request_proofs e
                             where e.sha256 = r.sha256 and e.request_id <> r.request_id and e.id < r.id)
          order by r.id limit 50",
    )
    .bind(number)
    .fetch_all(source.conn())
    .await?;
    match own.is_empty() {
        true => Ok(list_proofs(source, number).await?.pop().into_iter().collect()),
        false => Ok(own),
    }
}

pub(super) async fn has_proof(tx: &mut Tx, number: RequestNumber) -> Result<bool, DbError> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from request_proofs where request_id = $1")
        .bind(number)
        .fetch_one(tx.conn())
        .await?;
    Ok(0 < count)
}

/// What else this file proves: another payout, or else an order that was not rejected or cancelled.
pub(super) async fn find_other_use(
    tx: &mut Tx,
    sha256: &str,
    number: RequestNumber,
) -> Result<Option<CaptureUse>, DbError> {
    let payout: Option<(RequestNumber,)> = sqlx::query_as(
        "select request_id from request_proofs where sha256 = $1 and request_id <> $2 order by id limit 1",
    )
    .bind(sha256.to_owned())
    .bind(number)
    .fetch_optional(tx.conn())
    .await?;
    if let Some((payout,)) = payout {
        return Ok(Some(CaptureUse::Payout(payout)));
    }
    let order: Option<(OrderId,)> = sqlx::query_as(
        "select p.order_id from proofs p join orders o on o.id = p.order_id
          where p.sha256 = $1 and o.state not in ('rejected', 'cancelled') order by p.id limit 1",
    )
    .bind(sha256.to_owned())
    .fetch_optional(tx.conn())
    .await?;
    Ok(order.map(|(order,)| CaptureUse::Order(order)))
}

/// Stores a capture of a payout; `false` when the payout already has the same file.
pub(super) async fn insert_proof(
    tx: &mut Tx,
    proof: &NewPayoutProof,
    uploader: MemberId,
    at: Moment,
) -> Result<bool, DbError> {
    let capture = &proof.capture;
    let inserted = sqlx::query(
        "insert into request_proofs (request_id, sha256, bytes, content_type, file_name, uploader_id,
             source_message_id, uploaded_at_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (request_id, sha256) do nothing",
    )
    .bind(proof.number)
    .bind(capture.sha256.clone())
    .bind(capture.bytes)
    .bind(capture.content_type.clone())
    .bind(capture.file_name.clone())
    .bind(uploader)
    .bind(capture.message)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(0 < inserted.rows_affected())
}
