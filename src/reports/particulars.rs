//! What only one kind of order has, for whoever shows it. A new kind adds its variant here, and each place that shows orders then
//! does not compile until it has words for it.

use std::collections::HashMap;

use crate::db::{DbError, Reader};
use crate::domain::flows::batches::{self, TransferTerms};
use crate::domain::kernel::money::Money;
use crate::domain::orders::Order;
use crate::ids::OrderId;

/// What an order has beside what every order has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Particulars {
    Transfer(TransferTerms),
    /// Of a kind that has nothing else.
    Plain,
}

impl Particulars {
    /// Those of one order.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn of(reader: &mut Reader, order: OrderId) -> Result<Particulars, DbError> {
        let terms = batches::find_terms(reader, order).await?;
        Ok(terms.map_or(Particulars::Plain, Particulars::Transfer))
    }

    /// Those of several orders.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn of_all(reader: &mut Reader, orders: &[Order]) -> Result<HashMap<OrderId, Particulars>, DbError> {
        let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
        let terms = batches::list_terms(reader, &ids).await?;
        let particulars = |id: OrderId| {
            let terms = terms.get(&id).copied();
            (id, terms.map_or(Particulars::Plain, Particulars::Transfer))
        };
        Ok(ids.into_iter().map(particulars).collect())
    }

    /// What came in for the order, where its kind has that.
    pub fn received(&self) -> Option<Money> {
        match self {
            Particulars::Transfer(terms) => Some(terms.received),
            Particulars::Plain => None,
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
