//! Large payments of coins, confirmed.

use super::pressed::Press;
use crate::db::retrying;
use crate::discord::answer::{Answer, Outcome, declined};
use crate::discord::view;
use crate::domain::coins;
use crate::ids::CoinOfferId;

pub(super) async fn confirm(press: &Press<'_>, offer: CoinOfferId) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| coins::confirm(&press.surface.desk, &actor, &press.request, offer)).await;
    let done = done.map_err(declined("coins.confirm", view::coins::refused))?;
    Ok(Answer::Say(view::coins::paid(&done)))
}
