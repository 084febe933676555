//! `!setRates PEN VES 9`: publishes the rate that `p` means from now on (S0-26).

use serde::{Deserialize, Serialize};

use super::set::set_or_ask;
use super::{Implied, PlaceOrCurrency, PriceChange, PriceError, PriceOutcome, implied, resolve, store};
use crate::db::{DbError, Tx};
use crate::domain::kernel::desk::{Corridor, Desk};
use crate::domain::kernel::money::Rate;
use crate::domain::kernel::questions::AsTyped;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::RequestId;

/// The rate that counts now, and the one that counted before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatePublished {
    pub corridor: Corridor,
    pub before: Option<Rate>,
    pub now: Rate,
    /// What other prices imply, for a first rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub implied: Option<Implied>,
}

impl RatePublished {
    /// A rate with what it is compared with.
    pub(super) async fn of(tx: &mut Tx, corridor: Corridor, now: Rate) -> Result<RatePublished, DbError> {
        let before = store::find_rate(tx, corridor).await?;
        let implied = match before {
            Some(_) => None,
            None => implied::of_rate(tx, corridor).await?,
        };
        Ok(RatePublished {
            corridor,
            before,
            now,
            implied,
        })
    }
}

/// Publishes a rate: units of `target` sent per unit of `source` received. A rate far from the last one, or a first
/// rate far from what other prices imply, is only asked about.
///
/// # Errors
/// [`PriceError::NotAllowed`] unless a superuser, [`PriceError::UnknownCurrency`], [`PriceError::SameCurrency`].
pub async fn publish_rate(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    source: &PlaceOrCurrency,
    target: &PlaceOrCurrency,
    rate: Rate,
    as_typed: &AsTyped,
) -> Result<PriceOutcome, PriceError> {
    actor.require(Permission::PublishPrices)?;
    let asked = Asked::new(request, "rates.publish_rate", &(actor.member, source, target, rate));
    once(desk, asked, async |tx, _| {
        let corridor = Corridor {
            receive: resolve(tx, source).await?,
            send: resolve(tx, target).await?,
        };
        if corridor.receive == corridor.send {
            return Err(PriceError::SameCurrency(corridor.send));
        }
        let change = PriceChange::Rate(RatePublished::of(tx, corridor, rate).await?);
        Ok(set_or_ask(tx, desk, actor.member, change, as_typed).await?)
    })
    .await
}
