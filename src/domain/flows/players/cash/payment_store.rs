//! Reads and writes what is said about payments.

use super::payment::{PaymentDetails, PaymentPart, SaidPayment};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::kernel::money::Money;
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

/// What was said about the payment of an order, in that order.
pub async fn list_payments(source: &mut impl Source, order: OrderId) -> Result<Vec<SaidPayment>, DbError> {
    let rows: Vec<PaymentRow> = sqlx::query_as(
        "select part, said_by, method, bank_reference, bank_from, bank_to, proof_url, notes, phone_from, id_card_from, at_ms
           from cash_payments where order_id = $1 order by id limit 100",
    )
    .bind(order)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(SaidPayment::from).collect())
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

/// Another deposit, open or completed, about whose payment the same was said: the same address of a picture; or the same
/// bank reference and amount, where the banks that both name are the same.
pub(super) async fn find_same_payment(
    tx: &mut Tx,
    order: OrderId,
    amount: Money,
    details: &PaymentDetails,
) -> Result<Option<OrderId>, DbError> {
    let same: Option<(OrderId,)> = sqlx::query_as(
        "select o.id from cash_payments p join orders o on o.id = p.order_id
          where o.id <> $1 and o.kind = 'deposit' and o.state in ('pending', 'assigned', 'processing', 'completed')
            and (p.proof_url = $2
                 or (p.reference_key = nullif(ltrim(replace(replace(replace(replace(upper($3), ' ', ''), '-', ''), '.', ''), '/', ''), '0'), '')
                     and o.currency = $4 and o.amount_minor = $5
                     and (p.bank_from is null or $6 = '' or lower(p.bank_from) = lower($6))
                     and (p.bank_to is null or $7 = '' or lower(p.bank_to) = lower($7))))
          order by p.id limit 1",
    )
    .bind(order)
    .bind(details.proof_url.clone())
    .bind(details.bank_reference.clone())
    .bind(amount.currency())
    .bind(amount.minor())
    .bind(details.bank_from.clone().unwrap_or_default())
    .bind(details.bank_to.clone().unwrap_or_default())
    .fetch_optional(tx.conn())
    .await?;
    Ok(same.map(|(order,)| order))
}
