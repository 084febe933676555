//! `!setcambio USD 38 37.5`: publishes what the desk sells and buys a currency for, in bolívares (S4-9, Q-35).

use serde::{Deserialize, Serialize};

use super::exchange_store::{TwoWay, find_exchange_rates};
use super::set::set_or_ask;
use super::{Implied, ImpliedBy, PlaceOrCurrency, PriceChange, PriceError, PriceOutcome, resolve, store};
use crate::db::{DbError, Tx};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{Currency, Rate};
use crate::domain::kernel::questions::AsTyped;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::RequestId;

/// The rates that count now, and those that counted before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExchangeRatesSet {
    /// The currency that is sold and bought.
    pub currency: Currency,
    #[serde(rename = "two_way_before")]
    pub before: Option<TwoWay>,
    #[serde(rename = "two_way_now")]
    pub now: TwoWay,
    /// What dollar values imply for the ask, for first rates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub implied: Option<Implied>,
}

impl ExchangeRatesSet {
    /// Rates with what they are compared with.
    pub(super) async fn of(tx: &mut Tx, currency: Currency, now: TwoWay) -> Result<ExchangeRatesSet, DbError> {
        let before = find_exchange_rates(tx, currency).await?.map(|found| found.rates);
        let implied = match before {
            Some(_) => None,
            None => implied(tx, currency).await?,
        };
        Ok(ExchangeRatesSet {
            currency,
            before,
            now,
            implied,
        })
    }
}

/// What the dollar values of VES and of the currency imply.
async fn implied(tx: &mut Tx, currency: Currency) -> Result<Option<Implied>, DbError> {
    let bolivares = store::find_usd_value(tx, Currency::VES).await?;
    let own = match currency.is_worth_a_dollar() {
        true => store::find_usd_value(tx, Currency::USD).await?,
        false => store::find_usd_value(tx, currency).await?,
    };
    let (Some(bolivares), Some(own)) = (bolivares, own) else {
        return Ok(None);
    };
    let by = ImpliedBy::DollarValues;
    let value = bolivares.to_exact().over(&own.to_exact());
    Ok(value.map(|value| Implied { value, by }))
}

/// Publishes both rates. Rates far from the last ones, or first rates far from what dollar values imply, are only asked
/// about.
///
/// # Errors
/// [`PriceError::NotAllowed`] unless a superuser, [`PriceError::UnknownCurrency`], [`PriceError::InBolivares`],
/// [`PriceError::AskBelowBid`].
pub async fn set_exchange(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    currency: &PlaceOrCurrency,
    (ask, bid): (Rate, Rate),
    as_typed: &AsTyped,
) -> Result<PriceOutcome, PriceError> {
    actor.require(Permission::PublishPrices)?;
    let asked = Asked::new(request, "rates.set_exchange", &(actor.member, currency, ask, bid));
    once(desk, asked, async |tx, _| {
        let currency = resolve(tx, currency).await?;
        if currency == Currency::VES {
            return Err(PriceError::InBolivares);
        }
        if ask.to_exact() < bid.to_exact() {
            return Err(PriceError::AskBelowBid { currency, ask, bid });
        }
        let change = PriceChange::Exchange(ExchangeRatesSet::of(tx, currency, TwoWay { ask, bid }).await?);
        Ok(set_or_ask(tx, desk, actor.member, change, as_typed).await?)
    })
    .await
}
