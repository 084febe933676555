//! What the alerts channel hears about the books.

use poise::serenity_prelude::CreateMessage;

use super::post::{TellError, Teller, alerts};
use crate::discord::view;
use crate::domain::books::get_accepted;
use crate::ids::OlderBooksId;

/// The desk goes on with older books: what may be missing.
pub(super) async fn older_accepted(teller: &Teller<'_>, id: OlderBooksId) -> Result<(), TellError> {
    let (older, above) = get_accepted(&mut teller.reader().await?, id).await?;
    let channel = alerts(teller.surface).await?;
    let words = view::older_books::accepted(&older, above);
    teller
        .send_once('a', channel, CreateMessage::new().content(words))
        .await
}

pub(super) async fn head(teller: &Teller<'_>, seq: i64, hash: &str) -> Result<(), TellError> {
    let channel = alerts(teller.surface).await?;
    let words = view::alarms::chain_head(seq, hash);
    teller
        .send_once('a', channel, CreateMessage::new().content(words))
        .await
}
