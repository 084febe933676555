//! What a cashier has open, in the shortest form that can be worked from.

use super::queue::waits_of;
use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::money::Money;
use crate::domain::orders::{self, Order, OrderState};
use crate::domain::outbox::{self, Shown};
use crate::ids::{MemberId, OrderId};

/// An order that its cashier still has to pay or to confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenOrder {
    pub order: Order,
    pub total: Money,
    /// Since it was typed; time in which the desk was down does not count.
    pub waited_ms: i64,
    /// The direct message that shows it to them; nothing while it is on its way.
    pub card: Option<Shown>,
}

/// What a cashier has open at this moment, the oldest first.
///
/// # Errors
/// [`DbError`].
pub async fn open_of(reader: &mut Reader, cashier: MemberId, now: Moment) -> Result<Vec<OpenOrder>, DbError> {
    let open = orders::list_open_of(reader, cashier).await?;
    let waits = waits_of(reader, &open, now).await?;
    let mut found = Vec::with_capacity(open.len());
    for (order, waited_ms) in open.into_iter().zip(waits) {
        found.push(OpenOrder {
            total: orders::total_of(&order)?,
            waited_ms,
            card: card_of(reader, order.id, cashier).await?,
            order,
        });
    }
    Ok(found)
}

/// Those of these orders that still wait for a cashier.
///
/// # Errors
/// [`DbError`].
pub async fn waiting_of(reader: &mut Reader, orders: &[OrderId], now: Moment) -> Result<Vec<OpenOrder>, DbError> {
    let mut waiting = Vec::new();
    for order in orders {
        let found = orders::find_order(reader, *order).await?;
        waiting.extend(found.filter(|order| order.state == OrderState::Pending));
    }
    let waits = waits_of(reader, &waiting, now).await?;
    let open = |(order, waited_ms): (Order, i64)| {
        Ok(OpenOrder {
            total: orders::total_of(&order)?,
            waited_ms,
            card: None,
            order,
        })
    };
    waiting.into_iter().zip(waits).map(open).collect()
}

/// The direct message that shows an order to a cashier; nothing while it is on its way.
///
/// # Errors
/// [`DbError`].
pub async fn card_of(reader: &mut Reader, order: OrderId, cashier: MemberId) -> Result<Option<Shown>, DbError> {
    let (subject, place) = (outbox::subject_of_order(order), outbox::place_of_cashier(cashier));
    outbox::find_shown(reader, &subject, &place).await
}
