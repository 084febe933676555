//! What the alerts channel hears about the books.

use poise::serenity_prelude::CreateMessage;

use super::post::{TellError, Teller, alerts};
use crate::discord::view;

pub(super) async fn head(teller: &Teller<'_>, seq: i64, hash: &str) -> Result<(), TellError> {
    let channel = alerts(teller.surface).await?;
    let words = view::alarms::chain_head(seq, hash);
    teller
        .send_once('a', channel, CreateMessage::new().content(words))
        .await
}
