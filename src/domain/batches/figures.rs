//! What a batch amounts to right now.

use rust_decimal::Decimal;

use super::{Batch, store};
use crate::db::{DbError, Source};
use crate::domain::money::{Money, MoneyError, worth};
use crate::domain::orders;
use crate::domain::outbox::BatchFigures;
use crate::ids::MemberId;

/// The figures of a batch: what completed orders received and sent, and what was bought so far. Dollars are the sum over
/// orders of `total / usd_value`, each with the value of its own moment, not rounded.
pub async fn figures_of(source: &mut impl Source, batch: &Batch) -> Result<BatchFigures, DbError> {
    let totals = orders::totals_of_batch(source, batch.id).await?;
    let counts = store::count_orders(source, batch.id).await?;
    let lots = store::list_lots(source, batch.id).await?;
    let sum = |minors: Vec<i64>| minors.iter().try_fold(0i64, |sum, minor| sum.checked_add(*minor));
    let whole = |minors: Vec<i64>| sum(minors).ok_or_else(|| DbError::Corrupt("a batch's sum overflows".into()));
    let received = whole(totals.iter().map(|total| total.received_minor).collect())?;
    let sent = whole(totals.iter().map(|total| total.sent_minor()).collect())?;
    let by_cashier = totals_by_cashier(batch, &totals).map_err(|error| DbError::Corrupt(error.to_string()))?;
    let zero_usdt = Money::zero(crate::domain::money::Currency::USDT);
    Ok(BatchFigures {
        received: Money::from_minor(received, batch.corridor.receive),
        sent: Money::from_minor(sent, batch.corridor.send),
        sent_usd: by_cashier.iter().map(|(_, usd)| *usd).sum(),
        orders_done: totals.iter().map(|total| total.orders).sum(),
        orders_pending: counts.open,
        bought: Money::from_minor(
            whole(lots.iter().map(|lot| lot.bought.minor()).collect())?,
            batch.corridor.receive,
        ),
        usdt: Money::from_minor(
            whole(lots.iter().map(|lot| lot.usdt.minor()).collect())?,
            zero_usdt.currency(),
        ),
    })
}

/// What each cashier paid, in dollars, in the order in which they first paid.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn totals_by_cashier(batch: &Batch, totals: &[orders::PaidTotal]) -> Result<Vec<(MemberId, Decimal)>, MoneyError> {
    let mut by_cashier: Vec<(MemberId, Decimal)> = Vec::new();
    for total in totals {
        let usd = worth(
            Money::from_minor(total.sent_minor(), batch.corridor.send),
            total.usd_value,
        )?;
        match by_cashier.iter_mut().find(|(cashier, _)| *cashier == total.cashier_id) {
            Some((_, sum)) => *sum = sum.checked_add(usd).ok_or(MoneyError::Overflow)?,
            None => by_cashier.push((total.cashier_id, usd)),
        }
    }
    Ok(by_cashier)
}
