//! The figures of a purchase that is only asked about.

use super::read::Standing;
use super::usual::References;
use crate::db::{DbError, Tx};
use crate::domain::flows::batches::close::settlement_of;
use crate::domain::flows::batches::lots::NewLot;
use crate::domain::flows::batches::settlement::Settlement;
use crate::domain::flows::batches::{Batch, Part, PurchaseError};
use crate::domain::kernel::money::{Currency, Exact, Money};
use crate::domain::kernel::outbox::{BatchFigures, GainPart};
use crate::domain::orders::Step;
use crate::domain::people::members;
use crate::domain::people::requests::{PurchaseShare, PurchaseWanted};

/// Computes the figures of a purchase, with the shares if it closes the batch. Writes nothing.
pub(super) async fn preview(
    tx: &mut Tx,
    step: &Step<'_>,
    batch: &Batch,
    standing: &Standing,
    lot: &NewLot,
) -> Result<PurchaseWanted, PurchaseError> {
    let figures = &standing.figures;
    let references = References::of(standing, &step.policy.figures);
    let mut cut_change = None;
    let (gain, shares) = if lot.closes {
        let after = BatchFigures {
            bought: figures.bought.checked_add(lot.bought)?,
            usdt: figures.usdt.checked_add(lot.usdt)?,
            ..figures.clone()
        };
        let (settled, change) = settlement_of(tx, step, batch, &after).await?;
        cut_change = change;
        (settled.gain, Some(shares_of(tx, batch, &settled).await?))
    } else {
        (gain_of_lot(lot, references.break_even.as_ref())?, None)
    };
    Ok(PurchaseWanted {
        batch: batch.id,
        bought: lot.bought,
        usdt: lot.usdt,
        price: lot.price,
        left: figures.received.checked_sub(figures.bought)?,
        break_even: references.break_even,
        last: references.last,
        gain,
        shares,
        cut_change,
    })
}

/// The gain of a purchase that does not close the batch: its USDT minus its part of the dollars that were sent.
fn gain_of_lot(lot: &NewLot, break_even: Option<&Exact>) -> Result<Money, PurchaseError> {
    let sent = break_even.and_then(|even| lot.bought.to_exact().over(even));
    let gain = lot.usdt.to_exact().minus(&sent.unwrap_or_else(Exact::zero));
    Ok(Money::truncate_to_cents(&gain, Currency::USD)?)
}

async fn shares_of(tx: &mut Tx, batch: &Batch, settled: &Settlement) -> Result<Vec<PurchaseShare>, DbError> {
    if !settled.gain.is_positive() {
        return Ok(Vec::new());
    }
    let mut shares = Vec::new();
    for (part, share) in settled.earned(batch.reseller) {
        let part = match part {
            Part::Reseller => GainPart::Reseller,
            Part::Referrer => GainPart::Referrer,
            Part::Cashier => GainPart::Cashier,
        };
        shares.push(PurchaseShare {
            part,
            name: members::get_member(tx, share.member).await?.name,
            usd: share.usd,
        });
    }
    Ok(shares)
}
