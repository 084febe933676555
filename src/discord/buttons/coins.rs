//! Large payments of coins, confirmed.

use super::pressed::Press;
use crate::db::retrying;
use crate::discord::answer::{Answer, Outcome, declined};
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::coins;
use crate::ids::CoinOfferId;

/// The question becomes the paid sentence, for its payee and the channel to read.
pub(super) async fn confirm(press: &Press<'_>, offer: CoinOfferId) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| coins::confirm(&press.surface.desk, &actor, &press.request, offer)).await;
    let done = done.map_err(declined("coins.confirm", view::coins::refused))?;
    Ok(Answer::Turn(Box::new(Face::new(view::coins::paid(&done)))))
}
