//! `!setBsusdValue 38`, `!setUsdValue VES 38`: sets how many units of a currency make a dollar (S0-30, S0-31).

use serde::{Deserialize, Serialize};

use super::set::set_or_ask;
use super::{Implied, PlaceOrCurrency, PriceChange, PriceError, PriceOutcome, implied, resolve, store};
use crate::db::{DbError, Tx};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{Currency, Rate};
use crate::domain::kernel::questions::AsTyped;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::RequestId;

/// The value that counts now, and the one that counted before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsdValueSet {
    pub currency: Currency,
    pub before: Option<Rate>,
    pub now: Rate,
    /// What other prices imply, for a first value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub implied: Option<Implied>,
}

impl UsdValueSet {
    /// A value with what it is compared with.
    pub(super) async fn of(tx: &mut Tx, currency: Currency, now: Rate) -> Result<UsdValueSet, DbError> {
        let before = store::find_usd_value(tx, currency).await?;
        let implied = match before {
            Some(_) => None,
            None => implied::of_usd_value(tx, currency).await?,
        };
        Ok(UsdValueSet {
            currency,
            before,
            now,
            implied,
        })
    }
}

/// Sets how many units of a currency make a dollar. Orders made before keep theirs. A value far from the last one is
/// only asked about.
///
/// # Errors
/// [`PriceError::NotAllowed`] unless a superuser, [`PriceError::UnknownCurrency`], [`PriceError::DollarIsOne`].
pub async fn set_usd_value(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    currency: &PlaceOrCurrency,
    value: Rate,
    as_typed: &AsTyped,
) -> Result<PriceOutcome, PriceError> {
    actor.require(Permission::PublishPrices)?;
    let asked = Asked::new(request, "rates.set_usd_value", &(actor.member, currency, value));
    once(desk, asked, async |tx, _| {
        let currency = resolve(tx, currency).await?;
        if currency == Currency::USD {
            return Err(PriceError::DollarIsOne);
        }
        let change = PriceChange::UsdValue(UsdValueSet::of(tx, currency, value).await?);
        Ok(set_or_ask(tx, desk, actor.member, change, as_typed).await?)
    })
    .await
}
