//! `!setRates PEN VES 9`: the rate that `p` means from now on (S0-26).

use serde::{Deserialize, Serialize};

use super::set::set_or_ask;
use super::{PlaceOrCurrency, PriceChange, PriceError, PriceOutcome, resolve, store};
use crate::domain::desk::{Corridor, Desk};
use crate::domain::members::{Actor, Permission};
use crate::domain::money::Rate;
use crate::domain::recall::{Asked, recall, remember};
use crate::ids::RequestId;

/// Which rate counts now, and which counted before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatePublished {
    pub corridor: Corridor,
    pub before: Option<Rate>,
    pub now: Rate,
}

/// Publishes a rate: units of `target` sent per unit of `source` received. One far from the last one only asks.
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
) -> Result<PriceOutcome, PriceError> {
    actor.require(Permission::PublishPrices)?;
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "rates.publish_rate", &(actor.member, source, target, rate));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let corridor = Corridor {
        receive: resolve(&mut tx, source).await?,
        send: resolve(&mut tx, target).await?,
    };
    if corridor.receive == corridor.send {
        return Err(PriceError::SameCurrency(corridor.send));
    }
    let before = store::find_rate(&mut tx, corridor).await?;
    let change = PriceChange::Rate(RatePublished {
        corridor,
        before,
        now: rate,
    });
    let outcome = set_or_ask(&mut tx, desk, actor.member, change).await?;
    remember(&mut tx, &asked, &outcome, desk.clock.now()).await?;
    tx.commit().await?;
    Ok(outcome)
}
