//! What other prices imply for a price that has no last value.

use serde::{Deserialize, Serialize};

use super::store;
use crate::db::{DbError, Source};
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::{Currency, Exact, Rate};

/// The value that a first price should be near to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Implied {
    pub value: Exact,
    pub by: ImpliedBy,
}

/// What implies it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImpliedBy {
    /// The published rate of a pair: for a rate that of the inverse pair, for a dollar value one with the dollar.
    Pair(Corridor, Rate),
    /// A published rate, and the dollar value of the pair's other currency.
    PairAndDollars(Corridor, Rate),
    /// What both currencies are worth in dollars.
    DollarValues,
    /// The currency is pegged to the dollar.
    Peg,
}

/// What the inverse pair implies for a rate, or else what its two currencies are worth in dollars.
pub(super) async fn of_rate(source: &mut impl Source, corridor: Corridor) -> Result<Option<Implied>, DbError> {
    let inverse = Corridor {
        receive: corridor.send,
        send: corridor.receive,
    };
    if let Some(rate) = store::find_rate(source, inverse).await? {
        return Ok(inverted(&rate.to_exact()).map(|value| Implied {
            value,
            by: ImpliedBy::Pair(inverse, rate),
        }));
    }
    let receive = worth_of(source, corridor.receive).await?;
    let send = worth_of(source, corridor.send).await?;
    let (Some(receive), Some(send)) = (receive, send) else {
        return Ok(None);
    };
    let by = ImpliedBy::DollarValues;
    Ok(send.over(&receive).map(|value| Implied { value, by }))
}

/// What a peg implies for a dollar value, or else a rate with the dollar, or one with a currency whose dollar value is known.
pub(super) async fn of_usd_value(source: &mut impl Source, currency: Currency) -> Result<Option<Implied>, DbError> {
    if currency.is_worth_a_dollar() {
        let value = Exact::new(1, 0);
        let by = ImpliedBy::Peg;
        return Ok(Some(Implied { value, by }));
    }
    let rates = store::list_rates(source).await?;
    let of_it = |(corridor, rate, _)| {
        let other = other_of(corridor, currency)?;
        Some((corridor, other, rate))
    };
    let mut all: Vec<(Corridor, Currency, Rate)> = rates.into_iter().filter_map(of_it).collect();
    // A rate with the dollar needs no other price, so it comes first. Of the two directions of a pair, the one that
    // sends the currency.
    all.sort_by_key(|(corridor, other, _)| (*other != Currency::USD, corridor.receive == currency));
    for (corridor, other, rate) in all {
        let Some(of_other) = known(source, other).await? else {
            continue;
        };
        let value = match corridor.receive == currency {
            true => of_other.over(&rate.to_exact()),
            false => Some(of_other.times(&rate.to_exact())),
        };
        let by = match other == Currency::USD {
            true => ImpliedBy::Pair(corridor, rate),
            false => ImpliedBy::PairAndDollars(corridor, rate),
        };
        if let Some(value) = value {
            return Ok(Some(Implied { value, by }));
        }
    }
    Ok(None)
}

fn other_of(corridor: Corridor, currency: Currency) -> Option<Currency> {
    match (corridor.receive == currency, corridor.send == currency) {
        (true, false) => Some(corridor.send),
        (false, true) => Some(corridor.receive),
        _ => None,
    }
}

/// How many units of a currency make a dollar: the value that was set, or that of its peg.
async fn known(source: &mut impl Source, currency: Currency) -> Result<Option<Exact>, DbError> {
    let set = store::find_usd_value(source, currency).await?;
    let peg = currency.is_worth_a_dollar().then(|| Exact::new(1, 0));
    Ok(set.map(|value| value.to_exact()).or(peg))
}

/// The same, or else what rates imply.
async fn worth_of(source: &mut impl Source, currency: Currency) -> Result<Option<Exact>, DbError> {
    match known(source, currency).await? {
        Some(value) => Ok(Some(value)),
        None => Ok(of_usd_value(source, currency).await?.map(|implied| implied.value)),
    }
}

fn inverted(rate: &Exact) -> Option<Exact> {
    Exact::new(1, 0).over(rate)
}
