//! What a cashier has open, in the shortest form that can be worked from.

use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::money::{Money, MoneyError};
use crate::domain::orders::{self, Order};
use crate::domain::outbox::{self, Shown};
use crate::domain::uptime;
use crate::ids::MemberId;

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
    let oldest = open.iter().map(|order| order.created_at).min().unwrap_or(now);
    let outages = uptime::list_outages(reader, oldest, now).await?;
    let mut found = Vec::with_capacity(open.len());
    for order in open {
        let corrupt = |error: MoneyError| DbError::Corrupt(format!("order {}: {error}", order.id));
        found.push(OpenOrder {
            total: order.total().map_err(corrupt)?,
            waited_ms: uptime::worked_ms(order.created_at, now, &outages),
            card: outbox::find_shown(reader, &format!("order:{}", order.id), &format!("cashier:{cashier}")).await?,
            order,
        });
    }
    Ok(found)
}
