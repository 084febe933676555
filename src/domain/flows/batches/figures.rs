//! The current figures of a batch.

use super::settlement::sum_usd;
use super::{Batch, Lot, PaidTotal, lots, terms_store};
use crate::db::{DbError, Source};
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::{Currency, Exact, Money, MoneyError, sum, worth};
use crate::domain::kernel::outbox::BatchFigures;
use crate::ids::MemberId;

/// The figures of a batch: what its completed orders received and sent, and what was bought so far. Dollars are the
/// exact sum over the orders of `total / usd_value`, each at its own dollar value.
pub async fn figures_of(source: &mut impl Source, batch: &Batch) -> Result<BatchFigures, DbError> {
    let totals = terms_store::totals_of_batch(source, batch.id).await?;
    let counts = terms_store::count_orders(source, batch.id).await?;
    let bought = lots::list_lots(source, batch.id).await?;
    put_together(batch, &totals, counts.open, &bought)
        .map_err(|error| DbError::Corrupt(format!("batch {}: {error}", batch.id)))
}

fn put_together(
    batch: &Batch,
    totals: &[PaidTotal],
    orders_pending: i64,
    lots: &[Lot],
) -> Result<BatchFigures, MoneyError> {
    let Corridor { receive, send } = batch.corridor;
    let received = totals
        .iter()
        .map(|total| Money::from_minor(total.received_minor, receive));
    let sent = totals
        .iter()
        .map(|total| total.sent(send))
        .collect::<Result<Vec<Money>, _>>()?;
    Ok(BatchFigures {
        received: sum(receive, received)?,
        sent: sum(send, sent)?,
        sent_usd: sum_usd(&totals_by_cashier(batch, totals)?),
        orders_done: totals.iter().map(|total| total.orders).sum(),
        orders_pending,
        bought: sum(receive, lots.iter().map(|lot| lot.bought))?,
        usdt: sum(Currency::USDT, lots.iter().map(|lot| lot.usdt))?,
    })
}

/// What each cashier paid, in exact dollars, in the order in which they first paid.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn totals_by_cashier(batch: &Batch, totals: &[PaidTotal]) -> Result<Vec<(MemberId, Exact)>, MoneyError> {
    let mut by_cashier: Vec<(MemberId, Vec<Exact>)> = Vec::new();
    for total in totals {
        let usd = worth(total.sent(batch.corridor.send)?, total.usd_value);
        match by_cashier.iter_mut().find(|(cashier, _)| *cashier == total.cashier_id) {
            Some((_, paid)) => paid.push(usd),
            None => by_cashier.push((total.cashier_id, vec![usd])),
        }
    }
    Ok(by_cashier
        .into_iter()
        .map(|(cashier, paid)| (cashier, Exact::sum(paid)))
        .collect())
}
