//! Confirming large payments of coins.

use super::press::Press;
use crate::db::retrying;
use crate::discord::answer::{Answer, Outcome, declined};
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::games::coins::{self, CoinError};
use crate::ids::CoinOfferId;

/// Replaces the question with the sentence about the payment, or with the words that it is too late. The payee and the
/// channel read it.
pub(super) async fn confirm(press: &Press<'_>, offer: CoinOfferId) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| coins::confirm(&press.surface.desk, &actor, &press.request, offer)).await;
    let words = match done {
        Ok(done) => view::coins::paid(&done),
        // The offer is over, so the message keeps no button.
        Err(error @ CoinError::OfferLate(_)) => {
            let no = declined("coins.confirm", view::coins::refused)(error);
            no.refusal().map(str::to_owned).ok_or(no)?
        }
        Err(error) => return Err(declined("coins.confirm", view::coins::refused)(error)),
    };
    Ok(Answer::Turn(Box::new(Face::new(words))))
}
