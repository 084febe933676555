//! Reads a typed purchase: as it was typed, or with the amounts swapped if only that makes a usual price.

use super::usual::{Distance, References};
use super::{Purchase, Unusual};
use crate::domain::flows::batches::error::OpenOrder;
use crate::domain::flows::batches::lots::NewLot;
use crate::domain::flows::batches::{Batch, PurchaseError};
use crate::domain::kernel::desk::FigureLimits;
use crate::domain::kernel::money::{AmountError, Currency, Money, Rate, parse_amount, price};
use crate::domain::kernel::outbox::BatchFigures;

/// The state of a batch before a purchase.
pub(super) struct Standing {
    pub(super) figures: BatchFigures,
    pub(super) open: Vec<OpenOrder>,
    /// The last prices in its currency, newest first.
    pub(super) prices: Vec<Rate>,
}

/// The purchase that is meant, and what is unusual about it, if anything.
pub(super) fn read(
    typed: &Purchase,
    batch: &Batch,
    standing: &Standing,
    limits: &FigureLimits,
) -> Result<(NewLot, Option<Unusual>), PurchaseError> {
    let references = References::of(standing, limits);
    let as_typed = amounts(&typed.bought, &typed.usdt, batch).and_then(|amounts| decide(amounts, standing));
    let distance = as_typed.as_ref().map(|lot| references.distance(lot.price, limits));
    if matches!(distance, Ok(Distance::Usual)) {
        return Ok((as_typed?, None));
    }
    let other_way = amounts(&typed.usdt, &typed.bought, batch).and_then(|amounts| decide(amounts, standing));
    if let Ok(lot) = other_way
        && references.is_there()
        && references.distance(lot.price, limits) == Distance::Usual
        && may_be_swapped(&as_typed)
    {
        return Ok((lot, Some(Unusual::Swapped)));
    }
    let why = match distance {
        Ok(Distance::Far) => Some(Unusual::Far),
        Ok(Distance::Outside) => Some(Unusual::Outside),
        Ok(Distance::Usual) | Err(_) => None,
    };
    Ok((as_typed?, why))
}

/// Whether swapping the amounts can help: open orders, or a batch that received nothing, refuse the purchase either
/// way.
fn may_be_swapped(as_typed: &Result<NewLot, PurchaseError>) -> bool {
    matches!(
        as_typed,
        Ok(_)
            | Err(PurchaseError::AboveBatch { .. }
                | PurchaseError::PriceOutOfBounds { .. }
                | PurchaseError::Bought(_)
                | PurchaseError::Usdt(_))
    )
}

/// The amount that was bought for, and the USDT.
fn amounts(bought: &str, usdt: &str, batch: &Batch) -> Result<(Money, Money), PurchaseError> {
    Ok((
        parse_amount(bought, batch.corridor.receive).map_err(PurchaseError::Bought)?,
        parse_amount(usdt, Currency::USDT).map_err(PurchaseError::Usdt)?,
    ))
}

/// Checks a purchase of these amounts against the batch, and whether it closes it.
pub(super) fn decide((bought, usdt): (Money, Money), standing: &Standing) -> Result<NewLot, PurchaseError> {
    let (before, open) = (&standing.figures, &standing.open);
    let (min, max) = (Money::least(Currency::USDT), Money::most_dollars(Currency::USDT));
    if max.minor() < usdt.minor() {
        return Err(PurchaseError::Usdt(AmountError::TooLarge { min, max }));
    }
    let left = before.received.checked_sub(before.bought)?;
    if before.received.is_zero() && open.is_empty() {
        return Err(PurchaseError::NothingReceived);
    }
    if before.received.is_zero() {
        return Err(PurchaseError::OrdersOpen(open.clone()));
    }
    if left.minor() < bought.minor() {
        return Err(PurchaseError::AboveBatch {
            asked: bought,
            left,
            received: before.received,
        });
    }
    let closes = bought == left;
    if closes && !open.is_empty() {
        return Err(PurchaseError::OrdersOpen(open.clone()));
    }
    let price = price(bought, usdt)?;
    if !price.is_in_bounds() {
        return Err(PurchaseError::PriceOutOfBounds { bought, usdt });
    }
    Ok(NewLot {
        bought,
        usdt,
        price,
        closes,
    })
}
