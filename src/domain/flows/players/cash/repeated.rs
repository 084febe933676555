//! A payment that is used for a second deposit: it is refused, and superusers hear of it (FACTS: one payment proves one
//! order). Captures and what is said over the API are compared with each other (`orders::PaymentMarks`).

use super::payment::PaymentDetails;
use super::{CashError, Direction};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, CaptureUse, Notice};
use crate::domain::orders::{self, Order, PaymentMarks};
use crate::domain::people::requests::StoredCapture;
use crate::ids::{MemberId, OrderId};

/// A payment that was offered again, and by whom. `order`: the deposit that it was offered for, if that was there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepeatedPayment {
    pub by: MemberId,
    pub used: CaptureUse,
    pub order: Option<OrderId>,
}

/// Refuses a capture that proves something else already.
pub(super) async fn refuse_used_capture(tx: &mut Tx, receipt: &StoredCapture) -> Result<(), CashError> {
    match orders::find_capture_use(tx, &receipt.sha256, None).await? {
        Some(used) => Err(CashError::Repeated { used }),
        None => Ok(()),
    }
}

/// Notes what a payment is known by.
pub(super) async fn insert_marks(
    tx: &mut Tx,
    order: OrderId,
    details: &PaymentDetails,
    at: Moment,
) -> Result<(), DbError> {
    let marks = PaymentMarks::of(
        details.bank_reference.as_deref(),
        details.proof_url.as_deref(),
        (details.bank_from.as_deref(), details.bank_to.as_deref()),
    );
    orders::insert_marks(tx, order, &marks, at).await
}

/// What the payment of a deposit, as it is known now, proves besides it; `None` for a withdrawal.
pub(super) async fn find_used_twice(tx: &mut Tx, order: &Order) -> Result<Option<CaptureUse>, DbError> {
    match Direction::of(order) {
        Some(Direction::Deposit) => orders::find_used_twice(tx, order).await,
        Some(Direction::Withdrawal) | None => Ok(None),
    }
}

/// The same, or what a payment that was refused for it proves: whoever was refused does not get through by saying less.
/// What is said about another payment counts instead.
pub(super) async fn find_doubt(tx: &mut Tx, order: &Order) -> Result<Option<CaptureUse>, DbError> {
    match find_used_twice(tx, order).await? {
        Some(used) => Ok(Some(used)),
        None => orders::find_refusal_that_counts(tx, order.id).await,
    }
}

/// Tells superusers that a payment was offered a second time, and notes it with its deposit. The refusal itself writes
/// nothing, so this is a unit of its own.
///
/// # Errors
/// [`DbError`].
pub async fn tell_repeated(desk: &Desk, repeated: RepeatedPayment) -> Result<(), DbError> {
    let mut tx = desk.db.begin().await?;
    let RepeatedPayment { by, used, order } = repeated;
    let now = desk.clock.now();
    if let Some(order) = order {
        orders::insert_refusal(&mut tx, order, used, by, now).await?;
    }
    let notice = Notice::PaymentRepeated { by, used };
    outbox::enqueue(&mut tx, &format!("repeated:{by}"), &notice, now).await?;
    tx.commit().await
}
