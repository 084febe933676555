//! **Confirmar**: the payer confirms a large payment.

use super::pay::{Paid, post};
use super::store::{self, OfferState};
use super::{CoinError, OFFER_LIVES_MS};
use crate::db::Lockable;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{CoinOfferId, RequestId};

/// Pays an offer, once, if its payer confirms it in time.
///
/// # Errors
/// [`CoinError::NotAllowed`], [`CoinError::NotHere`]; [`CoinError::UnknownOffer`], also for anybody but its payer;
/// [`CoinError::OfferEnded`], [`CoinError::OfferLate`]; [`CoinError::InsufficientFunds`].
pub async fn confirm(desk: &Desk, actor: &Actor, request: &RequestId, offer: CoinOfferId) -> Result<Paid, CoinError> {
    actor.require(Permission::MoveCoins)?;
    let asked = Asked::new(request, "coins.confirm", &(actor.member, offer));
    once(desk, asked, async |tx, now| {
        tx.lock(Lockable::CoinOffers, offer.get()).await?;
        let found = store::find_offer(tx, offer).await?;
        let found = found
            .filter(|found| found.payment.from == actor.member)
            .ok_or(CoinError::UnknownOffer(offer))?;
        let is_late = OFFER_LIVES_MS < now.ms_since(found.created_at);
        if found.state != OfferState::Paid && is_late {
            return Err(CoinError::OfferLate(offer));
        }
        if found.state == OfferState::Paid || !store::mark_paid(tx, offer, now).await? {
            return Err(CoinError::OfferEnded(offer));
        }
        post(tx, &found.payment, request, now).await
    })
    .await
}
