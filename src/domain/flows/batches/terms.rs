//! What only a transfer has: its batch, what the reseller's customer paid, and its prices.

use super::terms_store;
use crate::db::{DbError, Source};
use crate::domain::kernel::money::{Currency, Money, MoneyError, Rate};
use crate::domain::orders::{Order, OrderState};
use crate::ids::{BatchId, MemberId, OrderId};

/// The terms of a transfer. They never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransferTerms {
    pub batch: BatchId,
    /// What the reseller's customer paid. The order's amount is `received × rate`.
    pub received: Money,
    pub rate: Rate,
    /// Units of the sent currency per dollar when the order was made.
    pub usd_value: Rate,
}

/// An order of the kind `transfer` with its terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    pub order: Order,
    pub terms: TransferTerms,
}

/// The terms of a transfer.
///
/// # Errors
/// [`DbError::Corrupt`] when the order has none: it is of another kind.
pub async fn get_terms(source: &mut impl Source, order: OrderId) -> Result<TransferTerms, DbError> {
    let found = terms_store::find_terms(source, order).await?;
    found.ok_or_else(|| DbError::Corrupt(format!("order {order} has no terms of a transfer")))
}

/// Each order with its terms, in the given order.
///
/// # Errors
/// [`DbError`]; [`DbError::Corrupt`] when one is of another kind.
pub async fn with_terms(source: &mut impl Source, orders: Vec<Order>) -> Result<Vec<Transfer>, DbError> {
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let known = terms_store::list_terms(source, &ids).await?;
    let transfer = |order: Order| {
        let terms = known.get(&order.id).copied();
        let terms = terms.ok_or_else(|| DbError::Corrupt(format!("order {} has no terms of a transfer", order.id)))?;
        Ok(Transfer { order, terms })
    };
    orders.into_iter().map(transfer).collect()
}

/// What one cashier paid in a batch at one dollar value, in minor units.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PaidTotal {
    pub cashier_id: MemberId,
    pub usd_value: Rate,
    pub received_minor: i64,
    pub amount_minor: i64,
    pub fee_minor: i64,
    pub orders: i64,
}

impl PaidTotal {
    /// Amounts and fees, in the sent currency.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn sent(&self, send: Currency) -> Result<Money, MoneyError> {
        let fee = Money::from_minor(self.fee_minor, send);
        Money::from_minor(self.amount_minor, send).checked_add(fee)
    }
}

/// The sums over a client's completed orders in one batch, at one dollar value.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ClientTotal {
    pub client_id: MemberId,
    /// The reseller who brought the client, if they still are an active reseller.
    pub referrer_id: Option<MemberId>,
    pub usd_value: Rate,
    pub received_minor: i64,
    /// Amounts and fees.
    pub sent_minor: i64,
}

/// The sums over all that a client has sent in one currency, at one dollar value.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ClientVolume {
    pub client_id: MemberId,
    pub send_currency: Currency,
    pub usd_value: Rate,
    /// Amounts and fees.
    pub sent_minor: i64,
    pub orders: i64,
}

/// The orders of a list that share a state and a corridor, summed; of other kinds than transfers, a state and a
/// currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSum {
    pub state: OrderState,
    pub orders: i64,
    /// `None` where nothing comes in for the orders.
    pub received: Option<Money>,
    /// Fees included.
    pub sent: Money,
}
