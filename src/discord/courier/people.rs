//! Superusers hear who left the server and who is back.

use poise::serenity_prelude::CreateMessage;

use super::post::{TellError, Teller, alerts};
use crate::discord::view;
use crate::discord::view::guild::OrdersOfGone;
use crate::domain::members;
use crate::ids::MemberId;
use crate::reports;

/// Rings every superuser: there may be work of theirs to take over.
pub(super) async fn left(teller: &Teller<'_>, member: MemberId, orders: &OrdersOfGone<'_>) -> Result<(), TellError> {
    let mut reader = teller.reader().await?;
    let Some(member) = members::find_member(&mut reader, member).await? else {
        return Ok(());
    };
    let owns = reports::people::belongings(&mut reader, &member).await?;
    drop(reader);
    let ring = teller.surface.superusers().await?;
    let words = teller
        .surface
        .with_prefix(view::guild::left(&member, orders, &owns, &ring));
    let channel = alerts(teller.surface).await?;
    let message = CreateMessage::new().content(words);
    teller.ring_all_once('l', channel, message, &ring).await
}

/// Their role counts again without anybody having decided it.
pub(super) async fn back(teller: &Teller<'_>, member: MemberId) -> Result<(), TellError> {
    let Some(member) = members::find_member(&mut teller.reader().await?, member).await? else {
        return Ok(());
    };
    let words = teller.surface.with_prefix(view::guild::back(&member));
    let channel = alerts(teller.surface).await?;
    teller
        .send_once('k', channel, CreateMessage::new().content(words))
        .await
}
