//! What only one kind of order has, for whoever shows it. A new kind adds its variant here, and each place that shows orders then
//! does not compile until it has words for it.

use std::collections::HashMap;

use super::giros::Giro;
use super::orders::OrderClass;
use crate::db::{DbError, Reader};
use crate::domain::flows::batches::{self, TransferTerms};
use crate::domain::flows::players::{self, CashTerms, Direction, PaymentDetails};
use crate::domain::kernel::money::Money;
use crate::domain::orders::Order;
use crate::ids::OrderId;

/// What an order has beside what every order has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Particulars {
    Transfer(TransferTerms),
    /// A deposit or a withdrawal of a player.
    Cash(Box<Cash>),
    /// A giro of a reseller or an admin.
    Giro(Box<Giro>),
    /// Of a kind that has nothing else.
    Plain,
}

/// What is shown of a deposit or a withdrawal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cash {
    pub direction: Direction,
    pub terms: CashTerms,
    /// What was said last of each field of its payment.
    pub payment: PaymentDetails,
}

impl Cash {
    async fn of(reader: &mut Reader, order: &Order, terms: CashTerms) -> Result<Option<Cash>, DbError> {
        let Some(direction) = Direction::of(order) else {
            return Ok(None);
        };
        let said = players::list_payments(reader, order.id).await?;
        Ok(Some(Cash {
            direction,
            terms,
            payment: PaymentDetails::merged(&said),
        }))
    }
}

impl Particulars {
    /// Those of one order.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn of(reader: &mut Reader, order: &Order) -> Result<Particulars, DbError> {
        let mut all = Particulars::of_all(reader, std::slice::from_ref(order)).await?;
        Ok(all.remove(&order.id).unwrap_or(Particulars::Plain))
    }

    /// Those of several orders. Each class of order is asked about its own ones only.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn of_all(reader: &mut Reader, orders: &[Order]) -> Result<HashMap<OrderId, Particulars>, DbError> {
        let of = |class: OrderClass| -> Vec<OrderId> {
            let orders = orders.iter().filter(|order| OrderClass::of(order) == class);
            orders.map(|order| order.id).collect()
        };
        let transfers = batches::list_terms(reader, &of(OrderClass::Other)).await?;
        let mut cash = players::list_cash_terms(reader, &of(OrderClass::Cash)).await?;
        let mut giros = Giro::of_all(reader, &of(OrderClass::Giro)).await?;
        let mut known = HashMap::new();
        for order in orders {
            let found = match OrderClass::of(order) {
                OrderClass::Cash => match cash.remove(&order.id) {
                    Some(terms) => Cash::of(reader, order, terms)
                        .await?
                        .map(Box::new)
                        .map(Particulars::Cash),
                    None => None,
                },
                OrderClass::Giro => giros.remove(&order.id).map(Box::new).map(Particulars::Giro),
                OrderClass::Other => transfers.get(&order.id).copied().map(Particulars::Transfer),
            };
            known.insert(order.id, found.unwrap_or(Particulars::Plain));
        }
        Ok(known)
    }

    /// What came in for the order, where its kind has that.
    pub fn received(&self) -> Option<Money> {
        match self {
            Particulars::Transfer(terms) => Some(terms.received),
            Particulars::Cash(_) | Particulars::Giro(_) | Particulars::Plain => None,
        }
    }
}

/// Amount and fee of an order that was read from the books.
///
/// # Errors
/// [`DbError::Corrupt`] when they are no amount, which the order's making has ruled out.
pub(super) fn total_of(order: &Order) -> Result<Money, DbError> {
    let total = order.total();
    total.map_err(|error| DbError::Corrupt(format!("order {}: {error}", order.id)))
}
