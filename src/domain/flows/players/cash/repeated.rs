//! A payment that is used for a second deposit: it is refused, and superusers hear of it (FACTS: one payment proves one
//! order).

use super::payment::PaymentDetails;
use super::payment_store::find_same_payment;
use super::{CashError, Direction};
use crate::db::{DbError, Tx};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, CaptureUse, Notice};
use crate::domain::orders::{self, Order};
use crate::domain::people::requests::StoredCapture;
use crate::ids::{MemberId, OrderId};

/// A payment that was offered again, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepeatedPayment {
    pub by: MemberId,
    pub used: CaptureUse,
}

/// Refuses a capture that proves something else already.
pub(super) async fn refuse_used_capture(tx: &mut Tx, receipt: &StoredCapture) -> Result<(), CashError> {
    match orders::find_capture_use(tx, &receipt.sha256, None).await? {
        Some(used) => Err(CashError::Repeated { used }),
        None => Ok(()),
    }
}

/// Refuses details that another deposit has already.
pub(super) async fn refuse_same_payment(tx: &mut Tx, order: &Order, details: &PaymentDetails) -> Result<(), CashError> {
    match find_same(tx, order, details).await? {
        Some(earlier) => Err(CashError::Repeated {
            used: CaptureUse::Order(earlier),
        }),
        None => Ok(()),
    }
}

async fn find_same(tx: &mut Tx, order: &Order, details: &PaymentDetails) -> Result<Option<OrderId>, DbError> {
    if Direction::of(order) != Some(Direction::Deposit) || !details.show_payment() {
        return Ok(None);
    }
    find_same_payment(tx, order.id, order.amount, details).await
}

/// Tells superusers that a payment was offered a second time. The refusal itself writes nothing, so this is a unit of
/// its own.
///
/// # Errors
/// [`DbError`].
pub async fn tell_repeated(desk: &Desk, repeated: RepeatedPayment) -> Result<(), DbError> {
    let mut tx = desk.db.begin().await?;
    let RepeatedPayment { by, used } = repeated;
    let notice = Notice::PaymentRepeated { by, used };
    outbox::enqueue(&mut tx, &format!("repeated:{by}"), &notice, desk.clock.now()).await?;
    tx.commit().await
}
