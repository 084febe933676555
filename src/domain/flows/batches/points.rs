//! Points that a client gets for sending.

use rust_decimal::Decimal;

use super::TransferTerms;
use crate::domain::books::ledger::{AccountKey, LedgerError, Line};
use crate::domain::kernel::money::{Currency, Money, MoneyError, Rate, are_dollars_in_bounds, worth};
use crate::domain::orders::Order;

/// `floor(dollars sent) × per_usd`, fees included as in every figure of what was sent. Zero for an order whose dollar
/// value is out of bounds, because its dollars cannot be counted.
///
/// # Errors
/// [`MoneyError::Overflow`].
fn points_for(order: &Order, usd_value: Rate, per_usd: u32) -> Result<Money, MoneyError> {
    let dollars = worth(order.total()?, usd_value);
    if !usd_value.is_in_bounds() || !are_dollars_in_bounds(&dollars) {
        return Ok(Money::zero(Currency::PTS));
    }
    let whole = dollars.truncated(0)?;
    let points = whole.checked_mul(Decimal::from(per_usd)).ok_or(MoneyError::Overflow)?;
    Money::from_decimal(points, Currency::PTS)
}

/// The lines that give a client points for a paid order; none for a reseller's order.
pub(super) fn points_lines(order: &Order, terms: &TransferTerms, per_usd: u32) -> Result<Vec<Line>, LedgerError> {
    if !order.is_of_client() {
        return Ok(Vec::new());
    }
    let points = points_for(order, terms.usd_value, per_usd)?;
    if !points.is_positive() {
        return Ok(Vec::new());
    }
    Ok(vec![
        Line::take(AccountKey::Issuance(Currency::PTS), points)?,
        Line::add(AccountKey::Points(order.creator), points),
    ])
}
