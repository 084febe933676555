//! **Devolver**: its cashier does not pay a giro. What the bank paid back is returned with `!devolver`, because a form that
//! was opened before the giro was paid must not undo the payment.

use super::{GiroError, is_giro};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{OrderError, OrderReturned, OrderState, Step, get_order_to_return, give_back_within};
use crate::domain::people::members::Actor;
use crate::domain::people::requests::checked_reason;
use crate::ids::{OrderId, RequestId};

/// Gives back a giro that is not completed, and its money to whoever paid for it.
///
/// # Errors
/// [`GiroError::NotAllowed`], [`GiroError::Unknown`], [`GiroError::AlreadyPaid`]; [`GiroError::Return`] with its cashier
/// or state.
pub async fn give_back_unpaid(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    order: OrderId,
    reason: &str,
) -> Result<OrderReturned, GiroError> {
    let reason = checked_reason(reason).map_err(OrderError::Reason)?;
    let asked = Asked::new(request, "giros.give_back_unpaid", &(actor.member, order, &reason));
    once(desk, asked, async |tx, now| {
        let found = get_order_to_return(tx, actor, order).await?;
        if !is_giro(&found) {
            return Err(GiroError::Unknown(order));
        }
        if found.state == OrderState::Completed {
            return Err(GiroError::AlreadyPaid(order));
        }
        let step = Step::new(desk, actor, request, now);
        Ok(give_back_within(tx, &step, &found, &reason).await?)
    })
    .await
}
