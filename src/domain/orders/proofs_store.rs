//! Reads and writes the captures that prove payments.

use super::proofs::NewProof;
use crate::clock::Moment;
use crate::coded_enum;
use crate::db::{DbError, Source, Tx};
use crate::domain::kernel::outbox::CaptureUse;
use crate::domain::people::requests::StoredCapture;
use crate::ids::{MemberId, OrderId, ProofId, RequestNumber};

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
    /// The bank's reference of the payment, as typed.
    pub reference: Option<String>,
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

/// The captures that prove the payment of an order, in the order in which they came.
pub async fn list_proofs(source: &mut impl Source, order: OrderId) -> Result<Vec<Proof>, DbError> {
    list_of_part(source, order, ProofPart::Payment).await
}

/// The captures of an order that its sender may see, in the order in which they came. Files that were sent for another
/// order before are left out, because they may show somebody else's payment. If nothing is left, the last capture is
/// returned.
pub async fn list_shown_proofs(source: &mut impl Source, order: OrderId) -> Result<Vec<Proof>, DbError> {
    let mut all = list_proofs(source, order).await?;
    let elsewhere: Vec<(ProofId,)> = sqlx::query_as(
        "select distinct own.id from proofs own
           join proofs e on e.sha256 = own.sha256 and e.order_id <> own.order_id and e.id < own.id
          where own.order_id = $1 and own.part = 'payment' limit 50",
    )
    .bind(order)
    .fetch_all(source.conn())
    .await?;
    if let Some(last) = all.pop() {
        let is_own = |proof: &Proof| elsewhere.iter().all(|(id,)| *id != proof.id);
        all.retain(is_own);
        if all.is_empty() || is_own(&last) {
            all.push(last);
        }
    }
    Ok(all)
}

/// The capture of the client's own payment to the desk.
pub async fn find_receipt(source: &mut impl Source, order: OrderId) -> Result<Option<Proof>, DbError> {
    Ok(list_of_part(source, order, ProofPart::Receipt).await?.pop())
}

async fn list_of_part(source: &mut impl Source, order: OrderId, part: ProofPart) -> Result<Vec<Proof>, DbError> {
    Ok(sqlx::query_as(
        "select id, sha256, bytes, content_type, file_name, uploader_id, uploaded_at_ms, reference from proofs
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

/// What else this file proves, regardless of who sent it and why: another order that is open or paid, or else a payout.
/// The same capture can be sent by a cashier and then by a client, so any earlier use of the same file counts. `but`:
/// the order that does not count.
pub(crate) async fn find_capture_use(
    source: &mut impl Source,
    sha256: &str,
    but: Option<OrderId>,
) -> Result<Option<CaptureUse>, DbError> {
    let order: Option<(OrderId,)> = sqlx::query_as(
        "select p.order_id from proofs p join orders o on o.id = p.order_id
          where p.sha256 = $1 and p.order_id <> $2 and o.state in ('pending', 'assigned', 'processing', 'completed')
          order by p.id limit 1",
    )
    .bind(sha256.to_owned())
    .bind(but.map_or(0, OrderId::get))
    .fetch_optional(source.conn())
    .await?;
    if let Some((order,)) = order {
        return Ok(Some(CaptureUse::Order(order)));
    }
    let payout: Option<(RequestNumber,)> =
        sqlx::query_as("select request_id from request_proofs where sha256 = $1 order by id limit 1")
            .bind(sha256.to_owned())
            .fetch_optional(source.conn())
            .await?;
    Ok(payout.map(|(payout,)| CaptureUse::Payout(payout)))
}

/// Stores the capture of a client's payment to the desk for a new order.
pub(crate) async fn insert_receipt(
    tx: &mut Tx,
    order: OrderId,
    receipt: &StoredCapture,
    client: MemberId,
    at: Moment,
) -> Result<(), DbError> {
    let of = Of {
        order,
        part: ProofPart::Receipt,
        reference: None,
    };
    insert(tx, &of, receipt, client, at).await?;
    Ok(())
}

/// Stores a capture of the payment; `None` when the order already has the same file.
pub(super) async fn insert_proof(
    tx: &mut Tx,
    proof: &NewProof,
    uploader: MemberId,
    at: Moment,
) -> Result<Option<ProofId>, DbError> {
    let of = Of {
        order: proof.order,
        part: ProofPart::Payment,
        reference: proof.reference.as_deref(),
    };
    insert(tx, &of, &proof.capture, uploader, at).await
}

/// The order that a capture belongs to, what it proves there, and the bank's reference.
struct Of<'a> {
    order: OrderId,
    part: ProofPart,
    reference: Option<&'a str>,
}

async fn insert(
    tx: &mut Tx,
    of: &Of<'_>,
    capture: &StoredCapture,
    uploader: MemberId,
    at: Moment,
) -> Result<Option<ProofId>, DbError> {
    let row: Option<(ProofId,)> = sqlx::query_as(
        "insert into proofs (order_id, sha256, bytes, content_type, file_name, uploader_id, source_message_id,
             uploaded_at_ms, part, reference)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (order_id, sha256) do nothing returning id",
    )
    .bind(of.order)
    .bind(capture.sha256.clone())
    .bind(capture.bytes)
    .bind(capture.content_type.clone())
    .bind(capture.file_name.clone())
    .bind(uploader)
    .bind(capture.message)
    .bind(at)
    .bind(of.part)
    .bind(of.reference.map(str::to_owned))
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(id,)| id))
}

/// The hashes of all captures that these books name, of orders and of requests, after `after` in their order. For
/// backups: whose captures they are is not asked.
pub async fn list_capture_names(source: &mut impl Source, after: &str, rows_max: i64) -> Result<Vec<String>, DbError> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select sha256 from (select sha256 from proofs union select sha256 from request_proofs) named
          where $1 < sha256 order by sha256 limit $2",
    )
    .bind(after.to_owned())
    .bind(rows_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(|(sha256,)| sha256).collect())
}
