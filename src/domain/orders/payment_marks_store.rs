//! Writes and reads what payments are known by.

use super::Order;
use super::payment_marks::{PaymentMarks, may_be_same_bank};
use crate::clock::Moment;
use crate::coded_enum;
use crate::db::{DbError, Source, Tx};
use crate::domain::kernel::outbox::CaptureUse;
use crate::ids::{MemberId, OrderId, RequestNumber};

coded_enum! {
    pub enum MarkPart {
        Reference => "reference",
        Picture => "picture",
    }
}

/// Notes what a payment of an order is known by; nothing when it is known by nothing.
pub(crate) async fn insert_marks(tx: &mut Tx, order: OrderId, marks: &PaymentMarks, at: Moment) -> Result<(), DbError> {
    for (part, mark) in [
        (MarkPart::Reference, &marks.reference),
        (MarkPart::Picture, &marks.picture),
    ] {
        let Some(mark) = mark else { continue };
        sqlx::query(
            "insert into payment_marks (order_id, part, mark, bank_from, bank_to, at_ms) values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(order)
        .bind(part)
        .bind(mark.clone())
        .bind(marks.bank_from.clone())
        .bind(marks.bank_to.clone())
        .bind(at)
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// A mark of older books.
pub(super) struct OlderMark {
    pub(super) id: i64,
    order: OrderId,
    pub(super) part: MarkPart,
    pub(super) mark: String,
    at: Moment,
}

/// Up to which mark older ones are to be written again; `None` when that is done.
pub(super) async fn find_older_marks(source: &mut impl Source) -> Result<Option<i64>, DbError> {
    let row: Option<(i64,)> = sqlx::query_as("select up_to from older_marks limit 1")
        .fetch_optional(source.conn())
        .await?;
    Ok(row.map(|(up_to,)| up_to))
}

pub(super) async fn end_older_marks(tx: &mut Tx) -> Result<(), DbError> {
    sqlx::query("delete from older_marks").execute(tx.conn()).await?;
    Ok(())
}

/// Marks above an id, up to another one.
pub(super) async fn list_marks(
    source: &mut impl Source,
    (above, up_to): (i64, i64),
    rows_max: i64,
) -> Result<Vec<OlderMark>, DbError> {
    let rows: Vec<(i64, OrderId, MarkPart, String, Moment)> = sqlx::query_as(
        "select id, order_id, part, mark, at_ms from payment_marks where $1 < id and id <= $2 order by id limit $3",
    )
    .bind(above)
    .bind(up_to)
    .bind(rows_max)
    .fetch_all(source.conn())
    .await?;
    let older = |(id, order, part, mark, at)| OlderMark {
        id,
        order,
        part,
        mark,
        at,
    };
    Ok(rows.into_iter().map(older).collect())
}

/// Adds the plain form of a mark, unless its order has it; returns whether it was added.
pub(super) async fn insert_plain(tx: &mut Tx, older: &OlderMark, plain: &str) -> Result<bool, DbError> {
    let added = sqlx::query(
        "insert into payment_marks (order_id, part, mark, at_ms)
         select $1, $2, $3, $4
          where not exists (select 1 from payment_marks where order_id = $1 and part = $2 and mark = $3)",
    )
    .bind(older.order)
    .bind(older.part)
    .bind(plain.to_owned())
    .bind(older.at)
    .execute(tx.conn())
    .await?;
    Ok(added.rows_affected() == 1)
}

/// Another order in the same currency, open or completed, whose payment has the same reference.
pub(super) async fn find_reference_use(
    source: &mut impl Source,
    order: OrderId,
    marks: &PaymentMarks,
) -> Result<Option<OrderId>, DbError> {
    let Some(mark) = &marks.reference else { return Ok(None) };
    let found: Option<(OrderId,)> = sqlx::query_as(
        "select o.id from payment_marks p join orders o on o.id = p.order_id join orders mine on mine.id = $1
          where p.mark = $2 and p.part = 'reference' and o.id <> $1 and o.currency = mine.currency
            and o.state in ('pending', 'assigned', 'processing', 'completed')
          order by p.id limit 1",
    )
    .bind(order)
    .bind(mark.clone())
    .fetch_optional(source.conn())
    .await?;
    Ok(found.map(|(order,)| order))
}

#[derive(sqlx::FromRow)]
struct Twice {
    order_id: OrderId,
    own_from: Option<String>,
    own_to: Option<String>,
    bank_from: Option<String>,
    bank_to: Option<String>,
}

/// What the payment of an order proves besides it: another order of its kind that has the same picture, or the same
/// reference and amount and no other bank; or anything that has the same capture. An order that is still open counts
/// only when it had the payment first.
pub(crate) async fn find_used_twice(source: &mut impl Source, order: &Order) -> Result<Option<CaptureUse>, DbError> {
    let twice: Vec<Twice> = sqlx::query_as(
        "select p.order_id, own.bank_from as own_from, own.bank_to as own_to, p.bank_from, p.bank_to
           from payment_marks own
           join payment_marks p on p.mark = own.mark and p.part = own.part and p.order_id <> own.order_id
           join orders o on o.id = p.order_id
          where own.order_id = $1 and o.kind = $2
            and (own.part = 'picture' or (o.currency = $3 and o.amount_minor = $4))
            and (o.state = 'completed' or (o.state in ('pending', 'assigned', 'processing') and p.id < own.id))
          order by p.id limit 1000",
    )
    .bind(order.id)
    .bind(order.kind.code())
    .bind(order.amount.currency())
    .bind(order.amount.minor())
    .fetch_all(source.conn())
    .await?;
    let is_same = |twice: &&Twice| {
        may_be_same_bank(twice.own_from.as_deref(), twice.bank_from.as_deref())
            && may_be_same_bank(twice.own_to.as_deref(), twice.bank_to.as_deref())
    };
    if let Some(found) = twice.iter().find(is_same) {
        return Ok(Some(CaptureUse::Order(found.order_id)));
    }
    find_capture_used_twice(source, order.id).await
}

async fn find_capture_used_twice(source: &mut impl Source, order: OrderId) -> Result<Option<CaptureUse>, DbError> {
    let found: Option<(OrderId,)> = sqlx::query_as(
        "select p.order_id from proofs own
           join proofs p on p.sha256 = own.sha256 and p.order_id <> own.order_id
           join orders o on o.id = p.order_id
          where own.order_id = $1
            and (o.state = 'completed' or (o.state in ('pending', 'assigned', 'processing') and p.id < own.id))
          order by p.id limit 1",
    )
    .bind(order)
    .fetch_optional(source.conn())
    .await?;
    if let Some((found,)) = found {
        return Ok(Some(CaptureUse::Order(found)));
    }
    let payout: Option<(RequestNumber,)> = sqlx::query_as(
        "select r.request_id from proofs own join request_proofs r on r.sha256 = own.sha256
          where own.order_id = $1 order by r.id limit 1",
    )
    .bind(order)
    .fetch_optional(source.conn())
    .await?;
    Ok(payout.map(|(payout,)| CaptureUse::Payout(payout)))
}

/// Notes that a payment of an order was refused, because it proves something else.
pub(crate) async fn insert_refusal(
    tx: &mut Tx,
    order: OrderId,
    used: CaptureUse,
    by: MemberId,
    at: Moment,
) -> Result<(), DbError> {
    let used =
        serde_json::to_string(&used).map_err(|error| DbError::Corrupt(format!("a use of a payment: {error}")))?;
    sqlx::query("insert into payment_refusals (order_id, used, said_by, at_ms) values ($1, $2, $3, $4)")
        .bind(order)
        .bind(used)
        .bind(by)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// What the refused payment of an order proves, unless another payment was named since.
pub(crate) async fn find_refusal_that_counts(
    source: &mut impl Source,
    order: OrderId,
) -> Result<Option<CaptureUse>, DbError> {
    let row: Option<(String,)> = sqlx::query_as(
        "select r.used from payment_refusals r
          where r.order_id = $1
            and not exists (select 1 from payment_marks m where m.order_id = r.order_id and r.at_ms <= m.at_ms)
          order by r.id desc limit 1",
    )
    .bind(order)
    .fetch_optional(source.conn())
    .await?;
    let used = row.map(|(used,)| serde_json::from_str(&used));
    used.transpose()
        .map_err(|error| DbError::Corrupt(format!("order {order}, a refused payment: {error}")))
}
