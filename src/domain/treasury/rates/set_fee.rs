//! `!setFee VE 0.3`: sets what a bank takes on top of a transfer to a country (S0-28, S0-29).

use serde::{Deserialize, Serialize};

use super::set::set_or_ask;
use super::{PriceChange, PriceError, PriceOutcome, find_country, store};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Percent;
use crate::domain::kernel::questions::AsTyped;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::RequestId;

/// The fee that counts now, and the one that counted before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeSet {
    /// The country's name.
    pub country: String,
    #[serde(default)]
    pub code: String,
    pub before: Percent,
    pub now: Percent,
}

/// Sets a country's transfer fee, a percentage of the amount sent. Orders made before keep theirs. A fee far from the
/// last one is only asked about.
///
/// # Errors
/// [`PriceError::NotAllowed`] unless a superuser, [`PriceError::UnknownCountry`].
pub async fn set_fee(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    country: &str,
    percent: Percent,
    as_typed: &AsTyped,
) -> Result<PriceOutcome, PriceError> {
    actor.require(Permission::PublishPrices)?;
    let asked = Asked::new(request, "rates.set_fee", &(actor.member, country, percent));
    once(desk, asked, async |tx, _| {
        let Some(found) = find_country(tx, country).await? else {
            let typed = country.trim().to_uppercase();
            let known = store::list_countries(tx)
                .await?
                .into_iter()
                .map(|country| country.code)
                .collect();
            return Err(PriceError::UnknownCountry { typed, known });
        };
        let before = store::find_fee_for(tx, found.currency).await?;
        let change = PriceChange::Fee(FeeSet {
            country: found.name,
            code: found.code,
            before,
            now: percent,
        });
        Ok(set_or_ask(tx, desk, actor.member, change, as_typed).await?)
    })
    .await
}
