//! **Listo** and `/listo`: a cashier confirms a payment.

use super::answer::{Answer, Outcome, declined};
use super::surface::Surface;
use super::view;
use crate::db::retrying;
use crate::domain::orders::{self, CompleteError, Completion};
use crate::domain::people::members::Actor;
use crate::ids::{OrderId, RequestId};

/// Confirms an order from the only account that can pay it. If there are several, the cashier chooses.
pub(super) async fn confirm(surface: &Surface, actor: &Actor, request: &RequestId, order: OrderId) -> Outcome {
    let completion = Completion { order, from: None };
    match retrying(|| orders::complete(&surface.desk, actor, request, completion)).await {
        Ok(done) => Ok(Answer::Say(view::orders::completed(&done))),
        Err(CompleteError::ChooseAccount {
            order,
            needed,
            moves,
            accounts,
        }) => {
            let face = view::account_forms::choose_paying(order, needed, moves, &accounts);
            Ok(Answer::Face(Box::new(face)))
        }
        Err(error) => Err(declined("batches.complete", view::desk::complete_refused)(error)),
    }
}
