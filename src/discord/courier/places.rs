//! What is wrong with one of the desk's places, or no longer, for superusers.

use poise::serenity_prelude::CreateMessage;

use super::post::{TellError, Teller, alerts};
use crate::discord::view;
use crate::domain::places;
use crate::ids::PlaceFindingId;

pub(super) async fn reviewed(teller: &Teller<'_>, finding: PlaceFindingId) -> Result<(), TellError> {
    let noted = places::get_noted(&mut teller.reader().await?, finding).await?;
    let words = teller.surface.with_prefix(view::places::reviewed(&noted));
    let channel = alerts(teller.surface).await?;
    teller
        .send_once('a', channel, CreateMessage::new().content(words))
        .await
}
