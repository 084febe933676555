//! A cashier's open orders, in the shortest form that can be worked from.

use super::ReadError;
use super::particulars::total_of;
use super::queue::waits_of;
use crate::clock::Moment;
use crate::db::{DbError, Place, Reader};
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, Shown};
use crate::domain::orders::{self, Listing, Order, OrderState, Which, Whose};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{MemberId, OrderId};

/// How many of the newest orders are offered where somebody types an order's number.
const CHOSEN_FROM_MAX: i64 = 100;

/// Typed digits are looked for in beneficiaries only from this many on.
const BENEFICIARY_DIGITS_MIN: usize = 4;

/// An order that its cashier still has to pay or to confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenOrder {
    pub order: Order,
    pub total: Money,
    /// Milliseconds since it was typed, without the time in which the desk was down.
    pub waited_ms: i64,
    /// The direct message that shows it to them; `None` until it was sent.
    pub card: Option<Shown>,
}

/// What the actor, a cashier, has open at this moment, the oldest first.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn own_open(reader: &mut Reader, actor: &Actor, now: Moment) -> Result<Vec<OpenOrder>, ReadError> {
    actor.require(Permission::CarryOutOrders)?;
    Ok(open_for_desk(reader, actor.member, now).await?)
}

/// What a cashier has open, as the desk itself reads it.
///
/// # Errors
/// [`DbError`].
pub async fn open_for_desk(reader: &mut Reader, cashier: MemberId, now: Moment) -> Result<Vec<OpenOrder>, DbError> {
    let open = orders::list_open_of(reader, cashier).await?;
    let waits = waits_of(reader, &open, now).await?;
    let mut found = Vec::with_capacity(open.len());
    for (order, waited_ms) in open.into_iter().zip(waits) {
        found.push(OpenOrder {
            total: total_of(&order)?,
            waited_ms,
            card: card_of(reader, order.id, cashier).await?,
            order,
        });
    }
    Ok(found)
}

/// An open order as it is offered where its number is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToChoose {
    pub order: Order,
    pub total: Money,
}

impl ToChoose {
    /// Whether the text typed so far may mean this order: its number begins with it, or its beneficiary contains it. A
    /// few digits are compared only with the number, because every account and phone has them.
    pub fn fits(&self, typed: &str) -> bool {
        let typed = typed.trim().trim_start_matches('#').to_lowercase();
        let is_number = typed.len() < BENEFICIARY_DIGITS_MIN && typed.bytes().all(|byte| byte.is_ascii_digit());
        let beneficiary = self.order.beneficiary.as_deref().unwrap_or_default();
        self.order.id.to_string().starts_with(&typed) || (!is_number && beneficiary.to_lowercase().contains(&typed))
    }
}

/// The open orders that a person may mean by a number: those they carry out, or else those they sent; the oldest first.
///
/// # Errors
/// [`DbError`].
pub async fn open_to_choose(reader: &mut Reader, actor: &Actor) -> Result<Vec<ToChoose>, DbError> {
    let open = if actor.may(Permission::CarryOutOrders) {
        orders::list_open_of(reader, actor.member).await?
    } else {
        let own = Listing {
            whose: Whose::Sender(actor.member),
            which: Which::Open,
        };
        let mut newest = orders::list_listed(reader, own, Place::First, CHOSEN_FROM_MAX).await?;
        newest.reverse();
        newest
    };
    let with_total = |order: Order| {
        let total = total_of(&order)?;
        Ok(ToChoose { order, total })
    };
    open.into_iter().map(with_total).collect()
}

/// Those of these orders that still wait for a cashier, as the desk itself reads them.
///
/// # Errors
/// [`DbError`].
pub async fn waiting_for_desk(reader: &mut Reader, orders: &[OrderId], now: Moment) -> Result<Vec<OpenOrder>, DbError> {
    let mut waiting = Vec::new();
    for order in orders {
        let found = orders::find_order(reader, *order).await?;
        waiting.extend(found.filter(|order| order.state == OrderState::Pending));
    }
    let waits = waits_of(reader, &waiting, now).await?;
    let open = |(order, waited_ms): (Order, i64)| {
        Ok(OpenOrder {
            total: total_of(&order)?,
            waited_ms,
            card: None,
            order,
        })
    };
    waiting.into_iter().zip(waits).map(open).collect()
}

/// The direct message that shows an order to the actor, a cashier; `None` until it was sent.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn own_card(reader: &mut Reader, actor: &Actor, order: OrderId) -> Result<Option<Shown>, ReadError> {
    actor.require(Permission::CarryOutOrders)?;
    Ok(card_of(reader, order, actor.member).await?)
}

async fn card_of(reader: &mut Reader, order: OrderId, cashier: MemberId) -> Result<Option<Shown>, DbError> {
    let (subject, place) = (outbox::subject_of_order(order), outbox::place_of_cashier(cashier));
    outbox::find_shown(reader, &subject, &place).await
}
