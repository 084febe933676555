//! Reads and writes what is said about payments.

use super::payment::{PaymentDetails, PaymentPart, SaidPayment};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::orders::{self, Proof};
use crate::ids::{MemberId, OrderId};

#[derive(sqlx::FromRow)]
struct PaymentRow {
    part: PaymentPart,
    said_by: MemberId,
    method: Option<String>,
    bank_reference: Option<String>,
    bank_from: Option<String>,
    bank_to: Option<String>,
    proof_url: Option<String>,
    notes: Option<String>,
    phone_from: Option<String>,
    id_card_from: Option<String>,
    at_ms: Moment,
}

impl From<PaymentRow> for SaidPayment {
    fn from(row: PaymentRow) -> Self {
        Self {
            part: row.part,
            by: row.said_by,
            at: row.at_ms,
            details: PaymentDetails {
                method: row.method,
                bank_reference: row.bank_reference,
                bank_from: row.bank_from,
                bank_to: row.bank_to,
                proof_url: row.proof_url,
                notes: row.notes,
                phone_from: row.phone_from,
                id_card_from: row.id_card_from,
            },
        }
    }
}

/// What was said about the payment of an order, in that order: over the API, and as the reference of a capture in Discord.
pub async fn list_payments(source: &mut impl Source, order: OrderId) -> Result<Vec<SaidPayment>, DbError> {
    let rows: Vec<PaymentRow> = sqlx::query_as(
        "select part, said_by, method, bank_reference, bank_from, bank_to, proof_url, notes, phone_from, id_card_from, at_ms
           from cash_payments where order_id = $1 order by id limit 100",
    )
    .bind(order)
    .fetch_all(source.conn())
    .await?;
    let mut said: Vec<SaidPayment> = rows.into_iter().map(SaidPayment::from).collect();
    let proofs = orders::list_proofs(source, order).await?;
    said.extend(proofs.into_iter().filter_map(said_with));
    said.sort_by_key(|said| said.at);
    Ok(said)
}

/// What a capture of the cashier's says beside itself.
fn said_with(proof: Proof) -> Option<SaidPayment> {
    let details = PaymentDetails {
        bank_reference: Some(proof.reference?),
        ..PaymentDetails::default()
    };
    Some(SaidPayment {
        part: PaymentPart::Cashier,
        by: proof.uploader_id,
        at: proof.uploaded_at_ms,
        details,
    })
}

pub(super) async fn insert_payment(tx: &mut Tx, order: OrderId, said: &SaidPayment) -> Result<(), DbError> {
    let details = said.details.clone();
    sqlx::query(
        "insert into cash_payments (order_id, part, said_by, method, bank_reference, bank_from, bank_to, proof_url, notes,
             phone_from, id_card_from, at_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(order)
    .bind(said.part)
    .bind(said.by)
    .bind(details.method)
    .bind(details.bank_reference)
    .bind(details.bank_from)
    .bind(details.bank_to)
    .bind(details.proof_url)
    .bind(details.notes)
    .bind(details.phone_from)
    .bind(details.id_card_from)
    .bind(said.at)
    .execute(tx.conn())
    .await?;
    Ok(())
}
