//! What other prices say of one that has no last value.

use serde::{Deserialize, Serialize};

use super::store;
use crate::db::{DbError, Source};
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::{Currency, Exact, Rate};

/// What a first price should be near to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Implied {
    pub value: Exact,
    pub by: ImpliedBy,
}

/// What says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImpliedBy {
    /// The published rate of a pair: the inverse one of a rate, one with the dollar of a dollar value.
    Pair(Corridor, Rate),
    /// The dollar values of both currencies.
    DollarValues,
    /// The currency is made to be worth a dollar.
    Peg,
}

/// What the inverse pair implies for a rate, or else the dollar values of its two currencies.
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
    let receive = store::find_usd_value(source, corridor.receive).await?;
    let send = store::find_usd_value(source, corridor.send).await?;
    let (Some(receive), Some(send)) = (receive, send) else {
        return Ok(None);
    };
    let value = send.to_exact().over(&receive.to_exact());
    let by = ImpliedBy::DollarValues;
    Ok(value.map(|value| Implied { value, by }))
}

/// What a peg implies for a dollar value, or else a rate with the dollar.
pub(super) async fn of_usd_value(source: &mut impl Source, currency: Currency) -> Result<Option<Implied>, DbError> {
    if currency.is_worth_a_dollar() {
        let value = Exact::new(1, 0);
        let by = ImpliedBy::Peg;
        return Ok(Some(Implied { value, by }));
    }
    let bought = Corridor {
        receive: Currency::USD,
        send: currency,
    };
    if let Some(rate) = store::find_rate(source, bought).await? {
        return Ok(Some(Implied {
            value: rate.to_exact(),
            by: ImpliedBy::Pair(bought, rate),
        }));
    }
    let sold = Corridor {
        receive: currency,
        send: Currency::USD,
    };
    let Some(rate) = store::find_rate(source, sold).await? else {
        return Ok(None);
    };
    Ok(inverted(&rate.to_exact()).map(|value| Implied {
        value,
        by: ImpliedBy::Pair(sold, rate),
    }))
}

fn inverted(rate: &Exact) -> Option<Exact> {
    Exact::new(1, 0).over(rate)
}
