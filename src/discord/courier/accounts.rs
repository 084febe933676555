//! What became of somebody's account.

use poise::serenity_prelude::CreateMessage;

use super::post::{TellError, Teller};
use super::registration::direct;
use crate::discord::view;
use crate::domain::outbox::AccountChange;
use crate::ids::AccountId;
use crate::reports;

/// Its owner hears it by direct message.
pub(super) async fn changed(teller: &Teller<'_>, account: AccountId, change: &AccountChange) -> Result<(), TellError> {
    let card = reports::accounts::find_card(&mut teller.reader().await?, account).await?;
    let Some(card) = card else {
        tracing::error!(
            account.id = account.get(),
            "a notice names an account that is not there"
        );
        return Ok(());
    };
    let words = teller.surface.with_prefix(view::accounts::changed(&card, change));
    direct(teller, &card.owner, CreateMessage::new().content(words)).await
}
